import { spawn } from 'node:child_process'

const keptOutput = 64 * 1024

/**
 * Runs a program without a shell and without input. Resolves to `{ code, output }`: the exit code (null when a signal
 * ended it) and the end of what it wrote. Rejects when it cannot be started (`error.code` is `ENOENT` when there is
 * no such program). `onStart` gets the pid. When this process ends first it sends `endSignal`; by default the one
 * nobody can put off, because npm answers the others by taking its time to roll back.
 */
export function run(program, args, { onStart = () => {}, endSignal = 'SIGKILL', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    if (child.pid) onStart(child.pid)
    const end = () => child.kill(endSignal)
    process.once('exit', end)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-keptOutput)
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('exit', end)
      resolve({ code, output })
    })
  })
}
