import { createHash } from 'node:crypto'
import express from 'express'
import request from 'supertest'
import { describe, expect, test } from 'vitest'
import { openSmsCentre } from '../../../src/twin/sms/centre.ts'
import { smsRouter } from '../../../src/twin/sms/router.ts'
import { served } from '../served.ts'

const account = { login: 'hub', psw: 'demo-sms', charset: 'utf-8' }
const phone = '79990000001'

function openCentre(start = '2026-11-24T09:00:00Z') {
  let now = Date.parse(start)
  const centre = openSmsCentre(() => new Date(now))
  const app = express().use('/sms', smsRouter(centre))
  const call = (path: string, fields: Record<string, string | number>) =>
    request(app)
      .post(`/sms${path}`)
      .type('form')
      .send({ ...account, fmt: 3, ...fields })
  return {
    app,
    centre,
    send: (fields: Record<string, string | number>) => call('/sys/send.php', fields),
    status: (fields: Record<string, string | number>) => call('/sys/status.php', fields),
    call,
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('the answers of the sample smsc-send.json', () => {
  test('one segment gives the id and the count, both numbers', async () => {
    const { send } = openCentre()
    const { body, status } = await send({ id: 4101, phones: phone, mes: 'Тест' })
    expect(status).toBe(200)
    expect(body).toEqual({ id: 4101, cnt: 1 })
  })

  test('with cost and op, prices and phones come as strings', async () => {
    const { send } = openCentre()
    const { body } = await send({ id: 4102, phones: `${phone},79990000002`, mes: 'Тест', cost: 3, op: 1 })
    const row = (one: string) => ({ phone: one, mccmnc: '25001', cost: '3.9', status: '0', error: '0' })
    expect(body).toEqual({
      id: 4102,
      cnt: 2,
      cost: '7.8',
      balance: '99992.20',
      phones: [row(phone), row('79990000002')],
    })
  })

  test('bad parameters carry no id', async () => {
    const { send } = openCentre()
    const { body } = await send({ id: 4103, mes: 'Тест' })
    expect(body).toEqual({ error: 'parameters error', error_code: 1 })
  })

  test('no money carries the id', async () => {
    const { send, centre } = openCentre()
    centre.faults.noMoney = true
    const { body } = await send({ id: 4103, phones: phone, mes: 'Тест' })
    expect(body).toEqual({ error: 'no money', error_code: 3, id: 4103 })
  })

  test('the same text to the same number within a minute is refused with 9, a minute later it is taken', async () => {
    const { send, pass } = openCentre()
    await send({ phones: phone, mes: 'Тест' })
    const again = await send({ phones: phone, mes: 'Тест' })
    expect(again.body).toEqual({ error: 'duplicate request, wait a minute', error_code: 9 })
    pass(60_000)
    expect((await send({ phones: phone, mes: 'Тест' })).body).toMatchObject({ cnt: 1 })
  })
})

test('a wrong password is refused with 2 and without an id; the MD5 of the right one is accepted', async () => {
  const { send } = openCentre()
  const wrong = await send({ id: 1, phones: phone, mes: 'Тест', psw: 'no' })
  expect(wrong.body).toEqual({ error: 'authorise error', error_code: 2 })
  const psw = createHash('md5').update('demo-sms').digest('hex')
  expect((await send({ id: 1, phones: phone, mes: 'Тест', psw })).body).toEqual({ id: 1, cnt: 1 })
})

test.each([
  ['a number that is no phone', { phones: '12345' }, { error: 'invalid number', error_code: 7, id: 5 }],
  ['a sender name that cannot exist', { sender: 'ЗАСТРОЙЩИК' }, { error: 'message is denied', error_code: 6, id: 5 }],
  ['a time in no known format', { time: 'завтра' }, { error: 'invalid date', error_code: 5 }],
  ['an id out of range', { id: 2147483648 }, { error: 'parameters error', error_code: 1 }],
  ['a text over a thousand characters', { mes: 'а'.repeat(1001) }, { error: 'parameters error', error_code: 1 }],
  ['a feature the centre does not play', { translit: 1 }, { error: 'parameters error', error_code: 1 }],
])('%s is refused', async (_, fields, answer) => {
  const { send } = openCentre()
  const { body } = await send({ id: 5, phones: phone, mes: 'Тест', ...fields })
  expect(body).toEqual(answer)
})

test.each([
  ['0', 'OK - 1 SMS, ID - 7', 'ERROR = 7 (invalid number), ID - 7'],
  ['1', '7,1', '7,-7'],
  [
    '2',
    '<?xml version="1.0" encoding="utf-8"?>\n<result><id>7</id><cnt>1</cnt></result>',
    '<?xml version="1.0" encoding="utf-8"?>\n<result><error>invalid number</error><error_code>7</error_code><id>7</id></result>',
  ],
])('fmt=%s answers in its own shape', async (fmt, success, failure) => {
  const { send } = openCentre()
  expect((await send({ fmt, id: 7, phones: phone, mes: 'Тест' })).text).toBe(success)
  expect((await send({ fmt, id: 7, phones: '1', mes: 'Тест' })).text).toBe(failure)
})

test('the query string of a GET, a form and a JSON body say the same', async () => {
  const { app, centre, send } = openCentre()
  const query = new URLSearchParams({ ...account, phones: phone, mes: 'Привет, №1' })
  await request(app).get(`/sms/sys/send.php?${query}`)
  await send({ phones: phone, mes: 'Привет, №2' })
  const json = await request(app)
    .post('/sms/rest/send/')
    .send({ ...account, phones: phone, mes: 'Привет, №3' })
  expect(json.body).toEqual({ id: 3, cnt: 1 })
  expect(centre.messages().map(({ text }) => text)).toEqual(['Привет, №3', 'Привет, №2', 'Привет, №1'])
})

test('without a charset the text is read as windows-1251', async () => {
  const { app, centre } = openCentre()
  await request(app)
    .post('/sms/sys/send.php')
    .type('application/x-www-form-urlencoded')
    .send(`login=hub&psw=demo-sms&phones=${phone}&mes=%CF%F0%E8%E2%E5%F2`)
  expect(centre.messages()[0]?.text).toBe('Привет')
})

test('a message waits, is with the operator, and is delivered; its status is asked by phone and id', async () => {
  const { send, status, pass } = openCentre()
  await send({ id: 11, phones: phone, mes: 'Тест' })
  expect((await status({ id: 11, phone })).body).toMatchObject({ status: -1, err: 0 })
  pass(1500)
  expect((await status({ id: 11, phone })).body).toMatchObject({ status: 0 })
  pass(1500)
  expect((await status({ id: 11, phone })).body).toEqual({
    status: 1,
    last_date: '24.11.2026 12:00:03',
    last_timestamp: Date.parse('2026-11-24T09:00:03Z') / 1000,
    err: 0,
  })
  expect((await status({ id: 12, phone })).body).toMatchObject({ status: -3 })
  expect((await status({ id: `11,12`, phone: `${phone},${phone}` })).body).toMatchObject([
    { status: 1, id: 11, phone },
    { status: -3, id: 12, phone },
  ])
  expect((await status({ id: 11 })).body).toEqual({ error: 'parameters error', error_code: 1 })
})

test('a message scheduled for later waits until then', async () => {
  const { send, status, pass } = openCentre()
  await send({ id: 21, phones: phone, mes: 'Тест', time: '2411261230' })
  pass(29 * 60_000)
  expect((await status({ id: 21, phone })).body).toMatchObject({ status: -1 })
  pass(2 * 60_000)
  expect((await status({ id: 21, phone })).body).toMatchObject({ status: 1 })
})

test('the balance falls by what was sent', async () => {
  const { send, call } = openCentre()
  expect((await call('/sys/balance.php', {})).body).toEqual({ balance: '100000.00' })
  await send({ phones: phone, mes: 'а'.repeat(71) })
  expect((await call('/sys/balance.php', {})).body).toEqual({ balance: '99992.20' })
})

test('cost=1 gives the price and sends nothing', async () => {
  const { send, centre } = openCentre()
  expect((await send({ phones: phone, mes: 'а'.repeat(71), cost: 1 })).body).toEqual({ cost: '7.8', cnt: 2 })
  expect(centre.messages()).toEqual([])
})

test('a silent centre takes the message and cuts the line; asking by own id finds it', async () => {
  const { app, centre, status } = openCentre()
  const address = await served(app)
  centre.faults.silent = true
  const fields = new URLSearchParams({ ...account, fmt: '3', id: '31', phones: phone, mes: 'Тест' })
  await expect(fetch(`${address}/sms/sys/send.php`, { method: 'POST', body: fields })).rejects.toThrow()
  centre.faults.silent = false
  expect((await status({ id: 31, phone })).body).toMatchObject({ status: -1 })
})

test('what was sent is listed newest first', async () => {
  const { app, centre, send, pass } = openCentre()
  await send({ id: 41, phones: '8 (999) 000-00-01', mes: 'Первое', sender: 'SEVER' })
  centre.faults.undelivered = true
  await send({ id: 42, phones: phone, mes: 'Второе' })
  pass(3000)
  const { body } = await request(app).get('/sms/messages')
  const at = '2026-11-24T09:00:00.000Z'
  expect(body).toEqual([
    { id: 42, phone, text: 'Второе', sender: 'SMSC.RU', at, status: 20, segments: 1 },
    { id: 41, phone, text: 'Первое', sender: 'SEVER', at, status: 1, segments: 1 },
  ])
})
