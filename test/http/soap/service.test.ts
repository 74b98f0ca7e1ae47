import axios from 'axios'
import { type Client, createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubNamespace, soapVersions } from '../../../src/http/soap/names.ts'
import { readXml, type XmlElement } from '../../../src/http/soap/xml-tree.ts'
import type { RunningHub } from '../../../src/main.ts'
import { startLonelyHub } from '../../world.ts'

let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
  await hub.firstTry
})
afterAll(() => hub.stop())

const address = () => `${hub.address}/soap/hub`
const basic = { Authorization: `Basic ${Buffer.from('Обмен:demo-hook').toString('base64')}` }

const post = (body: string | Buffer, headers: Record<string, string> = basic) =>
  axios.post(address(), body, {
    headers: { 'Content-Type': 'text/xml; charset=utf-8', ...headers },
    validateStatus: () => true,
    proxy: false,
  })

const v11 = (inner: string) =>
  `<soap:Envelope xmlns:soap="${soapVersions['1.1'].namespace}"><soap:Body>${inner}</soap:Body></soap:Envelope>`
const call = (name: string, inner = '') => `<m:${name} xmlns:m="${hubNamespace}">${inner}</m:${name}>`

/** Every element of an answer by its local name. */
function all(text: string): Map<string, XmlElement> {
  const found = new Map<string, XmlElement>()
  const walk = (element: XmlElement) => {
    found.set(element.local, element)
    element.children.forEach(walk)
  }
  walk(readXml(text))
  return found
}

describe.each([
  ['1.1', {}, 'HubSoap'],
  ['1.2', { forceSoap12Headers: true }, 'HubSoap12'],
] as const)('a client made of the WSDL, SOAP %s', (_version, options, port) => {
  let client: Client
  beforeAll(async () => {
    client = await createClientAsync(`${address()}?wsdl`, options)
    client.addHttpHeader('Authorization', basic.Authorization)
  })

  test('calls an operation and gets typed values; nil ones it leaves out', async () => {
    const [answer] = await client.PingAsync({})
    expect(answer.return).toMatchObject({ exchangeState: 'offline', time: expect.any(Date) })
    expect(answer.return).not.toHaveProperty('exchangeAgeSeconds')
    expect(client.describe().Hub[port].Ping).toBeDefined()
  })

  test('gets a Russian reason and the hub’s own code when the input is wrong', async () => {
    const thrown = await client.SendSmsAsync({ id: '1', phone: '123', text: 'Привет' }).then(
      () => null,
      (error: { root: { Envelope: { Body: { Fault: unknown } } } }) => error.root.Envelope.Body.Fault,
    )
    expect(JSON.stringify(thrown)).toMatch(/внутренний номер/)
    expect(JSON.stringify(thrown)).toMatch(/bad_input/)
  })
})

test('without the token the WSDL can be read and nothing can be called', async () => {
  const client = await createClientAsync(`${address()}?wsdl`)
  await expect(client.ChangedAsync({})).rejects.toThrow(/401|Неверный токен/)
  const refused = await post(v11(call('Changed')), {})
  expect(refused.status).toBe(401)
  expect(refused.headers['www-authenticate']).toMatch(/^Basic/)
  expect(all(refused.data).get('faultstring')?.text).toMatch(/Неверный токен/)
})

test('the token may come in a header, in the address or as a password', async () => {
  const ways = [
    post(v11(call('Ping'))),
    post(v11(call('Ping')), { 'X-Hub-Token': 'demo-hook' }),
    axios.post(`${address()}?token=demo-hook`, v11(call('Ping')), { proxy: false }),
  ]
  for (const answer of await Promise.all(ways)) expect(answer.status).toBe(200)
})

test('the address in the WSDL is the one it was asked at', async () => {
  const { data } = await axios.get(`${address()}?WSDL`, { proxy: false })
  expect(data).toContain(`location="${address()}"`)
})

