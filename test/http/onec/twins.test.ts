import axios from 'axios'
import { createClientAsync } from 'soap'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../../src/http/onec/operations/index.ts'
import { pascal } from '../../../src/http/onec/shape.ts'
import { hook, startWorld, until, type World } from '../../world.ts'

let world: World
let soap: Awaited<ReturnType<typeof createClientAsync>>
beforeAll(async () => {
  world = await startWorld()
  soap = await createClientAsync(`${world.hub.address}/soap/hub?wsdl`)
  soap.addHttpHeader('X-Hub-Token', 'demo-hook')
}, 60_000)
afterAll(() => world.stop())

const json = async (operation: string, input: object) =>
  (await hook(world.hub, `/onec/v1/${operation}`, input)).data as Record<string, unknown>

/** The answer of the web service as JSON would have it: the client reads dates and leaves out what is nil. */
async function asSoap(operation: string, input: object): Promise<unknown> {
  const call = soap[`${pascal(operation)}Async`] as (input: object) => Promise<[{ return: unknown }]>
  return (await call(input))[0].return
}
const asJson = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(value)) return new Date(value).getTime()
  if (Array.isArray(value)) return value.map(asJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
  return Object.fromEntries(entries.map(([name, each]) => [name, asJson(each)]))
}

const caller = '+79995550101'
/** One input of every operation, with the fields of the answer that tell a moment apart. */
const samples: Record<string, () => Promise<object> | object> = {
  ping: () => ({}),
  changed: () => ({ set: 'Catalog_Квартиры', id: 'т-1' }),
  bookingFact: async () => ({ event: 'booked', unitRef: (await unit()).ref, at: '2026-11-24T15:00:00', id: 'т-1' }),
  sendSms: () => ({ id: 'т-1', phone: '8 999 000-11-22', text: 'Бронь «12» & ключи' }),
  sendEmail: () => ({ id: 'т-2', email: 'anna@example.invalid', subject: 'Бронь', text: 'Строка\nи ещё' }),
  messageStatus: () => ({ id: 'т-1' }),
  callHistory: () => ({ phone: caller, limit: 5 }),
  openCardLink: async () => ({ kind: 'unit', ref: (await unit()).ref }),
}
const momentary = { exchangeAgeSeconds: 0, exchangeCheckedAt: 0, time: 0 }

const unit = () => world.hub.hub.db.selectFrom('unit').selectAll().where('deleted', '=', 0).executeTakeFirstOrThrow()

test('every operation has a sample here', () => {
  expect(Object.keys(samples)).toEqual(operations.map(({ name }) => name))
})

test('the web service and JSON give the same answer to the same call', async () => {
  for (const connid of ['A', 'B']) {
    await hook(world.hub, '/hooks/genesys/engage', {
      calluuid: connid,
      ani: caller,
      dnis: '+74950000101',
      state: 'Released',
    })
  }
  await until('both calls are in 1C', async () => {
    const { calls } = (await json('callHistory', { phone: caller })) as { calls: { interactionRef: string | null }[] }
    return calls.length === 2 && calls.every((call) => call.interactionRef)
  })
  for (const [name, sample] of Object.entries(samples)) {
    const input = await sample()
    const first = await json(name, input)
    // A message goes on by itself: its state is compared once it stands still.
    if (name === 'sendSms')
      await until('the SMS is sent', async () => (await json('messageStatus', { id: 'т-1' })).state === 'sent')
    expect(first, name).not.toHaveProperty('error')
    expect({ ...(asJson(await asSoap(name, input)) as object), ...momentary }, name).toEqual({
      ...(asJson(first) as object),
      ...momentary,
    })
  }
})

