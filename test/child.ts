import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Child {
  /** Every line printed so far. */
  lines: string[]
  /** Resolves when a line for which `found` holds has been printed; rejects when the process ends without it. */
  line(found: (line: string) => boolean): Promise<string>
  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Resolves with the exit code. */
  ended: Promise<number | null>
}

/** Runs a script of the tests in a process of its own; never outlives the test. */
export function startChild(script: URL, ...args: string[]): Child {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [script.pathname, ...args])
  const lines: string[] = []
  const listeners = new Set<() => void>()
  let complaint = ''
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    for (const listener of listeners) listener()
  })
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    lines,
    ended,
    kill,
    line: (found) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find(found)
          if (line === undefined) return
          listeners.delete(look)
          resolve(line)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`${script.pathname} ended without the line: ${complaint}`)))
      }),
  }
}
