import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios from 'axios'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { countMirrored } from '../../src/store/mirror.ts'
import { openStore } from '../../src/store/open.ts'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { asRealOnec, type HubProcess, startHubProcess } from '../hub-process.ts'
import { odata, until } from '../world.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hub-kill-'))
let twin: Twin
let hub: HubProcess | null = null

beforeAll(async () => {
  // The twin never works at a write for longer than this; a real 1C may take 20 s.
  const config = join(folder, 'config')
  cpSync(join(root, 'config'), config, { recursive: true })
  const settings = join(config, 'hub.yaml')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('late: 20s', 'late: 2s'))
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
}, 60_000)
afterEach(async () => {
  await hub?.end('SIGKILL')
  twin.infobase.faults.latencyMs = 0
  twin.infobase.faults.down = false
})
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

const startProcess = (data: string) => startHubProcess(data, asRealOnec(twin, { HUB_CONFIG: join(folder, 'config') }))

const report = (address: string, calluuid: string, ani: string) =>
  axios.post(
    `${address}/hooks/genesys/engage`,
    { calluuid, ani, dnis: '+74950000101', state: 'Ringing' },
    { headers: { 'X-Hub-Token': 'demo-hook' } },
  )

/** What 1C holds of a call in the end. */
async function inOnec(calluuid: string, ani: string) {
  const onec = odata(twin)
  return {
    clients: (
      await onec.list('Catalog_Контрагенты', `КонтактнаяИнформация/any(d: d/НомерТелефона eq '${ani.slice(1)}')`)
    ).length,
    interactions: (await onec.list('Document_ТелефонныйЗвонок', `ВнешнийКод eq 'engage:${calluuid}'`)).length,
  }
}

test.each([
  ['at once after the 2xx', 'KILL0', '+79997770001', 0],
  ['while 1C makes the client', 'KILL1', '+79997770002', 450],
  ['while 1C makes the interaction', 'KILL2', '+79997770003', 1500],
])(
  'a hub killed %s leaves exactly one client and one interaction after its restart',
  async (_when, calluuid, ani, afterMs) => {
    hub = await startProcess(folder)
    twin.infobase.faults.latencyMs = 300
    const answer = await report(hub.address, calluuid, ani)
    expect(answer.status).toBe(202)
    const end = Date.now() + afterMs
    await until('it is time to kill', () => Date.now() >= end)
    await hub.end('SIGKILL')
    twin.infobase.faults.latencyMs = 0
    hub = await startProcess(folder)
    const { address } = hub
    await until('the call is in 1C', async () => (await inOnec(calluuid, ani)).interactions > 0, 30)
    // The sender did not hear the end of it either and repeats itself.
    await report(address, calluuid, ani)
    expect(await inOnec(calluuid, ani)).toEqual({ clients: 1, interactions: 1 })
  },
  60_000,
)

test('a hub whose 1C stops in the middle of the pull says so and finishes when it is back', async () => {
  const data = join(folder, 'halfway')
  twin.infobase.faults.failAfterRequests = 8
  hub = await startProcess(data)
  expect(hub.output()).toContain('1C is away')
  const ready = await axios.get(`${hub.address}/readyz`)
  expect(ready.data.onec.state).toBe('offline')
  twin.infobase.faults.failAfterRequests = null
  twin.infobase.faults.down = false
  const { address } = hub
  await until('the link is online', async () => (await axios.get(`${address}/readyz`)).data.onec.state === 'online', 30)
  await hub.end('SIGTERM')
  hub = null
  const store = await openStore(join(data, 'hub.db'))
  await migrate(store.db)
  const counts = await countMirrored(store.db)
  await store.close()
  const clients = await odata(twin).list('Catalog_Контрагенты', 'DeletionMark eq false and IsFolder eq false')
  const units = await odata(twin).list('Catalog_Квартиры', 'DeletionMark eq false')
  expect(counts).toMatchObject({ client: clients.length, unit: units.length })
}, 60_000)
