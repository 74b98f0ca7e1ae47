import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, readAtom } from '../../../src/connectors/onec/atom.ts'
import { parseOne } from '../../../src/connectors/onec/json.ts'
import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { typedChange } from '../../../src/connectors/onec/typed.ts'
import { box, coffee, goods, revenue, sales, tea } from '../../twin/infobase/shop.ts'
import { openShop } from './shop.ts'

async function* once(text: string) {
  yield text
}

async function only(text: string): Promise<Change> {
  for await (const change of readAtom(once(text))) return change
  throw new Error('the feed is empty')
}

test('an entity is the same whether it came as JSON or as Atom', async () => {
  const shop = await openShop()
  const metadata = await readMetadata(once((await shop.ask('/$metadata')).text))
  const both = async (set: string, ref: string) => {
    const path = `/${set}(guid'${ref}')`
    const [json, atom] = await Promise.all([shop.ask(path, { $format: 'json' }), shop.ask(path)])
    return { json: parseOne(json.text), atom: typedChange(metadata, await only(atom.text)) }
  }

  const text = fc.string({ unit: fc.constantFrom(...'аЯё 0<&>\'"\n\t-.'), maxLength: 12 })
  const decimal = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.constantFrom(0.1, 12345678901.25, 1e-3, 0))
  const good = fc.record({
    Description: text,
    Артикул: text,
    Вес: fc.integer({ min: -9999, max: 9999 }),
    Остаток: fc.integer({ min: -1e12, max: 1e12 }),
    Цена: decimal,
    Весовой: fc.boolean(),
    ДатаВвода: fc.constantFrom('0001-01-01T00:00:00', '2026-11-24T09:30:00'),
    ОсновнаяЕдиница_Key: fc.constantFrom(box, '00000000-0000-0000-0000-000000000000'),
    Свойства: fc.array(fc.record({ Имя: text, Значение: decimal }), { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(good, async ({ Свойства: rows, ...fields }) => {
      const numbered = rows.map((row, at) => ({ ...row, LineNumber: at + 1 }))
      shop.base.write(goods, { Ref_Key: tea, ...fields, Свойства: numbered })
      const { json, atom } = await both(goods, tea)
      expect(atom).toEqual({ kind: 'upsert', set: goods, raw: json })
    }),
    { numRuns: 60 },
  )

  const basis = fc.constantFrom(
    { Основание: box, Основание_Type: 'StandardODATA.Catalog_Единицы' },
    { Основание: '', Основание_Type: 'StandardODATA.Undefined' },
  )
  await fc.assert(
    fc.asyncProperty(basis, decimal, async (composite, sum) => {
      const { Ref_Key: ref } = shop.base.write(sales, { Товар_Key: coffee, Сумма: sum, ...composite })
      const { json, atom } = await both(sales, String(ref))
      expect(atom).toEqual({ kind: 'upsert', set: sales, raw: json })
    }),
    { numRuns: 20 },
  )
})

test('record sets are typed row by row', async () => {
  const shop = await openShop()
  const metadata = await readMetadata(once((await shop.ask('/$metadata')).text))
  const { Ref_Key: ref } = shop.base.write(sales, { Товар_Key: coffee, Сумма: 900 })
  shop.base.post(sales, String(ref))
  const [json] = (await shop.rows(revenue)) as { RecordSet: object[] }[]
  const atom = typedChange(metadata, await only((await shop.ask(`/${revenue}`)).text))
  expect(atom).toMatchObject({ kind: 'record-set', recorder: ref, rows: json?.RecordSet })
})

test('decimals a double cannot hold stay text in both formats', async () => {
  const metadata = await readMetadata(
    once(
      '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices><Schema><EntityType Name="Catalog_A"><Property Name="D" Type="Edm.Double"/></EntityType><EntitySet Name="Catalog_A" EntityType="StandardODATA.Catalog_A"/></Schema></edmx:DataServices></edmx:Edmx>',
    ),
  )
  const digits = fc.tuple(fc.stringMatching(/^-?[1-9]\d{0,24}$/), fc.stringMatching(/^\d{0,12}[1-9]$/), fc.boolean())
  fc.assert(
    fc.property(digits, ([whole, fraction, isWhole]) => {
      const printed = isWhole ? whole : `${whole}.${fraction}`
      const { D: json } = parseOne(`{"D":${printed}}`)
      const change = typedChange(metadata, { kind: 'upsert', set: 'Catalog_A', raw: { D: printed } })
      expect(change).toEqual({ kind: 'upsert', set: 'Catalog_A', raw: { D: json } })
      // 16 digits without a sign or a point are within what a double prints back.
      expect(Number(json)).toBe(Number(printed))
      if (typeof json === 'string') expect(json).toBe(printed)
      else expect(BigInt(whole)).toBe(BigInt(Math.trunc(Number(json))))
    }),
  )
})

test('what $metadata does not tell stays readable text', () => {
  const none = { entityTypes: new Map(), complexTypes: new Map(), enums: new Map(), sets: new Map(), functions: [] }
  const change: Change = { kind: 'upsert', set: 'Catalog_A', raw: { Posted: 'true', Rows: [{ N: '1' }] } }
  expect(typedChange(none, change)).toEqual(change)
})
