import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { SmsProvider } from '../../../src/connectors/sms/sms-provider.ts'
import { smscProvider } from '../../../src/connectors/sms/smsc.ts'
import { BadInputError, HubError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../../src/errors.ts'

interface Sample {
  name: string
  http_status: number
  body: { id?: number; cnt?: number; cost?: string; error_code?: number }
}
const samples = JSON.parse(
  readFileSync(new URL('../../fixtures/messaging/smsc-send.json', import.meta.url), 'utf8'),
) as Sample[]

const sms = { id: 4101, phone: '+79990000001', text: 'Долг 1 350 000 ₽: «Иванов И. И.»' }
const secrets = /s3cret|9990000001|Иванов/

let close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(close.map((end) => end()))
  close = []
})

type Handler = (request: IncomingMessage, response: ServerResponse, form: URLSearchParams) => void

/** An SMSC of one answer, and what it was asked. */
async function serve(handler: Handler, options: { timeoutMs?: number; sender?: string } = {}) {
  const asked: { path: string | undefined; method: string | undefined; form: Record<string, string> }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
    asked.push({ path: request.url, method: request.method, form: Object.fromEntries(form) })
    handler(request, response, form)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, asked, smsc: smscProvider({ url: `${url}/`, login: 'hub', password: 's3cret', ...options }) }
}

const answering = (body: unknown, status = 200) =>
  serve((_, response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)))

