import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Env, readConfig } from './config.ts'
import { createHub, type Hub } from './context.ts'
import { claimInfobase } from './flows/exchange/claim-infobase.ts'
import { keepWarm } from './flows/exchange/keep-warm.ts'
import { runExchange } from './flows/exchange/run-exchange.ts'
import { startFlows } from './flows/index.ts'
import { recordFolder } from './flows/mappings/adopt-folder.ts'
import { watchFolder } from './flows/mappings/watch-folder.ts'
import { startSentinel } from './flows/sentinel/watch-metadata.ts'
import { createApp } from './http/app.ts'
import { lockData } from './store/data-lock.ts'
import { addDemoPeople } from './web/auth/people.ts'

export interface RunningHub {
  hub: Hub
  address: string
  /** Resolves after the first attempt to reach 1C. */
  firstTry: Promise<void>
  stop(): Promise<void>
}

/**
 * Environment → config → context → HTTP, queues and exchange; resolves when the hub listens. Nothing is left running when it
 * cannot: the folder is another hub's, the port is taken.
 */
export async function startHub(env: Env, twin?: string): Promise<RunningHub> {
  const config = readConfig(env, twin)
  const unlock = lockData(config.data)
  const hub = await createHub(config).catch((error: unknown) => {
    unlock()
    throw error
  })
  const close = async () => {
    await hub.close()
    unlock()
  }
  try {
    await claimInfobase(hub)
    await recordFolder(hub)
    if (config.demo) await addDemoPeople(hub.db, hub.now().toISOString())
    await startFlows(hub)
    const server = await listen(hub)
    await hub.jobs.start()
    const exchange = runExchange(hub)
    hub.poke = exchange.poke
    const coolDown = keepWarm(hub)
    await startSentinel(hub)
    const folder = watchFolder(hub)
    const { port } = server.address() as AddressInfo
    return {
      hub,
      address: `http://${config.http.host}:${port}`,
      firstTry: exchange.firstTry,
      async stop() {
        server.close()
        coolDown()
        await folder.stop()
        await exchange.stop()
        await hub.jobs.stop(10_000)
        server.closeAllConnections()
        await close()
      },
    }
  } catch (error) {
    await hub.jobs.stop(0)
    await close()
    throw error
  }
}

function listen(hub: Hub): Promise<Server> {
  const { host, port } = hub.config.http
  return new Promise((resolve, reject) => {
    const server = createApp(hub).listen(port, host, (error?: Error) => {
      if (error) reject(explained(error, host, port))
      else resolve(server)
    })
    // Longer than a balancer keeps a connection, so that it never sends into one we are just closing.
    server.keepAliveTimeout = 65_000
    // Whoever sends by the drop holds a connection for no longer than the slowest honest sender needs.
    server.headersTimeout = 20_000
    server.requestTimeout = 60_000
  })
}

/** Why the hub could not listen, and what to do. */
const listenFaults: Readonly<Record<string, (at: string) => string>> = {
  EADDRINUSE: (at) => `${at} is taken, perhaps by another hub. Stop it or set HUB_PORT.`,
  EACCES: (at) => `${at} may not be used by this user. Set HUB_PORT above 1023.`,
  EADDRNOTAVAIL: (at) =>
    `${at}: this machine has no such address. Set HUB_HOST to one of its own, or to 0.0.0.0 for all.`,
  ENOTFOUND: (at) => `${at}: no such host is known here. Set HUB_HOST to an address of this machine.`,
}

function explained(error: Error, host: string, port: number): Error {
  const text = listenFaults[(error as NodeJS.ErrnoException).code ?? '']?.(`Port ${port} on ${host}`)
  return text === undefined ? error : new Error(text, { cause: error })
}
