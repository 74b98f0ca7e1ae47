import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode } from '../../../src/connectors/onec/decode.ts'
import { formatBody, parseList, parseOne } from '../../../src/connectors/onec/json.ts'
import { fixture } from './fixtures.ts'

test('the recorded list of a subordinate catalogue is read without links', () => {
  const { rows, count } = parseList(decode(fixture('json/list-catalog-subordinate.json')))
  expect(count).toBeNull()
  expect(rows).toHaveLength(6)
  expect(rows[0]).toEqual({
    Ref_Key: '68c21aea-cd73-11e6-aede-5404a6b4b8ed',
    DataVersion: 'AAAAAwAAAAA=',
    DeletionMark: false,
    Owner_Key: '68c21ae9-cd73-11e6-aede-5404a6b4b8ed',
    Code: '000000001',
    Description: 'шт',
    Вес: 20,
    Коэффициент: '1',
    Predefined: false,
    PredefinedDataName: '',
  })
})

test('the recorded single object keeps its null and its empty section', () => {
  const record = parseOne(decode(fixture('json/single-catalog-hierarchical.json')))
  expect(record).toMatchObject({ СерийныйУчет: null, Картинки: [], Весовой: true, Code: '00000000005' })
  expect(Object.keys(record).filter((name) => /[@.]/.test(name))).toEqual([])
})

test('sections are records, links inside them dropped, lone objects records inside the record', () => {
  expect(
    parseOne(
      '{"odata.id":"x","Ряды":[{"LineNumber":"1","A@navigationLinkUrl":"y"}],"Тип":{"Digits":10},"Типы":["a","b"]}',
    ),
  ).toEqual({ Ряды: [{ LineNumber: '1' }], Тип: { Digits: 10 }, Типы: [{ Value: 'a' }, { Value: 'b' }] })
})

test('a count comes as text', () => {
  expect(parseList('{"odata.count":"19","value":[]}')).toEqual({ rows: [], count: 19 })
})

test('decimals longer than a double keep their digits', () => {
  expect(
    parseList('{"value":[{"A":12345678901234567890.123456,"B": 0.1,"C":10000000.5,"D":"1234567890123456789"}]}').rows,
  ).toEqual([{ A: '12345678901234567890.123456', B: 0.1, C: 10000000.5, D: '1234567890123456789' }])
})

test('what is no list or no object is refused', () => {
  for (const text of ['', '[]', '{"value":1}', '{"value":[1]}', 'null']) expect(() => parseList(text)).toThrow()
  for (const text of ['', '[]', '1', 'null']) expect(() => parseOne(text)).toThrow()
})

test('a record written as a body is read back as it was', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const name = fc.stringMatching(/^[A-Za-zА-Яа-я]\w{0,8}$/u)
  const record = fc.dictionary(name, scalar, { noNullPrototype: true })
  fc.assert(
    fc.property(fc.dictionary(name, fc.oneof(scalar, fc.array(record)), { noNullPrototype: true }), (body) => {
      const clean = JSON.parse(formatBody(body))
      expect(parseOne(formatBody(body))).toEqual(clean)
      expect(parseOne(decode(Buffer.from(`\ufeff${formatBody(body)}`)))).toEqual(clean)
    }),
  )
})

test('any text is decoded as the platform decodes it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decode(Buffer.from(bytes))).toBe(new TextDecoder().decode(bytes))
    }),
  )
})
