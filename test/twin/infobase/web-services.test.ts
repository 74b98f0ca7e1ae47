import { BasicAuthSecurity, createClientAsync } from 'soap'
import { expect, test } from 'vitest'
import type { Configuration, User } from '../../../src/twin/infobase/configuration.ts'
import type { WebService } from '../../../src/twin/infobase/web-services/web-service.ts'
import { exchange, publish } from './published.ts'

const service: WebService = {
  name: 'Orders',
  namespace: 'http://www.example.invalid/orders',
  alias: 'orders.1cws',
  types: [
    {
      name: 'Order',
      properties: [
        { name: 'Number', type: 'string' },
        { name: 'Total', type: 'decimal' },
        { name: 'Paid', type: 'boolean' },
        { name: 'Comment', type: 'string', nillable: true },
        { name: 'Row', type: 'Row', many: true },
      ],
    },
    {
      name: 'Row',
      properties: [
        { name: 'Count', type: 'integer' },
        { name: 'At', type: 'dateTime', optional: true },
      ],
    },
  ],
  operations: [
    { name: 'Ping', parameters: [], result: { type: 'string' }, run: () => 'OK <&>' },
    {
      name: 'Put',
      parameters: [
        { name: 'Data', type: 'Order' },
        { name: 'Note', type: 'string', nillable: true },
      ],
      result: { type: 'Order' },
      run: ({ Data, Note }) => ({ ...(Data as object), Comment: Note }),
    },
    {
      name: 'Find',
      parameters: [{ name: 'Key', type: 'string' }],
      result: { type: 'Order', nillable: true },
      run: ({ Key }, base) => {
        base.write('Catalog_Следы', { Description: String(Key) })
        if (Key === 'bad') throw new Error('Заказ не может быть прочитан')
        return null
      },
    },
  ],
}

const configuration: Configuration = {
  name: 'Сервис',
  enums: {},
  objects: [{ kind: 'Catalog', name: 'Следы', synonym: 'Следы', codeLength: 5, descriptionLength: 50, attributes: {} }],
  webServices: [service],
}
const users: readonly User[] = [exchange, { name: 'guest', password: 'guest', deniedServices: ['Orders'] }]
const authorization = (login = 'exchange:exchange') => ({
  Authorization: `Basic ${Buffer.from(login).toString('base64')}`,
})

async function published() {
  const { site, base } = await publish({ configuration, users })
  const url = `${site}/ws/orders.1cws`
  const client = async (version12 = false) => {
    const opened = await createClientAsync(`${url}?wsdl`, {
      wsdl_headers: authorization(),
      disableCache: true,
      forceSoap12Headers: version12,
      handleNilAsNull: true,
    })
    opened.setSecurity(new BasicAuthSecurity('exchange', 'exchange'))
    return opened
  }
  const send = async (body: string, login?: string) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...authorization(login), 'Content-Type': 'text/xml' },
      body,
    })
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
  }
  return { site, base, url, client, send }
}

const order = {
  Number: '1',
  Total: 12.5,
  Paid: true,
  Comment: null,
  Row: [{ Count: 1 }, { Count: 2, At: '2026-11-24T09:00:00' }],
}

test('the package soap describes and calls the service, over SOAP 1.1 and 1.2', async () => {
  const { client } = await published()
  for (const version12 of [false, true]) {
    const opened = await client(version12)
    expect(Object.keys(opened.describe().Orders)).toEqual(['OrdersSoap', 'OrdersSoap12'])
    expect((await opened.PingAsync({}))[0]).toEqual({ return: 'OK <&>' })
    const [answer] = await opened.PutAsync({ Data: order, Note: 'срочно' })
    expect(answer.return).toMatchObject({ Number: '1', Total: 12.5, Paid: true, Comment: 'срочно' })
    expect(answer.return.Row).toHaveLength(2)
  }
})

