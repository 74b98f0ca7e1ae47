import { type ChildProcess, fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Env } from './config.ts'
import { ConfigError } from './errors.ts'

const Ready = z.object({ ready: z.literal(true), address: z.string(), smtpPort: z.number() })

export interface Demo {
  address: string
  /** Its mail sink, as SMTP_URL. */
  mail: string
  stop(): Promise<void>
}

/**
 * Starts the twin as a process of its own (the hub never imports it) and waits until it listens. It ends with this
 * process, even when this one is killed: the channel between them closes.
 */
export async function startDemo(env: Env): Promise<Demo> {
  const data = resolve(env.HUB_DATA || './data')
  const twin = fork(join(import.meta.dirname, 'twin/main.ts'), {
    env: {
      ...process.env,
      ...env,
      NODE_COMPILE_CACHE: getCompileCacheDir(),
      TWIN_DATA: join(data, 'twin'),
      TWIN_HUB_URL: `http://${env.HUB_HOST || '127.0.0.1'}:${env.HUB_PORT || '8080'}`,
      TWIN_HOOK_TOKEN: env.GENESYS_HOOK_TOKEN || 'demo-hook',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C is for the hub: it stops first and then lets go of the twin.
    detached: true,
  })
  const { address, smtpPort } = await ready(twin)
  return {
    address,
    mail: `smtp://${new URL(address).hostname}:${smtpPort}`,
    stop: () => ended(twin),
  }
}

function ready(twin: ChildProcess): Promise<z.infer<typeof Ready>> {
  return new Promise((resolvePromise, reject) => {
    twin.once('message', (message) => {
      const parsed = Ready.safeParse(message)
      if (parsed.success) resolvePromise(parsed.data)
      else reject(new ConfigError('The twin said something unexpected at its start.'))
    })
    twin.once('exit', (code) =>
      reject(new ConfigError(`The twin could not start (exit code ${code}); its own words are above.`)),
    )
    twin.once('error', reject)
  })
}

function ended(twin: ChildProcess): Promise<void> {
  return new Promise((resolvePromise) => {
    if (twin.exitCode !== null || twin.signalCode !== null) return resolvePromise()
    twin.once('exit', () => resolvePromise())
    twin.kill('SIGTERM')
  })
}
