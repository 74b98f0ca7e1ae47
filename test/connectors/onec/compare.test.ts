import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAtom } from '../../../src/connectors/onec/atom.ts'
import { differences, isSame } from '../../../src/connectors/onec/compare.ts'
import { parseOne } from '../../../src/connectors/onec/json.ts'
import type { RawRecord, RawValue } from '../../../src/model/raw.ts'
import { once } from './fixtures.ts'

const zeroRef = '00000000-0000-0000-0000-000000000000'
const zeroDate = '0001-01-01T00:00:00'

test.for<[RawValue, RawValue]>([
  [5, '5'],
  [0, '0'],
  [12.5, '12.50'],
  [-0, 0],
  [true, 'true'],
  ['а', 'а   '],
  ['а\r\nб', 'а\nб'],
  ['а\u0002б', 'аб'],
  ['68C21AEA-CD73-11E6-AEDE-5404A6B4B8ED', '68c21aea-cd73-11e6-aede-5404a6b4b8ed'],
  ['2026-11-24', '2026-11-24T00:00:00'],
  [null, ''],
  [null, zeroRef],
  [null, zeroDate],
  ['', zeroDate],
  ['', '0001-01-01'],
  [null, 0],
  [null, false],
  [[], null],
  [[{ A: 1 }], [{ LineNumber: '1', A: '1', B: 'x' }]],
  [
    [{ A: 1 }, { A: 2 }],
    [
      { LineNumber: '2', A: '2' },
      { LineNumber: '1', A: '1' },
    ],
  ],
])('%j is %j', ([wanted, got]) => {
  expect(isSame(wanted, got)).toBe(true)
})

test.for<[RawValue, RawValue]>([
  ['007', '7'],
  [7, '7a'],
  ['', 0],
  ['', '0'],
  ['', false],
  [false, 'true'],
  [1.5, 1.50001],
  [' а', 'а'],
  ['а', 'А'],
  [zeroDate, '2026-11-24T00:00:00'],
  ['Иванов Иван Иванович', 'Иванов Иван И'],
  [[], [{ A: 1 }]],
  [
    [{ A: 1 }, { A: 2 }],
    [{ A: 2 }, { A: 1 }],
  ],
  [[{ A: 1 }], [{ B: 1 }]],
])('%j is not %j', ([wanted, got]) => {
  expect(isSame(wanted, got)).toBe(false)
})

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.integer().map((cents) => cents / 100),
  fc.boolean(),
  fc.constantFrom(null, zeroRef, zeroDate, '', '0', '5', '5.0', '2026-11-24', '2026-11-24T00:00:00'),
)

test('a value is itself, and same is same both ways', () => {
  fc.assert(
    fc.property(scalar, scalar, (a, b) => {
      expect(isSame(a, a)).toBe(true)
      expect(isSame(a, b)).toBe(isSame(b, a))
    }),
  )
})

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;')

test('what was written is found again in the JSON and in the Atom of the object', async () => {
  const printable = fc.string({ unit: fc.constantFrom(...'абвXYZ09 .,<>&"\'\n\r😀') })
  const value = fc.oneof(
    printable,
    fc.integer(),
    fc.integer().map((cents) => cents / 100),
    fc.boolean(),
    fc.constantFrom(zeroRef, zeroDate),
  )
  const row = fc.record({ A: value, B: value })
  await fc.assert(
    fc.asyncProperty(fc.record({ A: value, B: value, Ряды: fc.array(row, { maxLength: 3 }) }), async (wanted) => {
      const numbered = wanted.Ряды.map((one, at) => ({ LineNumber: String(at + 1), ...one }))
      expect(differences(wanted, parseOne(JSON.stringify({ ...wanted, Ряды: numbered, C: 1 })))).toEqual([])

      const tags = (record: RawRecord) =>
        Object.entries(record)
          .map(([name, one]) => `<d:${name}>${escaped(String(one))}</d:${name}>`)
          .join('')
      const rows = numbered.map((one) => `<d:element>${tags(one)}</d:element>`).join('')
      const { A, B } = wanted
      const entry = `<entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
        xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><category term="StandardODATA.X"/>
        <m:properties>${tags({ A, B })}<d:Ряды m:type="Collection(X)">${rows}</d:Ряды></m:properties></entry>`
      for await (const change of readAtom(once(entry)))
        expect(differences(wanted, change.kind === 'upsert' ? change.raw : {})).toEqual([])
    }),
  )
})
