import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseList } from '../../../src/connectors/onec/json.ts'
import { rowPieces } from '../../../src/connectors/onec/json-rows.ts'

const read = (text: string, bytes = 100) => [...rowPieces(Buffer.from(text), undefined, bytes)]

/** Texts that look like what the cutter goes by. */
const trap = fc.constantFrom(
  'DataVersion',
  '"DataVersion"',
  '},{"DataVersion":',
  '}]}',
  '[{',
  '"',
  '\\',
  'Ёлка',
  '😀',
  '',
)
const text = fc.oneof(trap, fc.string({ unit: 'grapheme' }))
const plain = fc.oneof(text, fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }))
const name = fc.oneof(fc.constantFrom('Code', 'Description', 'ФИО', 'Сумма'), text).filter((one) => one !== '__proto__')
const rows = fc.array(fc.dictionary(name, plain, { maxKeys: 4 }), { maxLength: 3 })
const record = fc
  .record({
    Ref_Key: fc.uuid(),
    DataVersion: fc.base64String(),
    fields: fc.dictionary(name, plain, { maxKeys: 6 }),
    Состав: rows,
  })
  .map(({ fields, ...one }) => ({ ...fields, ...one }))
/** As 1C writes with line breaks, and as others do without. */
const indent = fc.constantFrom(undefined, 2, '\r\n')

test('cut into pieces, a list has the rows it has as a whole', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 20 }), fc.nat({ max: 500 }), indent, (value, bytes, space) => {
      const body = JSON.stringify({ 'odata.metadata': '$metadata#Catalog', value, 'odata.count': '7' }, null, space)
      const rows = read(body, bytes).flat()
      const whole = parseList(body).rows
      expect(rows.map(({ Ref_Key }) => Ref_Key)).toEqual(whole.map(({ Ref_Key }) => Ref_Key))
      expect(rows.map(stripped)).toEqual(whole)
    }),
    { numRuns: 500 },
  )
})

/** Annotations stay on records that are read uncopied. */
function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.includes('@') && !key.startsWith('odata.'))
      .map(([key, one]) => [key, stripped(one)]),
  )
}

test('a list that was cut off, or is none, is refused whatever its size', () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.nat({ max: 300 }),
      (value, at, bytes) => {
        const body = Buffer.from(JSON.stringify({ value }))
        const cut = body.subarray(0, at % body.length)
        expect(() => [...rowPieces(Buffer.from(cut), undefined, bytes)]).toThrow()
      },
    ),
    { numRuns: 500 },
  )
  expect(() => read('{"odata.error":{"code":"8"}}')).toThrow()
  expect(() => read('[]')).toThrow()
})

test('rubbish between two records is refused as well', () => {
  const one = JSON.stringify({ Ref_Key: 'a', DataVersion: 'b' })
  expect(() => read(`{"value":[${one},${one} , x ${one}]}`, 30)).toThrow()
  expect(() => read(`{"value":[${one} ${one}]}`, 30)).toThrow()
  expect(read(`{"value":[\r\n${one}\r\n,\r\n${one}\r\n]}`, 30)).toHaveLength(2)
})

test('a page is read in pieces of about the size that was asked for', () => {
  const one = { Ref_Key: 'a', DataVersion: 'b', Комментарий: 'ж'.repeat(100) }
  const length = Buffer.byteLength(JSON.stringify(one))
  const pieces = read(JSON.stringify({ value: Array(10).fill(one) }), 4 * length)
  expect(pieces.map((rows) => rows.length)).toEqual([4, 4, 2])
})

test('numbers keep their digits, and rows without a version lose their annotations', () => {
  const [[sum] = []] = read('{"value":[{"DataVersion":"a","Сумма":12345678901234567.89}]}')
  expect(sum).toMatchObject({ Сумма: '12345678901234567.89' })
  const [[row] = []] = read('{"value":[{"Period":"2026-11-01T00:00:00","X@navigationLinkUrl":"x"}]}')
  expect(row).toEqual({ Period: '2026-11-01T00:00:00' })
})

test('bytes that are no UTF-8 go by the charset', () => {
  const body = Buffer.from('{"value":[{"DataVersion":"a","Name":"\xcc\xee\xf1\xea\xe2\xe0"}]}', 'latin1')
  expect([...rowPieces(body, 'windows-1251', 5)].flat()).toMatchObject([{ Name: 'Москва' }])
})