test('a call of history carries its source, its length, its recording and its trace', async () => {
  const connid = 'history-1'
  await hook(world.hub, '/hooks/genesys/engage', {
    calluuid: connid,
    ani: '+79995550102',
    dnis: '+74950000101',
    state: 'Released',
    callduration: 61,
    keyword: 'купить квартиру',
  })
  const [call] = await until('the call is in 1C', async () => {
    const { calls } = (await json('callHistory', { phone: '8 (999) 555-01-02' })) as {
      calls: Record<string, unknown>[]
    }
    return calls[0]?.interactionRef ? calls : null
  })
  expect(call).toMatchObject({ direction: 'in', phone: '+79995550102', platform: expect.any(String) })
  const stored = await world.hub.hub.db
    .selectFrom('call')
    .selectAll()
    .where('callKey', '=', connid)
    .executeTakeFirstOrThrow()
  expect(call).toMatchObject({
    callId: stored.id,
    talkSeconds: stored.talkSeconds,
    keyword: stored.keyword,
    trace: stored.traceId,
  })
  expect((await json('callHistory', { clientRef: stored.clientRef })).calls).toEqual([call])
  const links = await Promise.all([stored.id, stored.onecRef].map((ref) => json('openCardLink', { kind: 'call', ref })))
  for (const link of links) {
    expect(link).toMatchObject({ available: true, url: `${world.hub.address}/journal?trace=${stored.traceId}` })
  }
})

test('a link to a unit opens the window, one to a client says that there is no page yet', async () => {
  const { ref, buildingRef } = await unit()
  const link = await json('openCardLink', { kind: 'unit', ref })
  expect(link.url).toBe(`${world.hub.address}/chessboard/${buildingRef}?unit=${ref}`)
  const page = await axios.get(String(link.url), { headers: { Accept: 'text/html' }, validateStatus: () => true })
  expect([200, 503]).toContain(page.status)
  const none = await json('openCardLink', { kind: 'client', ref })
  expect(none).toEqual({ available: false, url: null, text: 'Страницы клиента в окне хаба пока нет.' })
})

test('the public address of the hub is the one in links and in the WSDL', async () => {
  const { http } = world.hub.hub.config
  world.hub.hub.config.http = { ...http, publicUrl: 'https://hub.sever.invalid' }
  const { ref } = await unit()
  const link = await json('openCardLink', { kind: 'unit', ref })
  const { data } = await axios.get(`${world.hub.address}/soap/hub?wsdl`, { proxy: false })
  world.hub.hub.config.http = http
  expect(String(link.url)).toMatch(/^https:\/\/hub\.sever\.invalid\/chessboard\//)
  expect(data).toContain('location="https://hub.sever.invalid/soap/hub"')
})

test('a booking reported by 1C is on the chessboard at once, told in the journal and told once', async () => {
  world.hub.hub.config.settings.exchange.poll = 60_000
  const free = await world.hub.hub.db
    .selectFrom('unit')
    .selectAll()
    .where('status', '=', 'free')
    .where('deleted', '=', 0)
    .executeTakeFirstOrThrow()
  // The pause under way still has its old length: let it pass.
  world.hub.hub.poke()
  world.twin.infobase.write('Catalog_Квартиры', { Ref_Key: free.ref, Статус: 'Забронирована' })
  const fact = { event: 'booked', unitRef: free.ref, at: '2026-11-24T15:00:00', until: '2026-11-26T20:00:00' }
  const answers = await Promise.all(Array.from({ length: 4 }, () => json('bookingFact', fact)))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  await until('the chessboard shows it', async () => {
    const row = await world.hub.hub.db
      .selectFrom('unit')
      .select('status')
      .where('ref', '=', free.ref)
      .executeTakeFirst()
    return row?.status === 'booked'
  })
  const told = await until('the journal has it', async () => {
    const rows = await world.hub.hub.db
      .selectFrom('journalEntry')
      .selectAll()
      .where('traceId', '=', String(answers[0]?.trace))
      .execute()
    return rows.length > 0 ? rows : null
  })
  expect(told.map((row) => row.text)).toEqual([
    expect.stringMatching(/^1С сообщает: помещение .+ — забронировано до 26\.11\.2026 20:00$/),
  ])
})