test('a byte order mark, UTF-16 and windows-1251 are read by what they say they are', async () => {
  const text = v11(call('OpenCardLink', '<m:kind>client</m:kind><m:ref>Ж</m:ref>'))
  const bodies: [Buffer, string][] = [
    [Buffer.from(`\uFEFF${text}`, 'utf8'), 'text/xml'],
    [Buffer.from(`\uFEFF${text}`, 'utf16le'), 'text/xml'],
    [Buffer.from(text.replace('Ж', '\u00c6'), 'latin1'), 'text/xml; charset=windows-1251'],
  ]
  for (const [body, type] of bodies) {
    const answer = await post(body, { ...basic, 'Content-Type': type })
    expect(answer.status).toBe(200)
    expect(all(answer.data).get('available')?.text).toBe('false')
  }
})

test('what 1C sends for «not filled in» is as good as nothing', async () => {
  const empty = '<m:set></m:set><m:ref>00000000-0000-0000-0000-000000000000</m:ref>'
  const answer = await post(v11(call('Changed', empty)))
  expect(answer.status).toBe(200)
  expect(all(answer.data).get('accepted')?.text).toBe('true')
})

test('an answer is in the version of the call, whatever Content-Type said', async () => {
  const { namespace, type } = soapVersions['1.2']
  const envelope = `<e:Envelope xmlns:e="${namespace}"><e:Body>${call('Ping')}</e:Body></e:Envelope>`
  const answer = await post(envelope)
  expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`)
  expect(readXml(answer.data).namespace).toBe(namespace)
})

describe('a fault', () => {
  test('of the caller names the parameter, with code and number for a program', async () => {
    const answer = await post(v11(call('SendSms', '<m:id>1</m:id><m:phon>+79990001122</m:phon>')))
    expect(answer.status).toBe(500)
    const fault = all(answer.data)
    expect(fault.get('faultcode')?.text).toBe('soap:Client')
    expect(fault.get('faultstring')?.text).toMatch(/sendSms: text: Нужен текст SMS.*phon/)
    expect(fault.get('code')?.text).toBe('bad_input')
    expect(fault.get('trace')?.text).toMatch(/^[\da-f-]{36}$/)
  })

  test('in SOAP 1.2 has its own words', async () => {
    const envelope = `<e:Envelope xmlns:e="${soapVersions['1.2'].namespace}"><e:Body>${call('Nothing')}</e:Body></e:Envelope>`
    const answer = await post(envelope)
    const fault = all(answer.data)
    expect(fault.get('Value')?.text).toBe('soap:Sender')
    expect(fault.get('Text')?.text).toMatch(/Операции «Nothing» нет/)
  })

  test.each([
    ['<a/>', 'soap:VersionMismatch'],
    [
      `<s:Envelope xmlns:s="${soapVersions['1.1'].namespace}"><s:Header><a xmlns="urn:a" s:mustUnderstand="1"/></s:Header><s:Body>${call('Ping')}</s:Body></s:Envelope>`,
      'soap:MustUnderstand',
    ],
  ])('keeps the code SOAP has for it', async (body, code) => {
    const answer = await post(body)
    expect(all(answer.data).get('faultcode')?.text).toBe(code)
  })

  test('of a message too large comes before it is read', async () => {
    const answer = await post(v11(call('Ping', 'x'.repeat(1_200_000))))
    expect(all(answer.data).get('code')?.text).toBe('too_large')
  })

  test('of the hub itself tells a number and nothing of its inner workings', async () => {
    const { inbox } = hub.hub
    hub.hub.inbox = {
      ...inbox,
      find: () => Promise.reject(new Error('SQLITE_IOERR: disk I/O error')),
    }
    hub.hub.log.silent = true
    const answer = await post(v11(call('SendSms', '<m:id>1</m:id><m:phone>+79990001122</m:phone><m:text>а</m:text>')))
    hub.hub.inbox = inbox
    hub.hub.log.silent = false
    const fault = all(answer.data)
    expect(fault.get('faultcode')?.text).toBe('soap:Server')
    expect(fault.get('faultstring')?.text).toContain(fault.get('trace')?.text)
    expect(answer.data).not.toContain('SQLITE')
  })
})

test('other methods are told what the address is for', async () => {
  const options = { validateStatus: () => true, proxy: false as const }
  expect((await axios.put(address(), '', options)).status).toBe(405)
  expect((await axios.get(address(), options)).status).toBe(404)
})
