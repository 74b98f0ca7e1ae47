import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { startHub } from '../src/main.ts'
import { hubEnv, root } from './hub-env.ts'
import { until } from './until.ts'

/**
 * Puts data of a twin with its demo base into `twin`, and of a hub that has pulled it into `hub`: the first pull of a run is
 * made for all who do not test it. Whoever asks first makes it; when two do at once, one of them has worked in vain.
 */
export async function copyPulledDemo(to: { twin: string; hub: string }): Promise<void> {
  const ready = join(inject('templates'), 'pulled-demo')
  if (!existsSync(ready)) await make(ready)
  cpSync(join(ready, 'twin'), to.twin, { recursive: true })
  cpSync(join(ready, 'hub'), to.hub, { recursive: true })
}

/** Whether a hub with these variables begins with the same pull as one with none. */
export function beginsAlike(env: Record<string, string>): boolean {
  const { HUB_MAPPINGS: mappings } = env
  const others = Object.keys(env).filter((name) => name === 'HUB_CONFIG' || name.startsWith('TWIN_'))
  return others.length === 0 && (mappings === undefined || holdTheSame(mappings, join(root, 'mappings')))
}

function holdTheSame(folder: string, other: string): boolean {
  const [names = [], others = []] = [folder, other].map((each) =>
    readdirSync(each).filter((name) => name.endsWith('.yaml')),
  )
  const isEqual = (name: string) => readFileSync(join(folder, name)).equals(readFileSync(join(other, name)))
  return names.toSorted().join() === others.toSorted().join() && names.every(isEqual)
}

async function make(ready: string): Promise<void> {
  const { startTwin } = await import('../src/twin/app.ts')
  const { readOptions } = await import('../src/twin/options.ts')
  const folder = mkdtempSync(`${ready}-`)
  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', TWIN_DATA: join(folder, 'twin') }))
  const { hub, firstTry, stop } = await startHub(hubEnv(join(folder, 'hub')), twin.address)
  await firstTry
  const waiting = hub.db.selectFrom('job').select('id').where('state', 'in', ['ready', 'active'])
  await until('what the pull started is done', async () => (await waiting.execute()).length === 0)
  await stop()
  await twin.close()
  try {
    renameSync(folder, ready)
  } catch (error) {
    if (!existsSync(ready)) throw error
    rmSync(folder, { recursive: true })
  }
}
