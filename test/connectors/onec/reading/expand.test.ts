import { expect, test } from 'vitest'
import { type Change, readAtom } from '../../../../src/connectors/onec/atom.ts'
import { openOnec } from '../../../../src/connectors/onec/client.ts'
import { parseList } from '../../../../src/connectors/onec/json.ts'
import { openReading } from '../../../../src/connectors/onec/reading/reading.ts'
import { typedChange } from '../../../../src/connectors/onec/typed.ts'
import type { RawRecord } from '../../../../src/model/raw.ts'
import { anna, boris, files, letter, letters, office, scan, seedOffice } from '../../../twin/infobase/office.ts'
import { publish } from '../../../twin/infobase/published.ts'
import { revenue, sales, tea } from '../../../twin/infobase/shop.ts'
import { openShop } from '../shop.ts'

async function openOffice() {
  const published = await publish({ configuration: office, seed: seedOffice })
  const onec = openOnec({ url: published.site, user: 'exchange', password: 'exchange', pauseMs: 1, pauses: [0] })
  return { ...published, onec, reading: openReading(onec, 2), close: () => onec.close() }
}

async function first<T extends { rows: RawRecord[] }>(pages: AsyncIterable<T>): Promise<RawRecord> {
  for await (const { rows } of pages) for (const row of rows) return row
  throw new Error('nothing was read')
}

test('an expanded reference is a record inside the record, an empty one null, at any depth', async () => {
  const { reading, close } = await openOffice()
  const expand = ['Партнер/Куратор', `Предмет/${files}`]
  const read = await first(reading.pages(letters, { pageSize: 10, expand }))
  expect(read).toMatchObject({
    Партнер: { Ref_Key: boris, Куратор: { Ref_Key: anna, Description: 'Анна' } },
    Предмет: scan,
    Предмет_Expanded: { Description: 'Скан' },
  })
  expect(await first(reading.byRefs(letters, [letter], undefined, expand))).toEqual(read)
  const curators = await first(reading.byRefs('Catalog_Партнеры', [anna], undefined, ['Куратор']))
  expect(curators.Куратор).toBeNull()
  await close()
})

test('objects that rows of a section refer to are put into the rows', async () => {
  const { reading, close, base } = await openOffice()
  const { Ref_Key: term } = base.write('ChartOfCharacteristicTypes_Свойства', { Description: 'Срок' })
  const lines = [{ LineNumber: 1, Свойство_Key: term }, { LineNumber: 2 }, { LineNumber: 3, Свойство_Key: term }]
  base.write(letters, { Ref_Key: letter, Реквизиты: lines })
  const plan = { pageSize: 10, expand: ['Партнер', 'Реквизиты/Свойство'] }
  const read = await first(reading.pages(letters, plan))
  const described = (read.Реквизиты as RawRecord[]).map((line) => (line.Свойство as RawRecord | null)?.Description)
  expect(described).toEqual(['Срок', undefined, 'Срок'])
  expect(read.Партнер).toMatchObject({ Description: 'Борис' })
  await close()
})

test('rows of a virtual table are expanded too', async () => {
  const shop = await openShop()
  const { Ref_Key } = shop.base.write(sales, { Товар_Key: tea, Сумма: 5 })
  shop.base.post(sales, String(Ref_Key))
  const table = { kind: 'table', set: revenue, table: 'Balance', parameters: {} } as const
  const [row] = await openReading(shop.open(), 1).rows(table, ['Товар'])
  expect(row).toMatchObject({ Товар_Key: tea, Товар: { Description: 'Чай' } })
})

test('a column that refers to nothing published is refused with its name', async () => {
  const { reading, close } = await openOffice()
  await expect(first(reading.pages(letters, { pageSize: 10, expand: ['Реквизиты/Чужое'] }))).rejects.toThrow(
    'Колонка «Чужое»',
  )
  await close()
})

test('an expanded object is the same whether it came as JSON or as Atom', async () => {
  const { onec, ask, close } = await openOffice()
  const query = { $expand: `Партнер/Куратор,Предмет/${files}` }
  const json = parseList((await ask(`/${letters}`, { ...query, $format: 'json' })).text).rows[0]
  const feed = (await ask(`/${letters}`, query)).text
  const changes: Change[] = []
  for await (const change of readAtom(
    (async function* () {
      yield feed
    })(),
  ))
    changes.push(typedChange(await onec.metadata(), change))
  expect(changes[0]).toEqual({ kind: 'upsert', set: letters, raw: json })
  await close()
})
