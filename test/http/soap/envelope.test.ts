import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EnvelopeError, readEnvelope } from '../../../src/http/soap/envelope.ts'
import { hubNamespace, soapVersions } from '../../../src/http/soap/names.ts'
import { xmlText } from '../../../src/http/soap/write-xml.ts'

const v11 = soapVersions['1.1'].namespace
const xsi = 'http://www.w3.org/2001/XMLSchema-instance'

describe('an envelope as 1C writes it', () => {
  test('prefixes, a header, nil and namespaces on the elements themselves', () => {
    const call = readEnvelope(`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${v11}">
	<soap:Header/>
	<soap:Body>
		<m:SendSms xmlns:m="${hubNamespace}">
			<m:id xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="${xsi}">ЦБ-000123</m:id>
			<m:phone xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="${xsi}">+7 (999) 000-11-22</m:phone>
			<m:clientRef xmlns:xsi="${xsi}" xsi:nil="true"/>
			<m:text>Ваша бронь &quot;кв. 12&quot; &amp; ключи</m:text>
		</m:SendSms>
	</soap:Body>
</soap:Envelope>`)
    expect(call).toEqual({
      version: '1.1',
      operation: 'SendSms',
      fields: [
        { name: 'id', value: 'ЦБ-000123' },
        { name: 'phone', value: '+7 (999) 000-11-22' },
        { name: 'clientRef', value: null },
        { name: 'text', value: 'Ваша бронь "кв. 12" & ключи' },
      ],
    })
  })

  test('a default namespace, CDATA, and SOAP 1.2', () => {
    const call = readEnvelope(
      `<Envelope xmlns="${soapVersions['1.2'].namespace}"><Body><Ping xmlns="${hubNamespace}"><a><![CDATA[<б>]]></a></Ping></Body></Envelope>`,
    )
    expect(call).toEqual({ version: '1.2', operation: 'Ping', fields: [{ name: 'a', value: '<б>' }] })
  })
})

const body = (inner: string, header = '') =>
  `<s:Envelope xmlns:s="${v11}">${header}<s:Body>${inner}</s:Body></s:Envelope>`
const ping = `<Ping xmlns="${hubNamespace}"/>`

test.each([
  ['what is no XML', '<soap:Envelope', /не XML/, null],
  ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${body(ping)}`, /DOCTYPE/, null],
  ['an entity of its own', body(`<Ping xmlns="${hubNamespace}">&b;</Ping>`), /не XML/, null],
  ['another document', '<html/>', /не конверт/, 'VersionMismatch'],
  ['an unknown SOAP', '<Envelope xmlns="http://www.w3.org/2001/06/soap-envelope"/>', /не конверт/, 'VersionMismatch'],
  ['no body', `<s:Envelope xmlns:s="${v11}"/>`, /нет Body/, null],
  ['an empty body', body(''), /ровно один/, null],
  ['two operations', body(ping + ping), /ровно один/, null],
  ['another service', body('<Ping xmlns="urn:other"/>'), /пространства имён/, null],
  [
    'a header it must understand',
    body(ping, '<s:Header><a:Security xmlns:a="urn:a" s:mustUnderstand="1"/></s:Header>'),
    /Security/,
    'MustUnderstand',
  ],
  [
    'a pit',
    body(`<Ping xmlns="${hubNamespace}">${'<a>'.repeat(100)}${'</a>'.repeat(100)}</Ping>`),
    /вложенность/,
    null,
  ],
])('%s is refused with a reason', (_what, text, words, fault) => {
  let thrown: unknown
  try {
    readEnvelope(text)
  } catch (error) {
    thrown = error
  }
  expect((thrown as Error).message).toMatch(words)
  expect(thrown instanceof EnvelopeError ? thrown.fault : null).toBe(fault)
})

test('a header nobody insists on is passed over', () => {
  const header = '<s:Header><a:Security xmlns:a="urn:a" s:mustUnderstand="0"/></s:Header>'
  expect(readEnvelope(body(ping, header)).operation).toBe('Ping')
})

test('any text survives being written and read, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const [field] = readEnvelope(body(`<Ping xmlns="${hubNamespace}"><a>${xmlText(text)}</a></Ping>`)).fields
      const kept = text.toWellFormed().replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
      expect(field?.value).toBe(kept)
    }),
  )
})
