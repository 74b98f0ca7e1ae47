import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { expect, test } from 'vitest'
import { operations } from '../../../src/http/onec/operations/index.ts'
import { pascal } from '../../../src/http/onec/shape.ts'
import { answerEnvelope } from '../../../src/http/soap/answer.ts'
import { hubNamespace } from '../../../src/http/soap/names.ts'
import { wsdl } from '../../../src/http/soap/wsdl.ts'

const text = wsdl(operations, 'http://hub.invalid/soap/hub')
const schemaText = /<xs:schema[\s\S]*<\/xs:schema>/.exec(text)?.[0] ?? ''
const standalone = schemaText.replace(
  '<xs:schema ',
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="${hubNamespace}" `,
)
const validator = XsdValidator.fromDoc(XmlDocument.fromString(standalone))

test('the description is well-formed and changes only on purpose: 1C keeps the one it was set up with', async () => {
  expect(() => XmlDocument.fromString(text)).not.toThrow()
  await expect(text).toMatchFileSnapshot('hub.snapshot.wsdl')
})

test('every operation has its wrapper, both messages and both bindings', () => {
  for (const name of operations.map((operation) => pascal(operation.name))) {
    expect(text).toContain(`<xs:element name="${name}">`)
    expect(text).toContain(`<message name="${name}ResponseMessage">`)
    expect(text.match(new RegExp(`soapAction="${hubNamespace}#Hub:${name}"`, 'g'))).toHaveLength(2)
  }
})

test('types are those 1C has a value for', () => {
  const used = new Set(Array.from(text.matchAll(/ type="(xs:\w+)"/g), (match) => match[1]))
  expect([...used].sort()).toEqual(['xs:boolean', 'xs:dateTime', 'xs:decimal', 'xs:string'])
})

const call = {
  callId: '1',
  at: '2026-11-24T15:00:00',
  direction: 'in',
  answered: true,
  phone: null,
  dialled: null,
  platform: 'ЦИАН & «партнёры» <реклама>',
  campaign: null,
  keyword: 'купить\u0001 квартиру\r\n😀',
  talkSeconds: 61,
  recordingUrl: 'http://rec.invalid/?a=1&b=2',
  interactionRef: null,
  trace: 't',
}

test.each([
  ['no calls', []],
  ['calls with everything and with nothing', [call, { ...call, keyword: null, talkSeconds: null }]],
])('an answer with %s is valid by the schema', (_what, calls) => {
  const operation = operations.find(({ name }) => name === 'callHistory')
  if (!operation) throw new Error('callHistory is gone')
  const envelope = answerEnvelope('1.1', operation, { calls })
  const body = /<soap:Body>([\s\S]*)<\/soap:Body>/.exec(envelope)?.[1] ?? ''
  expect(() => validator.validate(XmlDocument.fromString(body))).not.toThrow()
  if (calls.length > 0) expect(body).toContain('<m:keyword>купить квартиру&#13;\n😀</m:keyword>')
})
