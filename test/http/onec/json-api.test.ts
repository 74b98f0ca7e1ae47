import axios from 'axios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningHub } from '../../../src/main.ts'
import { startLonelyHub } from '../../world.ts'

let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
})
afterAll(() => hub.stop())

const options = { validateStatus: () => true, proxy: false as const }
const at = (operation: string) => `${hub.address}/onec/v1/${operation}`
const post = (operation: string, body: unknown, headers: Record<string, string> = { 'X-Hub-Token': 'demo-hook' }) =>
  axios.post(at(operation), body, { ...options, headers })

const facts = () => hub.hub.inbox.list({ source: 'onec', limit: 1000 })

describe('the token', () => {
  const basic = (user: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  })

  test.each([
    ['a header', { 'X-Hub-Token': 'demo-hook' }],
    ['the password of any user', basic('Обмен', 'demo-hook')],
    ['the password of a user with a colon behind', basic('', 'demo-hook')],
  ])('is taken from %s', async (_way, headers) => {
    expect((await post('ping', {}, headers)).status).toBe(200)
  })

  test('is taken from the address', async () => {
    const answer = await axios.get(`${at('ping')}?token=demo-hook`, options)
    expect(answer.data.version).toMatch(/^\d/)
  })

  test.each([
    ['none', {}],
    ['a wrong one', { 'X-Hub-Token': 'guess' }],
    ['a wrong password', basic('Обмен', 'guess')],
    ['one of another kind', { Authorization: 'Bearer demo-hook' }],
  ])('%s is refused with a challenge, and nothing is kept', async (_way, headers) => {
    const before = (await facts()).length
    const answer = await post('changed', { set: 'Catalog_Контрагенты' }, headers)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="Realtor Hub"/)
    expect(answer.data.error).toMatchObject({ code: 'unauthorized', message: expect.stringMatching(/токен/) })
    expect(await facts()).toHaveLength(before)
  })
})

describe('a wrong call', () => {
  const sms = { id: 'w', phone: '+7 999 000-11-22', text: 'Привет' }

  test.each<[string, string, unknown, number, string, RegExp]>([
    ['unknown operation', 'printContract', {}, 404, 'no_such_operation', /Есть: ping, changed/],
    ['broken JSON', 'sendSms', Buffer.from('{"id": '), 400, 'broken_message', /не JSON/],
    ['a list', 'sendSms', [], 400, 'bad_input', /объектом JSON/],
    ['no id', 'sendSms', { ...sms, id: '' }, 400, 'bad_input', /id: Нужен id/],
    ['an empty text', 'sendSms', { ...sms, text: '  ' }, 400, 'bad_input', /Нужен текст/],
    ['a text too long', 'sendSms', { ...sms, text: 'я'.repeat(1001) }, 400, 'bad_input', /1000/],
    ['an unknown field', 'sendSms', { ...sms, phon: '1' }, 400, 'bad_input', /phon/],
    ['nobody to send to', 'sendSms', { id: 'w', text: 'а' }, 400, 'bad_input', /phone или clientRef/],
    ['an internal number', 'sendSms', { ...sms, phone: '1234' }, 400, 'bad_input', /внутренний/],
    ['a number of the city', 'sendSms', { ...sms, phone: '+7 495 000-01-11' }, 400, 'bad_input', /городской/],
    ['a price', 'sendSms', { ...sms, phone: '12 000 000 руб.' }, 400, 'bad_input', /не номер/],
    ['advertising', 'sendSms', { ...sms, purpose: 'advertising' }, 400, 'bad_input', /согласия/],
    [
      'a strange client',
      'sendSms',
      { id: 'w', clientRef: '0b3b5b1c-58f3-11ef-9fd0-00155d0a1111', text: 'а' },
      404,
      'not_found',
      /Такого клиента/,
    ],
    ['no reference at all', 'sendSms', { id: 'w', clientRef: 'Иванов', text: 'а' }, 400, 'bad_input', /ссылка 1С/],
    [
      'no mail address',
      'sendEmail',
      { id: 'w', email: 'anna@', subject: 'а', text: 'а' },
      400,
      'bad_input',
      /не адрес/,
    ],
    [
      'two lines of subject',
      'sendEmail',
      { id: 'w', email: 'a@b.ru', subject: 'а\nBcc: x@y.ru', text: 'а' },
      400,
      'bad_input',
      /перевод/,
    ],
    ['no such message', 'messageStatus', { id: 'никакой' }, 404, 'not_found', /не было принято/],
    ['no question', 'messageStatus', {}, 400, 'bad_input', /messageId или id/],
    ['no caller', 'callHistory', {}, 400, 'bad_input', /clientRef или phone/],
    ['too many calls', 'callHistory', { phone: '+79990001122', limit: 1000 }, 400, 'bad_input', /limit/],
    ['an unknown kind of card', 'openCardLink', { kind: 'flat', ref: '1' }, 400, 'bad_input', /unit \(помещение\)/],
    ['a strange unit', 'openCardLink', { kind: 'unit', ref: '1' }, 404, 'not_found', /помещения/],
    ['an unknown event', 'bookingFact', { event: 'sold' }, 400, 'bad_input', /event: booked/],
  ])('%s is answered with a reason a person understands', async (_what, operation, body, status, code, words) => {
    const before = (await facts()).length
    const answer = await post(operation, body, { 'X-Hub-Token': 'demo-hook', 'Content-Type': 'application/json' })
    expect(answer.data.error).toMatchObject({ code, message: expect.stringMatching(words) })
    expect(answer.status).toBe(status)
    expect(answer.data.error.trace).toMatch(/^[\da-f-]{36}$/)
    expect(await facts()).toHaveLength(before)
  })

  test('a fact cannot be told by GET, a question can be asked', async () => {
    const get = (path: string) => axios.get(at(path), { ...options, headers: { 'X-Hub-Token': 'demo-hook' } })
    expect((await get('sendSms?id=1')).data.error.code).toBe('wrong_method')
    expect((await get('callHistory?phone=%2B79990001122&limit=5')).data).toEqual({ calls: [] })
    expect((await get('callHistory?phone=%2B79990001122&limit=many')).data.error.message).toMatch(/limit/)
  })

  test('a message too large is not read', async () => {
    const answer = await post('sendEmail', 'x'.repeat(1_200_000))
    expect([answer.status, answer.data.error.code]).toEqual([413, 'too_large'])
  })
})

