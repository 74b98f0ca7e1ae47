import { expect, test } from 'vitest'
import { type Lane, openSessions } from '../../../src/connectors/onec/sessions.ts'
import { UnavailableError, UnknownOutcomeError } from '../../../src/errors.ts'
import { guid } from '../../twin/infobase/published.ts'
import { goods, plan } from '../../twin/infobase/shop.ts'
import { until } from '../../world.ts'
import { answer, failureOf, json, serve } from './server.ts'
import { openShop } from './shop.ts'

const seats = (limit: number) => openSessions({ limit, idleMs: 1000, finish: async () => {} })

test('a person goes before a call, a call before reading in bulk', async () => {
  const sessions = seats(1)
  const first = await sessions.take('sync')
  const order: Lane[] = []
  const work = async (lane: Lane) => {
    const session = await sessions.take(lane)
    order.push(lane)
    sessions.give(session)
  }
  const all = (['sync', 'call', 'person', 'sync', 'person'] as const).map(work)
  expect(sessions.waiting()).toEqual({ person: 2, call: 1, sync: 2 })
  sessions.give(first)
  await Promise.all(all)
  expect(order).toEqual(['person', 'person', 'call', 'sync', 'sync'])
  expect(sessions.used()).toBe(0)
})

test('of several sessions reading in bulk leaves one to the others', async () => {
  const sessions = seats(3)
  await sessions.take('sync')
  await sessions.take('sync')
  const third = sessions.take('sync')
  expect(sessions.waiting().sync).toBe(1)
  const call = await sessions.take('call')
  expect(sessions.used()).toBe(3)
  sessions.give(call)
  expect(sessions.waiting().sync).toBe(1)
  sessions.close()
  expect(await failureOf(third)).toBeInstanceOf(UnavailableError)
})

test('a session is opened by the first request, used again, and given back at the end', async () => {
  const shop = await openShop()
  const onec = shop.open()
  expect(shop.base.sessions.state().explicit).toBe(0)
  for (let n = 0; n < 3; n++) await onec.list(goods, { top: 1 })
  expect(shop.base.sessions.state()).toMatchObject({ explicit: 1, pooled: 0 })
  expect(onec.health().sessions).toEqual({ used: 0, limit: 4, warm: 'cookie' })
  await onec.close()
  expect(shop.base.sessions.state().explicit).toBe(0)
})

test('sessions are opened as they are needed, never above the limit, and closed when idle', async () => {
  const shop = await openShop()
  shop.base.faults.latencyMs = 20
  const onec = shop.open({ sessions: 3, idleMs: 30 }).lane('call')
  await Promise.all(Array.from({ length: 9 }, () => onec.list(goods, { top: 1 })))
  expect(shop.base.sessions.state().explicit).toBeLessThanOrEqual(3)
  await until('idle sessions are closed', () => shop.base.sessions.state().explicit === 0)
})

test.for([
  ['dontuse', true],
  ['autouse', false],
  ['use', false],
] as const)(
  'a publication that gives no cookie (%s, %s) serves all the same',
  async ([reuseSessions, sessionCookies]) => {
    const shop = await openShop()
    Object.assign(shop.base.faults, { reuseSessions, sessionCookies })
    const onec = shop.open()
    for (let n = 0; n < 3; n++) expect(await onec.list(goods, { top: 1 })).toHaveLength(1)
    expect(onec.health().sessions.warm).toBe('autouse')
  },
)

test.for([400, 404, 500] as const)('a session lost in 1C (HTTP %i) is replaced within the request', async (status) => {
  const shop = await openShop()
  const onec = shop.open()
  await onec.list(goods, { top: 1 })
  Object.assign(shop.base.faults, { loseSessions: 1, lostSessionStatus: status })
  shop.asked()
  expect(await onec.list(goods, { top: 1 })).toHaveLength(1)
  expect(shop.asked()).toEqual([`GET /${goods} ${status}`, `GET /${goods} 200`])

  shop.base.faults.loseSessions = 1
  const { Ref_Key: ref } = await onec.create(goods, { Description: 'Какао' })
  expect(shop.asked()).toEqual([`POST /${goods} ${status}`, `POST /${goods} 201`])
  expect((await shop.rows(goods, { $filter: "Description eq 'Какао'" })).map((row) => row.Ref_Key)).toEqual([ref])
})

test('a write in a session that may be lost, but is not said to be, is asked about and not repeated', async () => {
  await using fake = await serve((request, response) => {
    if (request.method === 'POST') return answer(response, 404, 'text/html', '<html><title>Not Found</title></html>')
    response.setHeader('Set-Cookie', 'ibsession=42; path=/')
    json(response, { value: [] })
  })
  const onec = fake.open()
  await onec.list(goods)
  expect(await failureOf(onec.create(goods, { Code: '1' }))).toBeInstanceOf(UnknownOutcomeError)
  await onec.list(goods)
  expect(fake.received.map(({ method, headers }) => [method, headers.cookie, headers.ibsession])).toEqual([
    ['GET', undefined, 'start'],
    ['POST', 'ibsession=42', undefined],
    ['GET', undefined, 'start'],
  ])
})

test('with one licence everything works in turns, also a write while a package is being read', async () => {
  const shop = await openShop()
  Object.assign(shop.base.faults, { licences: 1, reuseSessions: 'use' })
  const onec = shop.open({ sessions: 1 })
  const node = { set: plan, ref: String(shop.base.list(plan).find(({ ThisNode }) => ThisNode !== true)?.Ref_Key) }
  for (let n = 0; n < 300; n++) shop.base.write(goods, { Ref_Key: guid(1000 + n), Description: `Товар ${n}` })
  let seen = 0
  for await (const _ of onec.selectChanges(node, 1)) {
    seen += 1
    if (seen === 1) await onec.lane('person').create(goods, { Description: 'Во время чтения' })
  }
  expect(seen).toBeGreaterThanOrEqual(300)
  await Promise.all([1, 2, 3, 4].map(() => onec.list(goods, { top: 1 })))
  expect(shop.asked().filter((line) => !/ 20[01]$/.test(line))).toEqual([])
})
