import { expect, test } from 'vitest'
import type { Metadata } from '../../../../src/connectors/onec/metadata.ts'
import { chooseReading } from '../../../../src/connectors/onec/reading/choose.ts'
import { openReading } from '../../../../src/connectors/onec/reading/reading.ts'
import { answer, json, serve } from '../server.ts'

const wsdl = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://realtor.invalid" name="Realtor" targetNamespace="http://realtor.invalid">
<types><xsd:schema targetNamespace="http://realtor.invalid" elementFormDefault="qualified">
 <xsd:element name="GetPlatforms"><xsd:complexType><xsd:sequence><xsd:element name="active" type="xsd:boolean"/></xsd:sequence></xsd:complexType></xsd:element>
 <xsd:element name="GetPlatformsResponse"><xsd:complexType><xsd:sequence><xsd:element name="return" type="tns:Platforms"/></xsd:sequence></xsd:complexType></xsd:element>
 <xsd:complexType name="Platforms"><xsd:sequence><xsd:element name="Platform" type="tns:Platform" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
 <xsd:complexType name="Platform"><xsd:sequence><xsd:element name="Code" type="xsd:string"/><xsd:element name="Name" type="xsd:string"/></xsd:sequence></xsd:complexType>
</xsd:schema></types>
<message name="GetPlatformsRequestMessage"><part name="parameters" element="tns:GetPlatforms"/></message>
<message name="GetPlatformsResponseMessage"><part name="parameters" element="tns:GetPlatformsResponse"/></message>
<portType name="RealtorPortType"><operation name="GetPlatforms"><input message="tns:GetPlatformsRequestMessage"/><output message="tns:GetPlatformsResponseMessage"/></operation></portType>
<binding name="RealtorSoapBinding" type="tns:RealtorPortType"><soapbind:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
 <operation name="GetPlatforms"><soapbind:operation style="document" soapAction="http://realtor.invalid#Realtor:GetPlatforms"/><input><soapbind:body use="literal"/></input><output><soapbind:body use="literal"/></output></operation></binding>
<service name="Realtor"><port name="RealtorSoap" binding="tns:RealtorSoapBinding"><soapbind:address location="http://behind-a-proxy.invalid/ws/realtor.1cws"/></port></service>
</definitions>`

const envelope = (body: string) =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`
const platform = (code: string) => `<m:Platform><m:Code>${code}</m:Code><m:Name>Площадка ${code}</m:Name></m:Platform>`
const platforms = envelope(
  `<m:GetPlatformsResponse xmlns:m="http://realtor.invalid"><m:return>${platform('1')}${platform('2')}</m:return></m:GetPlatformsResponse>`,
)

test('an operation of a web service gives rows, through our own connection whatever the WSDL says', async () => {
  await using fake = await serve(({ method }, response) =>
    answer(response, 200, 'text/xml; charset=utf-8', method === 'GET' ? wsdl : platforms),
  )
  const call = {
    kind: 'soap' as const,
    soap: 'realtor.1cws',
    operation: 'GetPlatforms',
    arguments: { active: true },
    rows: 'Platform',
  }
  const reading = openReading(fake.open(), 1)
  expect(await reading.rows(call)).toEqual([
    { Code: '1', Name: 'Площадка 1' },
    { Code: '2', Name: 'Площадка 2' },
  ])
  await reading.rows(call)
  expect(fake.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /realtor/ws/realtor.1cws',
    'POST /realtor/ws/realtor.1cws',
    'POST /realtor/ws/realtor.1cws',
  ])
  expect(fake.received[1]?.body).toContain('true')
})

test('the fault of a web service is a refusal with its text', async () => {
  const fault = envelope(
    '<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Площадки закрыты</faultstring></soap:Fault>',
  )
  await using fake = await serve(({ method }, response) =>
    method === 'GET'
      ? answer(response, 200, 'text/xml', wsdl)
      : answer(response, 500, 'text/xml; charset=utf-8', fault),
  )
  const call = { kind: 'soap' as const, soap: 'realtor', operation: 'GetPlatforms', arguments: {}, rows: '' }
  await expect(openReading(fake.open(), 1).rows(call)).rejects.toMatchObject({
    fate: 'park',
    message: expect.stringContaining('Площадки закрыты'),
  })
})

