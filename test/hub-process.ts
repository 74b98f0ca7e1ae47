import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Twin } from '../src/twin/app.ts'
import { hubEnv, until } from './world.ts'

const script = join(import.meta.dirname, '../scripts/hub.mjs')

export interface HubProcess {
  address: string
  /** Everything it printed. */
  output(): string
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Variables by which a hub process talks to the twin as to a real 1C. */
export function asRealOnec(twin: Twin, more: Record<string, string> = {}): Record<string, string> {
  return { ONEC_URL: `${twin.address}/realtor`, ONEC_PASSWORD: 'exchange', GENESYS_HOOK_TOKEN: 'demo-hook', ...more }
}

/** A real hub in a process of its own, with data in `folder`; resolves when it is ready. Whoever starts it ends it. */
export async function startHubProcess(folder: string, env: Record<string, string>): Promise<HubProcess> {
  const child = spawn(process.execPath, [script, 'start'], {
    env: { ...process.env, ...hubEnv(folder), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await until('the hub prints its address', () => /Realtor Hub: (http\S+)/.exec(output)?.[1], 30)
  return {
    address,
    output: () => output,
    async end(signal) {
      child.kill(signal)
      await gone
    },
  }
}

/** Runs one command of the CLI; resolves with its exit code and what it printed. */
export function runCommand(
  folder: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...hubEnv(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code: code ?? 1, output })))
}
