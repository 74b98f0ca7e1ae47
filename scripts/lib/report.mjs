/** An expected problem: its message is the whole story and what to do about it; no stack is shown. */
export class Problem extends Error {}

/** One line to the person at the console; on stderr, so that a command's own output can be piped. */
export function say(line) {
  process.stderr.write(`bootstrap: ${line}\n`)
}

const systemProblems = {
  EACCES: 'no permission to write; make the folder writable or use a copy of your own',
  EPERM: 'no permission to write; make the folder writable or use a copy of your own',
  EROFS: 'the folder is read-only; use a copy on a writable disk',
  ENOENT: 'missing; the checkout is not complete',
  ENOSPC: 'the disk is full; free some space and run the same command again',
}

/** What to say about a failure: a sentence where the cause is known, the stack where it is a fault of the script. */
export function explain(error) {
  if (error instanceof Problem) return error.message
  const known = systemProblems[error?.code]
  if (known) return error.path ? `${error.path}: ${known}` : known
  return error?.stack ?? String(error)
}

/**
 * Shows that work goes on until the returned function is called: one line redrawn on a terminal, elsewhere a new line
 * every few seconds. `describe` gets the whole seconds since the start.
 */
export function showProgress(describe, { stream = process.stderr, everyMs = stream.isTTY ? 250 : 5000 } = {}) {
  const started = Date.now()
  const seconds = () => Math.floor((Date.now() - started) / 1000)
  const draw = () =>
    stream.write(stream.isTTY ? `\r\x1b[2K${describe(seconds())}` : `bootstrap: ${describe(seconds())}\n`)
  const timer = setInterval(draw, everyMs)
  return () => {
    clearInterval(timer)
    if (stream.isTTY) stream.write('\r\x1b[2K')
    return seconds()
  }
}
