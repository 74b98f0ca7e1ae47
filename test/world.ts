import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios, { type AxiosRequestConfig } from 'axios'
import { type RunningHub, startHub } from '../src/main.ts'
import type { Twin } from '../src/twin/app.ts'

const root = join(import.meta.dirname, '..')

/** A 1C that is not there: connections to it are refused at once. */
const nowhere = 'http://127.0.0.1:9/realtor'

export interface World {
  folder: string
  hub: RunningHub
  twin: Twin
  env: Record<string, string>
  /** Stops the hub and starts another on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Environment of a hub on any free port with data in `folder`; logs nothing but errors. */
export function hubEnv(folder: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    HUB_PORT: '0',
    HUB_DATA: folder,
    HUB_CONFIG: join(root, 'config'),
    HUB_MAPPINGS: join(root, 'mappings'),
    HUB_LOG_LEVEL: 'error',
    ...more,
  }
}

/** A hub without its 1C, for what must work all the same; `stop` it in `afterAll`. */
export async function startLonelyHub(more: Record<string, string> = {}): Promise<RunningHub> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-lonely-'))
  const hub = await startHub(
    hubEnv(folder, {
      GENESYS_HOOK_TOKEN: 'demo-hook',
      ONEC_HOOK_TOKEN: 'demo-hook',
      HUB_FEED_TOKENS: 'demo-feed',
      ONEC_URL: nowhere,
      ...more,
    }),
  )
  return {
    ...hub,
    async stop() {
      await hub.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/**
 * A twin with its demo base and a hub that has pulled it, both on free ports; `stop` it in `afterAll`.
 *
 * @param more Environment of the hub; what begins with `TWIN_` is the twin's.
 */
export async function startWorld(more: Record<string, string> = {}): Promise<World> {
  // Loaded only by those who need it: a hub alone starts faster.
  const [{ startTwin }, { readOptions }] = await Promise.all([
    import('../src/twin/app.ts'),
    import('../src/twin/options.ts'),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'hub-world-'))
  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', ...more }))
  const env = hubEnv(folder, { SMTP_URL: `smtp://127.0.0.1:${twin.smtpPort}`, ...more })
  const world: World = { folder, twin, env, hub: await startHub(env, twin.address), restart, stop }
  await world.hub.firstTry
  return world

  async function restart(): Promise<void> {
    await world.hub.stop()
    world.hub = await startHub(env, twin.address)
  }

  async function stop(): Promise<void> {
    await world.hub.stop()
    await twin.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Waits for a condition, looking often; the text of the failure says what never came true. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 10,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found as NonNullable<Exclude<T, false>>
    if (Date.now() > end) throw new Error(`never came true in ${seconds} s: ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** 1C as an outsider sees it: raw OData of the twin. */
export function odata(twin: Twin) {
  const base = `${twin.address}/realtor/odata/standard.odata`
  const options: AxiosRequestConfig = { auth: { username: 'exchange', password: 'exchange' }, proxy: false }
  const at = (path: string) => `${base}/${path.split('/').map(encodeURIComponent).join('/')}`
  return {
    async list(set: string, filter?: string): Promise<Record<string, unknown>[]> {
      const query = `?$format=json${filter ? `&$filter=${encodeURIComponent(filter)}` : ''}`
      return (await axios.get(at(set) + query, options)).data.value
    },
    async patch(set: string, ref: string, body: object): Promise<Record<string, unknown>> {
      return (await axios.patch(`${at(`${set}(guid'${ref}')`)}?$format=json`, body, options)).data
    },
    async create(set: string, body: object): Promise<Record<string, unknown>> {
      return (await axios.post(`${at(set)}?$format=json`, body, options)).data
    },
    async post(set: string, ref: string): Promise<void> {
      await axios.post(`${at(`${set}(guid'${ref}')`)}/Post?PostingModeOperational=false`, '', options)
    },
    async remove(set: string, ref: string): Promise<void> {
      await axios.delete(at(`${set}(guid'${ref}')`), options)
    },
  }
}

/** Posts to a hook of the hub; never throws for a status. */
export function hook(hub: RunningHub, path: string, body: unknown, headers: Record<string, string> = {}) {
  return axios.post(hub.address + path, body, {
    headers: { 'X-Hub-Token': 'demo-hook', ...headers },
    validateStatus: () => true,
    proxy: false,
  })
}

/** A signed-in browser without the browser. */
export async function signIn(hub: Pick<RunningHub, 'address'>, login: string, password = 'demo') {
  const headers = { 'X-Requested-With': 'realtor-hub' }
  const options = { validateStatus: () => true, proxy: false as const, headers }
  const answer = await axios.post(`${hub.address}/api/login`, { login, password }, options)
  const cookie = String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  const signed = { ...options, headers: { ...headers, Cookie: cookie } }
  return {
    answer,
    cookie,
    get: (path: string) => axios.get(`${hub.address}/api${path}`, signed),
    post: (path: string, body: object = {}) => axios.post(`${hub.address}/api${path}`, body, signed),
  }
}
