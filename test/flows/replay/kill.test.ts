import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../../src/store/migrate.ts'
import { openStore, type Store } from '../../../src/store/open.ts'
import { countItems, listReplays } from '../../../src/store/replays.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { asRealOnec, type HubProcess, runCommand, startHubProcess } from '../../hub-process.ts'
import { until } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-replay-kill-'))
const calls = 40
let twin: Twin
let hub: HubProcess | null = null

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  hub = await startHubProcess(folder, asRealOnec(twin))
  await hub.end('SIGTERM')
}, 60_000)
afterAll(async () => {
  await hub?.end('SIGKILL')
  await twin.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(join(folder, 'hub.db'))
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const made = () =>
  twin.infobase
    .list('Document_ТелефонныйЗвонок')
    .filter(({ ВнешнийКод }) => String(ВнешнийКод).startsWith('engage:KILLED-'))
const counts = () =>
  inStore(async ({ db }) => {
    const [replay] = await listReplays(db, 1)
    const of = replay && (await countItems(db, [replay.id])).get(replay.id)
    return replay && of ? { ...of, state: replay.state } : null
  })

test('a hub killed in the middle of a replay goes on with it and doubles nothing', async () => {
  const at = (n: number) => new Date(Date.UTC(2026, 10, 1, 9, 0, n)).toISOString()
  await inStore(async ({ db }) => {
    await migrate(db)
    for (let n = 0; n < calls; n++) {
      const event = {
        calluuid: `KILLED-${n}`,
        ani: `+799957100${String(n % 10).padStart(2, '0')}`,
        dnis: '+74950000101',
        state: 'Ringing',
      }
      await db
        .insertInto('inboxFact')
        .values({
          id: `0190bbbb-0000-7000-8000-${String(n).padStart(12, '0')}`,
          source: 'genesys-engage',
          key: `killed-${n}`,
          traceId: `killed-${n}`,
          receivedAt: at(n),
          contentType: 'application/json',
          headers: '{}',
          body: JSON.stringify({
            method: 'POST',
            query: {},
            contentType: 'application/json',
            body: JSON.stringify(event),
          }),
          subjectKey: null,
          state: 'parked',
          reason: 'не прочитано',
          handledAt: null,
        })
        .execute()
    }
  })
  hub = await startHubProcess(folder, asRealOnec(twin))
  twin.infobase.faults.latencyMs = 40
  const command = runCommand(folder, asRealOnec(twin), 'replay', 'source=genesys-engage')
  await until('some are written', () => made().length >= 8, 120)
  await hub.end('SIGKILL')
  const before = made().length
  expect(before).toBeLessThan(calls)
  expect((await counts())?.state).toBe('running')

  twin.infobase.faults.latencyMs = 0
  hub = await startHubProcess(folder, asRealOnec(twin))
  await until('the replay is over', async () => (await counts())?.state === 'done', 120)
  expect(await counts()).toMatchObject({ waiting: 0, done: calls, failed: 0, skipped: 0 })
  const keys = made().map(({ ВнешнийКод }) => ВнешнийКод)
  expect(keys).toHaveLength(calls)
  expect(new Set(keys).size).toBe(calls)
  const clients = twin.infobase
    .list('Catalog_Контрагенты')
    .filter(({ ВнешнийКод }) => String(ВнешнийКод).startsWith('hub:+799957100'))
  expect(clients).toHaveLength(10)
  expect(await command).toMatchObject({ code: 0 })
}, 300_000)
