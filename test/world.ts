import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios, { type AxiosRequestConfig } from 'axios'
import { type RunningHub, startHub } from '../src/main.ts'
import type { Twin } from '../src/twin/app.ts'
import { hubEnv } from './hub-env.ts'
import { beginsAlike, copyPulledDemo } from './pulled-demo.ts'

export { hubEnv } from './hub-env.ts'
export { until } from './until.ts'

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
 * A twin with its demo base and a hub that has pulled it, both on free ports; `stop` it in `afterAll`. Both go on from a copy of
 * what a first pull has left, where it would be the same (`beginsAlike`).
 *
 * @param more Environment of the hub; what begins with `TWIN_` is the twin's.
 */
export function startWorld(more: Record<string, string> = {}): Promise<World> {
  return openWorld(more, beginsAlike(more))
}

/** The same world whose hub makes its first pull itself, for tests of just that. */
export function startNewWorld(more: Record<string, string> = {}): Promise<World> {
  return openWorld(more, false)
}

async function openWorld(more: Record<string, string>, isCopy: boolean): Promise<World> {
  // Loaded only by those who need it: a hub alone starts faster.
  const [{ startTwin }, { readOptions }] = await Promise.all([
    import('../src/twin/app.ts'),
    import('../src/twin/options.ts'),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'hub-world-'))
  const twinFolder = mkdtempSync(join(tmpdir(), 'hub-world-twin-'))
  if (isCopy) await copyPulledDemo({ hub: folder, twin: twinFolder })
  const twinEnv = { TWIN_PORT: '0', TWIN_SMTP_PORT: '0', ...(isCopy ? { TWIN_DATA: twinFolder } : {}), ...more }
  const twin = await startTwin(readOptions(twinEnv))
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
    for (const each of [folder, twinFolder]) rmSync(each, { recursive: true, force: true, maxRetries: 3 })
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

type SignedIn = Awaited<ReturnType<typeof signInAnew>>
const signedIn = new WeakMap<object, Map<string, Promise<SignedIn>>>()

/**
 * A signed-in browser without the browser. Given no password it is a person of the demo, who signs in once a hub: a password is
 * made to be slow to check, and most tests have no business with that.
 */
export function signIn(hub: Pick<RunningHub, 'address'>, login: string, password?: string): Promise<SignedIn> {
  if (password !== undefined) return signInAnew(hub, login, password)
  const people = signedIn.get(hub) ?? new Map<string, Promise<SignedIn>>()
  signedIn.set(hub, people)
  const person = people.get(login) ?? signInAnew(hub, login, 'demo')
  people.set(login, person)
  return person
}

async function signInAnew(hub: Pick<RunningHub, 'address'>, login: string, password: string) {
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