async function failure(promise: Promise<unknown>): Promise<HubError> {
  const error = await promise.then(
    () => expect.fail('it should have failed'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(HubError)
  const { message, facts, cause } = error as HubError
  expect(message).toMatch(/[а-я]/)
  expect(`${message} ${JSON.stringify(facts)} ${String(cause)} ${JSON.stringify(cause)}`).not.toMatch(secrets)
  return error as HubError
}
const sendFailure = (smsc: SmsProvider) => failure(smsc.send(sms))

describe('sending through SMSC', () => {
  test('posts the message under our name, in UTF-8, for now, with a price asked', async () => {
    const { smsc, asked } = await answering({ id: 4101, cnt: 1 })
    await smsc.send(sms)
    expect(asked).toEqual([
      {
        method: 'POST',
        path: '/sys/send.php',
        form: {
          login: 'hub',
          psw: 's3cret',
          charset: 'utf-8',
          fmt: '3',
          id: '4101',
          phones: '79990000001',
          mes: sms.text,
          time: '0-24',
          cost: '3',
        },
      },
    ])
  })

  test('names the sender when there is one', async () => {
    const { smsc, asked } = await serve((_, response) => response.end('{"id":1,"cnt":1}'), { sender: 'SEVER' })
    await smsc.send(sms)
    expect(asked[0]?.form.sender).toBe('SEVER')
  })

  const expected = { 1: RejectedError, 3: UnavailableError, 9: UnknownOutcomeError } as Record<number, typeof HubError>

  test.each(samples)('the documented answer «$name» is understood', async ({ body, http_status }) => {
    const { smsc } = await answering(body, http_status)
    if (body.error_code === undefined) {
      expect(await smsc.send(sms)).toEqual({ providerId: String(body.id), segments: body.cnt, cost: body.cost ?? null })
    } else {
      expect(await sendFailure(smsc)).toBeInstanceOf(expected[body.error_code])
    }
  })

  test.each([
    [
      { id: '4101', cnt: '2', cost: 7.8 },
      { providerId: '4101', segments: 2, cost: '7.8' },
    ],
    [
      { id: 4101, cnt: 2, cost: '7.8', balance: '1', extra: [] },
      { providerId: '4101', segments: 2, cost: '7.8' },
    ],
  ])('numbers may come as texts and texts as numbers: %j', async (body, receipt) => {
    const { smsc } = await answering(body)
    expect(await smsc.send(sms)).toEqual(receipt)
  })

  test.each([
    [2, RejectedError, /SMS_LOGIN/],
    [4, UnavailableError, /заблокирован/],
    ['5', RejectedError, /формат времени/],
    [6, RejectedError, /запрещено/],
    [7, RejectedError, /телефон получателя/],
    [8, RejectedError, /другой телефон/],
    [9, UnknownOutcomeError, /будет запрошено/],
    [77, UnknownOutcomeError, /будет запрошено/],
  ])('error %s says whose turn it is and what to do', async (error_code, kind, text) => {
    const { smsc } = await answering({ error: 'whatever', error_code, id: 4101 })
    const error = await sendFailure(smsc)
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(text)
    expect(error.facts).toEqual({ provider: 'smsc', id: 4101, code: Number(error_code) })
  })

  test.each([
    ['an answer without an id', '{"cnt":1}'],
    ['an answer that is no JSON', 'OK - 1 SMS, ID - 4101'],
    ['an empty answer', ''],
    ['a list', '[]'],
  ])('%s leaves the outcome unknown', async (_, body) => {
    const { smsc } = await answering(body)
    expect(await sendFailure(smsc)).toBeInstanceOf(UnknownOutcomeError)
  })

  test.each([
    [500, UnknownOutcomeError],
    [502, UnknownOutcomeError],
    [429, UnavailableError],
    [404, RejectedError],
    [302, RejectedError],
  ])('HTTP %i is taken for what it can mean', async (status, kind) => {
    const { smsc } = await serve((_, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end())
    expect(await sendFailure(smsc)).toBeInstanceOf(kind)
  })

  test('a redirect is not followed: it would carry the password in an address', async () => {
    const elsewhere = await answering({ id: 4101, cnt: 1 })
    const { smsc } = await serve((_, response) => response.writeHead(302, { location: elsewhere.url }).end())
    expect(await sendFailure(smsc)).toBeInstanceOf(RejectedError)
    expect(elsewhere.asked).toEqual([])
  })

  test('a connection broken after the message was written leaves the outcome unknown', async () => {
    const { smsc, asked } = await serve((request) => request.socket.destroy())
    expect(await sendFailure(smsc)).toBeInstanceOf(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  })

  test('silence leaves the outcome unknown', async () => {
    const { smsc, asked } = await serve(() => {}, { timeoutMs: 100 })
    expect(await sendFailure(smsc)).toBeInstanceOf(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  })

  test('a refused connection is certainly not sent', async () => {
    const { url } = await serve(() => {})
    await Promise.all(close.map((end) => end()))
    close = []
    const smsc = smscProvider({ url, login: 'hub', password: 's3cret' })
    expect(await sendFailure(smsc)).toBeInstanceOf(UnavailableError)
    expect(await failure(smsc.ask(4101, sms.phone))).toBeInstanceOf(UnavailableError)
  })

  test('a message the service could not take is not sent at all', async () => {
    const { smsc, asked } = await answering({ id: 1, cnt: 1 })
    for (const bad of [
      { id: 0 },
      { id: 2 ** 31 },
      { phone: '89990000001' },
      { text: ' ' },
      { text: 'я'.repeat(1001) },
    ]) {
      expect(await failure(smsc.send({ ...sms, ...bad }))).toBeInstanceOf(BadInputError)
    }
    expect(asked).toEqual([])
  })
})

describe('asking SMSC', () => {
  test('names both the message and the phone', async () => {
    const { smsc, asked } = await answering({ status: 1, err: 0 })
    await smsc.ask(4101, '+79990000001')
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: '/sys/status.php',
      form: { id: '4101', phone: '79990000001', fmt: '3' },
    })
  })

  test.each([
    [{ status: -3 }, 'absent', /не знает/],
    [{ status: '-1' }, 'pending', /Ждёт/],
    [{ status: 0, err: '0' }, 'pending', /оператору/],
    [{ status: 1, err: 200 }, 'delivered', /^Доставлено$/],
    [{ status: 2 }, 'delivered', /Прочитано/],
    [{ status: 4 }, 'delivered', /Доставлено/],
    [{ status: 3 }, 'failed', /срок/],
    [{ status: 20, err: 219 }, 'failed', /сим-карта заменена/],
    [{ status: 20, err: 999 }, 'failed', /код 999/],
    [{ status: 22 }, 'failed', /номер/],
    [{ status: 777 }, 'pending', /777/],
    [[{ status: 1, id: 4101 }], 'delivered', /Доставлено/],
  ])('%j is %s', async (body, state, text) => {
    const { smsc } = await answering(body)
    const answer = await smsc.ask(4101, sms.phone)
    expect(answer.state).toBe(state)
    expect(answer.text).toMatch(text)
  })

  test.each([
    [{ error: 'authorise error', error_code: 2 }, 200, RejectedError],
    [{ error: 'too often', error_code: 9 }, 200, UnavailableError],
    [{ error: 'no money', error_code: 3 }, 200, UnavailableError],
    ['not JSON', 200, UnavailableError],
    [{}, 200, UnavailableError],
    ['', 503, UnavailableError],
    ['', 404, RejectedError],
  ])('%j with HTTP %i never leaves an unknown outcome', async (body, status, kind) => {
    const { smsc } = await answering(body, status)
    expect(await failure(smsc.ask(4101, sms.phone))).toBeInstanceOf(kind)
  })
})