test('a body with a byte order mark and what 1C leaves empty is read', async () => {
  const empty = { set: '', ref: '00000000-0000-0000-0000-000000000000', id: null }
  const answer = await post('changed', Buffer.from(`\uFEFF${JSON.stringify(empty)}`))
  expect(answer.status).toBe(202)
  expect(answer.data).toMatchObject({ accepted: true, watched: true })
})

test('a changed object the hub does not read is accepted and said to be so', async () => {
  const read = await post('changed', { set: 'Catalog_Контрагенты', ref: '0B3B5B1C-58F3-11EF-9FD0-00155D0A1111' })
  const unread = await post('changed', { set: 'Catalog_Номенклатура' })
  expect(read.data).toMatchObject({ watched: true })
  expect(unread.data).toMatchObject({ watched: false, text: expect.stringMatching(/нет в папке mappings/) })
  const [, fact] = await facts()
  expect(fact?.subjectKey).toBe('0b3b5b1c-58f3-11ef-9fd0-00155d0a1111')
})

test('both ways to report a change wake the exchange, the hook without keeping anything', async () => {
  let pokes = 0
  const { poke } = hub.hub
  hub.hub.poke = () => {
    pokes += 1
  }
  const headers = { 'X-Hub-Token': 'demo-hook' }
  const hook = `${hub.address}/hooks/1c/changed`
  const before = (await facts()).length
  expect((await axios.post(hook, {}, { ...options, headers })).status).toBe(202)
  expect((await axios.post(hook, {}, { ...options, headers: { 'X-Hub-Token': 'guess' } })).status).toBe(401)
  expect([pokes, (await facts()).length]).toEqual([1, before])
  await post('changed', {})
  expect([pokes, (await facts()).length]).toEqual([2, before + 1])
  hub.hub.poke = poke
})

test('the description lists what can be called, and how it fails', async () => {
  const { data } = await axios.get(`${hub.address}/openapi.json`, options)
  expect(data.openapi).toBe('3.1.0')
  expect(Object.keys(data.paths)).toContain('/onec/v1/sendSms')
  const sendSms = data.paths['/onec/v1/sendSms']
  expect(sendSms.get).toBeUndefined()
  expect(sendSms.post.requestBody.content['application/json'].schema.required).toEqual(['id', 'text'])
  expect(data.paths['/onec/v1/callHistory'].get.parameters.map((each: { name: string }) => each.name)).toEqual([
    'clientRef',
    'phone',
    'limit',
  ])
  expect(data.servers).toEqual([{ url: hub.address }])
})

test('a hub without the token set lets nobody in and says what to set', async () => {
  const { hooks } = hub.hub.config
  hub.hub.config.hooks = { ...hooks, onec: null }
  const answer = await post('ping', {})
  hub.hub.config.hooks = hooks
  expect([answer.status, answer.data.error.message]).toEqual([401, expect.stringContaining('ONEC_HOOK_TOKEN')])
})