test('nil goes in and comes out, an exception is a fault with its text and undoes the transaction', async () => {
  const { client, base, send } = await published()
  const opened = await client()
  expect((await opened.PutAsync({ Data: order, Note: null }))[0].return.Comment).toBeNull()
  expect((await opened.FindAsync({ Key: '7' }))[0]).toEqual({ return: null })
  expect(base.list('Catalog_Следы')).toHaveLength(1)
  const text = /\{WebСервис\.Orders\.Модуль\(\d+\)\}: Заказ не может быть прочитан/
  await expect(opened.FindAsync({ Key: 'bad' })).rejects.toThrow(text)
  expect(base.list('Catalog_Следы')).toHaveLength(1)
  const raw = await send(envelope('<Find xmlns="http://www.example.invalid/orders"><Key>bad</Key></Find>'))
  expect([raw.status, raw.type]).toEqual([500, 'text/xml; charset=utf-8'])
  expect(raw.text).toContain('<faultcode>soap:Server</faultcode>')
})

const envelope = (inner: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`

test.each([
  ['no XML', 'not xml'],
  ['another operation', envelope('<Nothing xmlns="http://www.example.invalid/orders"/>')],
  ['another namespace', envelope('<Ping xmlns="urn:other"/>')],
  ['a missing parameter', envelope('<Find xmlns="http://www.example.invalid/orders"/>')],
  ['no body', '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>'],
])('%s is a fault of the client', async (_title, body) => {
  const { send } = await published()
  const answer = await send(body)
  expect(answer.status).toBe(500)
  expect(answer.text).toContain('<faultcode>soap:Client</faultcode>')
})

test('the WSDL has the shape and the layout of a recorded one', async () => {
  const { url } = await published()
  const text = await (await fetch(`${url}?wsdl`, { headers: authorization() })).text()
  const lines = text.split('\n')
  expect(lines.slice(0, 5)).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"',
    '\t\txmlns:soap12bind="http://schemas.xmlsoap.org/wsdl/soap12/"',
    '\t\txmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/"',
    '\t\txmlns:tns="http://www.example.invalid/orders"',
  ])
  for (const piece of [
    '\t<message name="PingRequestMessage">\n\t\t<part name="parameters"\n\t\t\t\telement="tns:Ping"/>\n\t</message>',
    '\t<portType name="OrdersPortType">\n\t\t<operation name="Ping">\n\t\t\t<input message="tns:PingRequestMessage"/>',
    '\t<binding name="OrdersSoapBinding"\n\t\t\ttype="tns:OrdersPortType">\n\t\t<soapbind:binding style="document"\n\t\t\t\ttransport="http://schemas.xmlsoap.org/soap/http"/>',
    'soapAction="http://www.example.invalid/orders#Orders:Put"',
    '<binding name="OrdersSoap12Binding"',
    '\t\t<port name="OrdersSoap"\n\t\t\t\tbinding="tns:OrdersSoapBinding">\n\t\t\t<documentation> \n\t\t\t\t<wsi:Claim',
    `<soap12bind:address location="${url}"/>`,
    '\t\t\t\t\t<xs:element name="Comment"\n\t\t\t\t\t\t\ttype="xs:string"\n\t\t\t\t\t\t\tnillable="true"/>',
    'type="tns:Row"\n\t\t\t\t\t\t\tminOccurs="0"\n\t\t\t\t\t\t\tmaxOccurs="unbounded"/>',
  ]) {
    expect(text).toContain(piece)
  }
})

test('the service answers under its name too, and not to whom the role lacks it', async () => {
  const { site, send } = await published()
  expect((await fetch(`${site}/ws/Orders?wsdl`, { headers: authorization() })).status).toBe(200)
  expect((await fetch(`${site}/ws/Other?wsdl`, { headers: authorization() })).status).toBe(404)
  expect((await fetch(`${site}/ws/Orders`, { headers: authorization() })).status).toBe(405)
  expect((await send(envelope(''), 'guest:guest')).status).toBe(403)
})
