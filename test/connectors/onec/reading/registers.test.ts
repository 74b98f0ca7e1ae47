import { expect, onTestFinished, test } from 'vitest'
import { openOnec } from '../../../../src/connectors/onec/client.ts'
import { openReading } from '../../../../src/connectors/onec/reading/reading.ts'
import type { RawRecord } from '../../../../src/model/raw.ts'
import { type Configuration, number, ref, text } from '../../../../src/twin/infobase/configuration.ts'
import { numberIn, textIn } from '../../../../src/twin/infobase/record.ts'
import { publish } from '../../../twin/infobase/published.ts'

const flats = 'Catalog_Квартиры'
const flat = ref(flats)
const noKind = { Вид_Key: '00000000-0000-0000-0000-000000000000' }

/** Prices by day, prices that a document sets, and states without a period. */
const configuration: Configuration = {
  name: 'Цены',
  enums: {},
  objects: [
    { kind: 'Catalog', name: 'Виды', synonym: '', codeLength: 5, descriptionLength: 50, attributes: {} },
    { kind: 'Catalog', name: 'Квартиры', synonym: '', codeLength: 5, descriptionLength: 50, attributes: {} },
    {
      kind: 'InformationRegister',
      name: 'Цены',
      synonym: '',
      periodicity: 'day',
      dimensions: { Квартира: flat, Вид: ref('Catalog_Виды') },
      resources: { Цена: number(15, 2) },
    },
    {
      kind: 'InformationRegister',
      name: 'Состояния',
      synonym: '',
      periodicity: 'none',
      dimensions: { Квартира: flat },
      resources: { Состояние: text(20) },
    },
    {
      kind: 'InformationRegister',
      name: 'Скидки',
      synonym: '',
      periodicity: 'day',
      recorders: ['Document_Скидка'],
      dimensions: { Квартира: flat },
      resources: { Процент: number(3) },
    },
    {
      kind: 'Document',
      name: 'Скидка',
      synonym: '',
      numberLength: 5,
      attributes: { Квартира: flat, Процент: number(3) },
      posting: (it) => [
        {
          register: 'InformationRegister_Скидки',
          rows: [
            {
              Period: textIn(it, 'Date'),
              Квартира_Key: textIn(it, 'Квартира_Key'),
              Процент: numberIn(it, 'Процент'),
            },
          ],
        },
      ],
    },
  ],
}

const beside = (name: string, more = {}) => ({ name, set: `InformationRegister_${name}`, by: 'Квартира_Key', ...more })

async function openFlats(count: number) {
  const { base, site } = await publish({ configuration })
  const onec = openOnec({ url: site, user: 'exchange', password: 'exchange', pauseMs: 1, pauses: [0] })
  onTestFinished(() => onec.close())
  const refs = Array.from({ length: count }, (_, n) =>
    String(base.write(flats, { Description: `Квартира ${n}` }).Ref_Key),
  )
  const reading = openReading(onec, 2, () => '2026-11-24T12:00:00')
  const read = async (expand: Parameters<typeof reading.pages>[1]['expand']): Promise<RawRecord[]> => {
    const rows: RawRecord[] = []
    for await (const page of reading.pages(flats, { pageSize: 100, expand })) rows.push(...page.rows)
    return rows
  }
  return { base, reading, refs, read }
}

test('the last record of a periodic register that is in force stands beside its object, of another register all', async () => {
  const { base, refs, read } = await openFlats(3)
  const [one, two] = refs
  const price = (Квартира_Key: unknown, day: string, Цена: number) =>
    base.write('InformationRegister_Цены', {
      Period: `2026-${day}T00:00:00`,
      Квартира_Key: String(Квартира_Key),
      Цена,
      ...noKind,
    })
  price(one, '11-01', 1)
  price(one, '11-20', 2)
  price(one, '12-01', 3)
  base.write('InformationRegister_Состояния', { Квартира_Key: String(two), Состояние: 'Свободна' })
  const rows = await read([beside('Цены'), beside('Состояния')])
  const found = rows.map(({ Цены, Состояния }) => [Цены, Состояния])
  expect(found).toMatchObject([
    [[{ Цена: 2 }], []],
    [[], [{ Состояние: 'Свободна' }]],
    [[], []],
  ])
})

test('a register that a document writes is found by its rows', async () => {
  const { base, refs, read } = await openFlats(2)
  const { Ref_Key } = base.write('Document_Скидка', {
    Date: '2026-11-20T00:00:00',
    Квартира_Key: String(refs[1]),
    Процент: 7,
  })
  base.post('Document_Скидка', String(Ref_Key))
  expect(await read([beside('Скидки')])).toMatchObject([{ Скидки: [] }, { Скидки: [{ Процент: 7 }] }])
})

test('a condition leaves rows out, and references of the rows are joined', async () => {
  const { base, refs, read } = await openFlats(1)
  const kinds = ['Базовая', 'Акция'].map((Description) => String(base.write('Catalog_Виды', { Description }).Ref_Key))
  for (const [n, Вид_Key] of kinds.entries())
    base.write('InformationRegister_Цены', {
      Period: '2026-11-01T00:00:00',
      Квартира_Key: String(refs[0]),
      Вид_Key,
      Цена: n + 1,
    })
  const [all = {}] = await read([beside('Цены'), 'Цены/Вид'])
  expect((all.Цены as RawRecord[]).map(({ Вид }) => (Вид as RawRecord).Description).sort()).toEqual([
    'Акция',
    'Базовая',
  ])
  const [some] = await read([beside('Цены', { condition: `Вид_Key eq guid'${kinds[1]}'` })])
  expect(some?.Цены).toMatchObject([{ Цена: 2 }])
})

test('a register read whole and one asked for its rows object by object give the same', async () => {
  const { base, refs, reading, read } = await openFlats(120)
  for (const [n, Квартира_Key] of refs.entries())
    base.write('InformationRegister_Цены', { Period: '2026-11-01T00:00:00', Квартира_Key, Цена: n, ...noKind })
  const whole = await read([beside('Цены')])
  expect(whole.map(({ Цены }) => (Цены as RawRecord[])[0]?.Цена)).toEqual(
    whole.map((row) => refs.indexOf(String(row.Ref_Key))),
  )
  const again: RawRecord[] = []
  for await (const { rows } of reading.byRefs(flats, refs, undefined, [beside('Цены')])) again.push(...rows)
  const prices = (rows: RawRecord[]) => new Map(rows.map(({ Ref_Key, Цены }) => [Ref_Key, Цены]))
  expect(prices(again)).toEqual(prices(whole))
})
