import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios from 'axios'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { defaultFaults, type Faults } from '../../src/twin/infobase/faults.ts'
import type { LoggedRequest } from '../../src/twin/infobase/request-log.ts'
import { readOptions } from '../../src/twin/options.ts'
import { asRealOnec, type HubProcess, runCommand, startHubProcess } from '../hub-process.ts'
import { odata, until } from '../world.ts'

/** Steps of the storm; `STORM=5000` makes it a long one. A failed run is repeated with its `SEED`. */
const steps = Number(process.env.STORM ?? 400)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hub-storm-'))
const data = join(folder, 'data')
const requests: LoggedRequest[] = []
let twin: Twin
let hub: HubProcess

beforeAll(async () => {
  const config = join(folder, 'config')
  cpSync(join(root, 'config'), config, { recursive: true })
  const settings = join(config, 'hub.yaml')
  const quick = readFileSync(settings, 'utf8').replace('late: 20s', 'late: 1s').replace('poll: 2s', 'poll: 200ms')
  writeFileSync(settings, quick)
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  const { add } = twin.infobase.requests
  twin.infobase.requests.add = (request) => {
    requests.push(request)
    add(request)
  }
  hub = await startHubProcess(data, env())
}, 60_000)
afterAll(async () => {
  await hub.end('SIGKILL')
  await twin.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

const env = () => asRealOnec(twin, { HUB_CONFIG: join(folder, 'config') })

/** Small, seeded, good enough to shuffle a storm (mulberry32). */
function randomFrom(start: number) {
  let state = start >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  return { next, pick, int: (from: number, to: number) => from + Math.floor(next() * (to - from + 1)) }
}

const random = randomFrom(seed)

/** Troubles that end by themselves after so many requests, and those that have to be ended. */
const passing: Partial<Faults>[] = [
  { loseAnswers: 1 },
  { loseRequests: 1 },
  { lockConflicts: 1 },
  { failChanges: 1 },
  { loseSessions: 2 },
]
const lasting: Partial<Faults>[] = [
  { down: true },
  { maintenance: true },
  { html500: true },
  { sessionPool: true },
  { licence: true },
  { latencyMs: 40 },
  { writeMs: 60 },
]

const phones = Array.from({ length: 12 }, (_, n) => `+7999776${String(n).padStart(4, '0')}`)
const states = ['Ringing', 'Established', 'Held', 'Released', 'Completed']
const calls = new Map<string, string>()

function report(): void {
  const known = [...calls.keys()]
  const uuid = known.length > 0 && random.next() < 0.7 ? random.pick(known) : `STORM${seed}-${calls.size}`
  const ani = calls.get(uuid) ?? random.pick(phones)
  calls.set(uuid, ani)
  const body = { calluuid: uuid, ani, dnis: '+74950000101', state: random.pick(states) }
  const repeats = random.int(1, 2)
  for (let n = 0; n < repeats; n++) {
    // A hub that is just being killed answers nothing; the switch tries again, as real ones do.
    void axios
      .post(`${hub.address}/hooks/genesys/engage`, body, { headers: { 'X-Hub-Token': 'demo-hook' } })
      .catch(() => undefined)
  }
}

/** What people do in 1C meanwhile. */
const edits: (() => void)[] = [
  () => {
    const unit = random.pick([...twin.infobase.list('Catalog_Квартиры')])
    twin.infobase.write('Catalog_Квартиры', {
      Ref_Key: unit.Ref_Key,
      Статус: random.pick(['Свободна', 'Забронирована', 'НеВПродаже']),
    })
  },
  () => {
    const unit = random.pick([...twin.infobase.list('Catalog_Квартиры')])
    twin.infobase.write('Catalog_Квартиры', { Ref_Key: unit.Ref_Key, Цена: random.int(3, 20) * 1_000_000 })
  },
  () => {
    const client = random.pick([...twin.infobase.list('Catalog_Контрагенты')].filter((one) => one.IsFolder === false))
    twin.infobase.write('Catalog_Контрагенты', {
      Ref_Key: client.Ref_Key,
      Отчество: random.pick(['Иванович', 'Петрович', '']),
    })
  },
  () => {
    twin.infobase.write('Catalog_Контрагенты', { Description: `Клиент шторма ${random.int(1, 1e9)}`, IsFolder: false })
  },
  () => {
    const payment = random.pick([...twin.infobase.list('Document_ПоступлениеОплаты')])
    twin.infobase.write('Document_ПоступлениеОплаты', {
      Ref_Key: payment.Ref_Key,
      Комментарий: `${random.int(1, 1e9)}`,
    })
  },
]

test(`a storm of edits, calls, faults and kills ends with the store equal to 1C (SEED=${seed})`, async () => {
  const { faults } = twin.infobase
  for (let step = 0; step < steps; step++) {
    const dice = random.next()
    if (dice < 0.45) random.pick(edits)()
    else if (dice < 0.8) report()
    else if (dice < 0.9) Object.assign(faults, random.pick(passing))
    else if (dice < 0.97) Object.assign(faults, defaultFaults, random.next() < 0.5 ? random.pick(lasting) : {})
    else if (dice < 0.985) {
      Object.assign(faults, { ...defaultFaults, latencyMs: faults.latencyMs })
      await hub.end('SIGKILL')
      hub = await startHubProcess(data, env())
    }
    const pause = Date.now() + random.int(0, 25)
    await until('a moment has passed', () => Date.now() >= pause)
  }
  Object.assign(faults, defaultFaults)
  for (const [uuid, ani] of calls) {
    const body = { calluuid: uuid, ani, dnis: '+74950000101', state: 'Completed' }
    await until('the report is taken', () =>
      axios.post(`${hub.address}/hooks/genesys/engage`, body, { headers: { 'X-Hub-Token': 'demo-hook' } }).then(
        (answer) => answer.status === 202,
        () => false,
      ),
    )
  }

  const onec = odata(twin)
  await until(
    'every call is in 1C',
    async () => {
      const written = await onec.list('Document_ТелефонныйЗвонок', `startswith(ВнешнийКод, 'engage:STORM${seed}-')`)
      return new Set(written.map((one) => one.ВнешнийКод)).size === calls.size
    },
    60,
  )
  const verdict = await until(
    'verify finds nothing missing',
    async () => {
      const run = await runCommand(data, env(), 'verify')
      return run.code === 0 ? run : null
    },
    60,
  )
  expect(verdict.code).toBe(0)

  const interactions = await onec.list('Document_ТелефонныйЗвонок', `startswith(ВнешнийКод, 'engage:STORM${seed}-')`)
  expect(interactions).toHaveLength(calls.size)
  for (const phone of new Set(calls.values())) {
    const clients = await onec.list(
      'Catalog_Контрагенты',
      `КонтактнаяИнформация/any(d: d/НомерТелефона eq '${phone.slice(1)}')`,
    )
    expect(`${phone}: ${clients.length}`).toBe(`${phone}: 1`)
  }
  expect(blindRepetitions()).toEqual([])
}, 300_000)

/** Creations of an object with a key that was created before without a question about it in between. */
function blindRepetitions(): string[] {
  const asked = new Map<string, boolean>()
  const blind: string[] = []
  for (const { method, url, status, body } of requests) {
    if (method === 'GET') for (const key of asked.keys()) if (url.includes(key)) asked.set(key, true)
    // A 4xx says for certain that nothing was done: a session that is no more, a base that is closed.
    if (method !== 'POST' || !body || (status >= 400 && status < 500)) continue
    const key = /"ВнешнийКод":\s*"([^"]+)"/.exec(body)?.[1]
    if (!key) continue
    if (asked.get(key) === false) blind.push(key)
    asked.set(key, false)
  }
  return blind
}