test('an HTTP service gives the rows that lie where the mapping says', async () => {
  await using fake = await serve((_, response) =>
    json(response, { data: { items: [{ id: 1, tags: [{ name: 'a' }], owner: { code: 'x' } }] } }),
  )
  const rows = await openReading(fake.open(), 1).rows({
    kind: 'http',
    http: '/hs/realtor/площадки?since=1 мая',
    rows: 'data.items',
  })
  expect(rows).toEqual([{ id: 1, tags: [{ name: 'a' }], owner: { code: 'x' } }])
  expect(fake.received[0]?.path).toBe('/realtor/hs/realtor/площадки')
  expect(fake.received[0]?.url).toContain('since=1%20')
})

test('a virtual table is asked for with its parameters in the query', async () => {
  await using fake = await serve((_, response) => json(response, { value: [{ Квартира_Key: 'a', Цена: 5 }] }))
  const parameters = { Period: '2026-11-24', Condition: "ВидЦены eq 'Базовая'" }
  const table = { kind: 'table' as const, set: 'InformationRegister_Цены', table: 'SliceLast', parameters }
  expect(await openReading(fake.open(), 1).rows(table)).toEqual([{ Квартира_Key: 'a', Цена: 5 }])
  expect(fake.received[0]?.path).toMatch(/InformationRegister_Цены\/SliceLast$/)
  expect(fake.received[0]?.query.get('Period')).toBe("datetime'2026-11-24T00:00:00'")
  expect(fake.received[0]?.query.get('Condition')).toBe("'ВидЦены eq ''Базовая'''")
})

test('numbers and flags are not put into quotes', async () => {
  await using fake = await serve((_, response) => json(response, { value: [] }))
  const parameters = { Top: 100, Развернуто: true }
  await openReading(fake.open(), 1).rows({ kind: 'table', set: 'Set', table: 'RecordsWithExtDimensions', parameters })
  expect(fake.received[0]?.query.get('Top')).toBe('100')
  expect(fake.received[0]?.query.get('Развернуто')).toBe('true')
})

const plan = { set: 'ExchangePlan_Хаб', unusable: null, experience: null }
const metadata = (properties: string[], sets: string[]): Metadata => ({
  entityTypes: new Map([
    [
      'T',
      {
        name: 'T',
        open: false,
        key: [],
        navigation: new Map(),
        properties: new Map(properties.map((name) => [name, { type: '', nullable: true }])),
      },
    ],
  ]),
  complexTypes: new Map(),
  enums: new Map(),
  sets: new Map(sets.map((set) => [set, 'T'])),
  functions: [],
})

test.for([
  ['the plan is there', ['DataVersion', 'Date'], [plan.set, 'Set'], plan, 'plan'],
  [
    'the plan keeps silent about the set',
    ['DataVersion'],
    [plan.set, 'Set'],
    { ...plan, experience: 'misses' as const },
    'versions',
  ],
  ['the plan has no node', ['DataVersion'], [plan.set, 'Set'], { ...plan, unusable: 'нет узла' }, 'versions'],
  ['there is no plan', ['DataVersion', 'Date'], ['Set'], plan, 'versions'],
  ['there is no version', ['Period'], ['Set'], plan, 'window'],
  ['there is nothing', ['Значение'], ['Set'], plan, 'full'],
] as const)('%s: the best way is chosen and explained', ([, properties, sets, known, way]) => {
  const chosen = chooseReading(metadata([...properties], [...sets]), 'Set', undefined, known)
  expect(chosen.way).toBe(way)
  expect(chosen.why).toMatch(/[а-я]/)
  expect(chooseReading(metadata([...properties], [...sets]), 'Set', 'full', known).way).toBe('full')
})
