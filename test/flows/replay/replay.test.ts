import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { resumeReplay, startReplay, stopReplay } from '../../../src/flows/replay/start-replay.ts'
import type { ReplayFilter, ReplayMapping } from '../../../src/model/replay.ts'
import { countItems, getReplay, listItems } from '../../../src/store/replays.ts'
import type { LoggedRequest } from '../../../src/twin/infobase/request-log.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

const author = 'admin'
const folder = mkdtempSync(join(tmpdir(), 'hub-replay-'))
let world: World
let good: Record<string, string>
/** Everything the infobase was asked for, which the twin's own log forgets. */
const requests: LoggedRequest[] = []

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  world = await startWorld({ HUB_MAPPINGS: folder })
  const { add } = world.twin.infobase.requests
  world.twin.infobase.requests.add = (request) => {
    requests.push(request)
    add(request)
  }
  good = { ...world.hub.hub.mappings.files }
}, 60_000)
beforeEach(() => edit({}), 90_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const hub = () => world.hub.hub
const ofCalls = (prefix: string) => hub().db.selectFrom('call').selectAll().where('callKey', 'like', `${prefix}%`)
const report = (calluuid: string, ani: string, more = {}) =>
  hook(world.hub, '/hooks/genesys/engage', { calluuid, ani, dnis: '+74950000101', state: 'Ringing', ...more })
const interactions = (prefix: string) =>
  world.twin.infobase
    .list('Document_ТелефонныйЗвонок')
    .filter((each) => String(each.ВнешнийКод).startsWith(`engage:${prefix}`))
const clientsWith = (phone: string) =>
  odata(world.twin).list('Catalog_Контрагенты', `КонтактнаяИнформация/any(d: d/НомерТелефона eq '${phone.slice(1)}')`)
const writes = (from: number) => requests.slice(from).filter(({ method }) => method !== 'GET')
/** Writes that are not the exchange plan's own bookkeeping. */
const recordWrites = (from: number) =>
  writes(from).filter(({ url }) => !/SelectChanges|NotifyChanges|ExchangePlan/.test(url))

const start = (filter: ReplayFilter, wish: { mapping?: ReplayMapping; dry?: boolean } = {}) =>
  startReplay(hub(), filter, { mapping: 'now', dry: false, author, ...wish })
const ended = (id: string, seconds = 60) =>
  until(
    `replay ${id} is over`,
    async () => {
      const replay = await getReplay(hub().db, id)
      return replay && replay.state !== 'running' ? replay : null
    },
    seconds,
  )
const itemsOf = (id: string) => listItems(hub().db, id, undefined, 0, 2000)
const countsOf = async (id: string) => (await countItems(hub().db, [id])).get(id)
const failedCalls = (prefix: string, n: number) =>
  until(
    `${n} calls were refused`,
    async () => (await ofCalls(prefix).where('onecState', '=', 'failed').execute()).length === n,
    150,
  )

/** Makes the folder of mappings the good one but for these files, and waits until the hub works by it. */
async function edit(files: Record<string, string>): Promise<void> {
  const wanted = { ...good, ...files }
  for (const [name, text] of Object.entries(wanted)) {
    const file = join(folder, name)
    if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
  }
  const isInUse = () => Object.entries(wanted).every(([name, text]) => hub().mappings.files[name] === text)
  await until('the edited mappings are in use', isInUse, 80)
}

const pad = (n: number) => String(n).padStart(2, '0')
const keyOf = (n: number, turn: number) => `THOU${pad(n)}-${pad(turn)}`
/** A report of the contact centre in the inbox, as its door puts it there; `parked` when it could not be read. */
const put = (key: string, event: object, parked?: string) =>
  hub().inbox.put({
    source: 'genesys-engage',
    key,
    contentType: 'application/json',
    headers: {},
    body: JSON.stringify({ method: 'POST', query: {}, contentType: 'application/json', body: JSON.stringify(event) }),
    ...(parked === undefined
      ? { job: { queue: 'receive-call', data: {}, options: { key: `call:${key}` } } }
      : { parked }),
  })

/** A file by which nothing can be found again in 1C, and so nothing is written. */
const unwritable = (name: string) => ({ [name]: (good[name] ?? '').replace(/^lookup:\n( .+\n)+/m, '') })

test('a thousand calls that failed for one reason are recorded by one replay, each once, in their order', async () => {
  await edit(unwritable('client.yaml'))
  const phones = Array.from({ length: 50 }, (_, n) => `+7999551${String(n).padStart(4, '0')}`)
  const keys = Array.from({ length: 20 }, (_, turn) =>
    phones.map((ani, n) => ({ ani, calluuid: keyOf(n, turn) })),
  ).flat()
  for (let turn = 0; turn < 20; turn++) {
    const events = keys.slice(turn * phones.length, (turn + 1) * phones.length)
    await Promise.all(events.map((event) => put(event.calluuid, { ...event, dnis: '+74950000101', state: 'Ringing' })))
  }
  await failedCalls('THOU', 1000)
  const [{ onecReason: reason } = { onecReason: null }] = await ofCalls('THOU').limit(1).execute()
  expect(reason).toContain('lookup.key')

  await edit({})
  const admin = await signIn(world.hub, 'admin')
  const { attention } = (await admin.get('/desktop')).data as { attention: { title: string }[] }
  expect(attention.filter(({ title }) => title.startsWith('Звонк'))).toEqual([
    expect.objectContaining({
      title: 'Звонки не записаны в 1С: 1\u00a0000',
      reason: expect.stringContaining('С тех пор файлы соответствий изменены: можно повторить.'),
      action: { name: 'retry', label: 'Записать все снова' },
    }),
  ])
  const filter: ReplayFilter = { what: 'call', reason: String(reason), text: 'THOU' }
  const [first, second] = await Promise.all([start(filter), start(filter)])
  expect([first.total, second.total]).toEqual([1000, 1000])
  expect(second.id).toBe(first.id)
  expect([first.isNew, second.isNew]).toEqual([true, false])
  await ended(first.id, 240)
  expect(await countsOf(first.id)).toEqual({ waiting: 0, held: 0, done: 1000, failed: 0, skipped: 0 })

  const made = interactions('THOU')
  expect(made).toHaveLength(1000)
  expect(new Set(made.map((each) => each.ВнешнийКод)).size).toBe(1000)
  expect(await clientsWith(phones[0] ?? '')).toHaveLength(1)
  const created = requests.filter(({ method, url }) => method === 'POST' && url.includes('Document_ТелефонныйЗвонок'))
  for (const n of [0, 7, 49]) {
    const order = created.flatMap(({ body }) => new RegExp(`engage:THOU${pad(n)}-(\\d+)`).exec(body ?? '')?.[1] ?? [])
    expect(order).toEqual(
      keys.flatMap(({ calluuid }) => new RegExp(`^THOU${pad(n)}-(\\d+)$`).exec(calluuid)?.[1] ?? []),
    )
  }
}, 420_000)

test('what was written already is found in 1C and written no second time', async () => {
  const before = interactions('THOU').length
  const from = requests.length
  const { id, total } = await start({ what: 'effect', state: 'sent', source: 'interaction', text: 'THOU07-' })
  expect(total).toBe(20)
  await ended(id)
  expect((await itemsOf(id)).map(({ text }) => text)).toEqual(
    Array(20).fill('В 1С уже так, как нужно: записывать нечего.'),
  )
  expect(interactions('THOU')).toHaveLength(before)
  expect(recordWrites(from)).toEqual([])
})

describe('a dry run', () => {
  test('tells of each call what would be written, and asks 1C nothing but questions', async () => {
    await edit(unwritable('interaction.yaml'))
    await report('DRY-1', '+79995520001', { adkeyword: 'ипотека' })
    await failedCalls('DRY', 1)
    await edit({})
    const from = requests.length
    const { id } = await start({ what: 'call', text: 'DRY-1' }, { dry: true })
    await ended(id)
    const [item] = await itemsOf(id)
    expect(item).toMatchObject({ state: 'done', text: expect.stringContaining('будет создан новый объект') })
    expect(JSON.parse(item?.detail ?? '')).toMatchObject({
      where: 'Document_ТелефонныйЗвонок',
      lines: expect.arrayContaining([{ name: 'КлючевоеСлово', before: null, after: 'ипотека' }]),
    })
    expect(recordWrites(from)).toEqual([])
    expect(interactions('DRY')).toEqual([])
    expect((await ofCalls('DRY').execute())[0]?.onecState).toBe('failed')
  })

  test('shows the difference where 1C has the object already', async () => {
    const { id: real } = await start({ what: 'call', text: 'DRY-1' })
    await ended(real)
    const [made] = interactions('DRY-1')
    const bad = (good['interaction.yaml'] ?? '').replace('КлючевоеСлово', 'Комментарий').replace('comment: {', 'x: {')
    const swapped = bad.replace('  x: { path: Комментарий, write: always }\n', '')
    await edit({ 'interaction.yaml': swapped })
    const from = requests.length
    const { id } = await start({ what: 'effect', state: 'sent', text: 'DRY-1' }, { dry: true })
    await ended(id)
    const [item] = (await itemsOf(id)).filter(({ title }) => title.startsWith('interaction'))
    expect(item?.text).toContain('В 1С изменится: Комментарий')
    expect(JSON.parse(item?.detail ?? '').lines).toEqual([{ name: 'Комментарий', before: null, after: 'ипотека' }])
    expect(recordWrites(from)).toEqual([])
    expect(made).toBeDefined()
  })
})

describe('the mapping of then', () => {
  test('is the version in use when the thing came in, for looking and for writing', async () => {
    const { db } = hub()
    await report('THEN-1', '+79995530001', { adkeyword: 'весна' })
    await until('the call is written', async () => (await ofCalls('THEN').execute())[0]?.onecState === 'written')
    const keyword = '  keyword: { path: КлючевоеСлово, write: always }\n'
    await edit({ 'interaction.yaml': (good['interaction.yaml'] ?? '').replace(keyword, '') })
    const [made] = interactions('THEN-1')
    await odata(world.twin).patch('Document_ТелефонныйЗвонок', String(made?.Ref_Key), { НомерТелефона: '' })
    await db.updateTable('outbox').set({ result: null }).where('key', '=', 'interaction:THEN-1').execute()
    const seen = async (mapping: ReplayMapping) => {
      const { id } = await start(
        { what: 'effect', source: 'interaction', state: 'sent', text: 'THEN-1' },
        { mapping, dry: true },
      )
      await ended(id)
      return (await itemsOf(id))[0]?.text
    }
    expect(await seen('then')).toContain('НомерТелефона')
    await odata(world.twin).patch('Document_ТелефонныйЗвонок', String(made?.Ref_Key), { КлючевоеСлово: '' })
    expect(await seen('now')).toBe('В 1С изменится: НомерТелефона.')
    expect(await seen('then')).toContain('КлючевоеСлово')
    const { id } = await start(
      { what: 'effect', source: 'interaction', state: 'sent', text: 'THEN-1' },
      { mapping: 'then' },
    )
    await ended(id)
    expect(interactions('THEN-1')).toMatchObject([{ КлючевоеСлово: 'весна' }])
  })
})

test('parked reports of the contact centre are read again and become calls in 1C', async () => {
  const event = { calluuid: 'PARK-1', ani: '+79995540001', dnis: '+74950000101', state: 'Ringing' }
  await put('park-1', event, 'не прочитано')
  await put('park-2', {}, 'не прочитано')
  const filter: ReplayFilter = { what: 'fact', reason: 'не проч*' }
  const { id: dry } = await start(filter, { dry: true })
  await ended(dry)
  expect((await itemsOf(dry)).map(({ state }) => state)).toEqual(['done', 'failed'])
  expect(await ofCalls('PARK').execute()).toEqual([])

  const { id } = await start(filter)
  await ended(id)
  const [read, refused] = await itemsOf(id)
  expect(read).toMatchObject({ state: 'done', text: 'Взаимодействие создано в 1С.' })
  expect(refused).toMatchObject({ state: 'failed' })
  expect(refused?.text).toMatch(/[а-яё]/)
  expect(interactions('PARK-1')).toHaveLength(1)
  expect(await clientsWith('+79995540001')).toHaveLength(1)
})

test('a message that has gone out is not sent again', async () => {
  const sent = await hook(
    world.hub,
    '/onec/v1/sendSms',
    { id: 'replay-sms', phone: '+79995550001', text: 'Ждём вас завтра' },
    { 'X-Hub-Token': 'demo-hook' },
  )
  expect(sent.status).toBeLessThan(300)
  await until('the message is sent', async () => {
    const rows = await hub()
      .db.selectFrom('outbox')
      .select('state')
      .where('key', '=', `message:${sent.data.messageId}`)
      .execute()
    return rows[0]?.state === 'sent'
  })
  const { id } = await start({ what: 'fact', source: 'onec', state: 'done', text: 'Ждём вас завтра' })
  await ended(id)
  expect(await itemsOf(id)).toMatchObject([{ state: 'skipped', text: expect.stringContaining('уже отправлено') }])
})

test('a record no mapping could read is read once the mapping can', async () => {
  const narrow = (good['unit.yaml'] ?? '').replace('      Студия: studio\n', '')
  await edit({ 'unit.yaml': narrow })
  const [unit] = await odata(world.twin).list('Catalog_Квартиры', "ВидПомещения eq 'Студия'")
  const ref = String(unit?.Ref_Key)
  await odata(world.twin).patch('Catalog_Квартиры', ref, { Цена: 5_100_000 })
  const unmapped = () => hub().db.selectFrom('unmapped').selectAll().where('ref', '=', ref).execute()
  await until('the record is refused', async () => (await unmapped()).length === 1)
  const filter: ReplayFilter = { what: 'record', source: 'unit', ids: [`unit ${ref}`] }
  const { id: early } = await start(filter)
  await ended(early)
  expect(await itemsOf(early)).toMatchObject([{ state: 'failed', text: expect.stringContaining('Студия') }])

  await edit({})
  // The whole set is read again after such an edit; the row is put back as if it had been refused since.
  await until('the edit has been followed', async () => (await unmapped()).length === 0, 30)
  const at = new Date().toISOString()
  await hub()
    .db.insertInto('unmapped')
    .values({ entity: 'unit', ref, reason: 'не разобрано', traceId: 'x', at })
    .execute()
  const { id: dry } = await start(filter, { dry: true })
  await ended(dry)
  expect((await itemsOf(dry))[0]?.detail).toContain('"studio"')
  expect(await unmapped()).toHaveLength(1)
  const { id } = await start(filter)
  await ended(id)
  expect(await itemsOf(id)).toMatchObject([{ state: 'done' }])
  expect(await unmapped()).toEqual([])
})

test('a replay waits while 1C is away, can be stopped, and goes on where it was', async () => {
  await edit(unwritable('interaction.yaml'))
  for (let n = 0; n < 12; n++) await report(`STOP-${n}`, `+799955600${String(n).padStart(2, '0')}`)
  await failedCalls('STOP', 12)
  await edit({})
  const linked = async (state: 'online' | 'offline') => {
    hub().poke()
    await until(`the hub is ${state}`, () => hub().link.state === state, 30)
  }
  world.twin.infobase.faults.down = true
  await linked('offline')
  const { id } = await start({ what: 'call', text: 'STOP-' })
  await until('the replay says why it waits', async () => (await getReplay(hub().db, id))?.waiting, 30)
  expect(await stopReplay(hub(), id)).toBe(true)
  expect((await getReplay(hub().db, id))?.state).toBe('stopped')
  world.twin.infobase.faults.down = false
  await linked('online')
  expect(await resumeReplay(hub(), id)).toBe(true)
  await ended(id)
  expect(await countsOf(id)).toEqual({ waiting: 0, held: 0, done: 12, failed: 0, skipped: 0 })
  expect(interactions('STOP')).toHaveLength(12)
}, 60_000)

test('what 1C puts off for ever steps aside with what must not overtake it, and a person has it tried again', async () => {
  await edit({})
  const calls = {
    'HELD-A1': '+79995580001',
    'HELD-A2': '+79995580001',
    'HELD-B': '+79995580002',
    'HELD-C': '+79995580003',
  }
  const written = async (n: number) => (await ofCalls('HELD').where('onecState', '=', 'written').execute()).length === n
  for (const [at, [calluuid, ani]] of Object.entries(calls).entries()) {
    await report(calluuid, ani)
    await until(`${calluuid} is written`, () => written(at + 1))
  }
  const made = (calluuid: string) => String(interactions(calluuid)[0]?.Ref_Key)
  for (const calluuid of Object.keys(calls))
    await odata(world.twin).patch('Document_ТелефонныйЗвонок', made(calluuid), { НомерТелефона: '' })
  await hub().db.updateTable('outbox').set({ result: null }).where('key', 'like', 'interaction:HELD-%').execute()
  const numbers = () => Object.keys(calls).map((calluuid) => interactions(calluuid)[0]?.НомерТелефона !== '')

  world.twin.infobase.faults.lockedObjects = [made('HELD-A1')]
  const { id, total } = await start({ what: 'effect', source: 'interaction', state: 'sent', text: 'HELD-' })
  expect(total).toBe(4)
  await ended(id, 120)
  expect(await countsOf(id)).toEqual({ waiting: 0, held: 2, done: 2, failed: 0, skipped: 0 })
  expect(numbers()).toEqual([false, false, true, true])
  const admin = await signIn(world.hub, 'admin')
  const { data } = await admin.get(`/replays/${id}?state=held`)
  expect(data).toMatchObject({ total: 2, replay: { state: 'done', waiting: null } })
  expect(data.items.map(({ text }: { text: string }) => text)).toEqual([
    expect.stringContaining('блокировк'),
    expect.stringContaining('чтобы не нарушить порядок'),
  ])

  world.twin.infobase.faults.lockedObjects = []
  const from = requests.length
  expect((await admin.post(`/replays/${id}/resume`, {})).data.message).toBe('Продолжаем с того места.')
  await ended(id)
  expect(await countsOf(id)).toEqual({ waiting: 0, held: 0, done: 4, failed: 0, skipped: 0 })
  expect(numbers()).toEqual([true, true, true, true])
  const patched = recordWrites(from).flatMap(({ url }) => /guid'([^']+)'/.exec(decodeURIComponent(url))?.[1] ?? [])
  expect(patched.filter((ref) => [made('HELD-A1'), made('HELD-A2')].includes(ref))).toEqual([
    made('HELD-A1'),
    made('HELD-A2'),
  ])
  expect(await resumeReplay(hub(), id)).toBe(false)
}, 150_000)

test('a replay stopped and resumed while it is at work leaves nothing out', async () => {
  await edit({})
  world.twin.infobase.faults.latencyMs = 150
  const { id, total } = await start({ what: 'effect', state: 'sent', source: 'interaction', text: 'THOU0' })
  const settled = async () => (await countsOf(id))?.done ?? 0
  await until('some are looked at', async () => (await settled()) > 6)
  await stopReplay(hub(), id)
  const then = await settled()
  // One of those at work side by side has come to its end and has seen the stop, the others have not.
  await until('one more is looked at', async () => (await settled()) > then)
  world.twin.infobase.faults.latencyMs = 0
  await resumeReplay(hub(), id)
  await ended(id)
  expect(await countsOf(id)).toEqual({ waiting: 0, held: 0, done: total, failed: 0, skipped: 0 })
}, 60_000)

test('only an administrator has to do with replays', async () => {
  const sales = await signIn(world.hub, 'sales')
  expect((await sales.get('/replays')).status).toBe(403)
})
