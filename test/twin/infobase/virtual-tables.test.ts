import { expect, test } from 'vitest'
import { errorOf, guid, publish } from './published.ts'
import { coffee, goods, prices, returns, revenue, sales, seedShop, shop, tea } from './shop.ts'

/** Two sales of tea, one of coffee, one return of tea; three prices of tea, one of coffee. */
const published = () =>
  publish({
    configuration: shop,
    seed: (base) => {
      seedShop(base)
      const documents = [
        [sales, guid(21), '2026-01-10T10:00:00', tea, 100.1],
        [sales, guid(22), '2026-02-10T10:00:00', tea, 200.2],
        [sales, guid(23), '2026-02-11T10:00:00', coffee, 50],
        [returns, guid(24), '2026-03-10T10:00:00', tea, 0.3],
      ] as const
      for (const [set, key, date, good, sum] of documents) {
        base.write(set, { Ref_Key: key, Date: date, Товар_Key: good, Сумма: sum })
        base.post(set, key)
      }
      for (const [day, good, kind, price] of [
        ['2026-01-01', tea, 'опт', 1],
        ['2026-02-01', tea, 'опт', 2],
        ['2026-02-01', tea, 'розница', 5],
        ['2026-03-01', coffee, 'опт', 9],
      ] as const) {
        base.write(prices, { Period: `${day}T00:00:00`, Товар_Key: good, Вид: kind, Цена: price })
      }
    },
  })

const json = { $format: 'json' }

test('a balance sums movements before its moment, to the kopeck', async () => {
  const { rows } = await published()
  expect(await rows(`${revenue}/Balance`)).toMatchObject([
    { Товар_Key: tea, СуммаBalance: 300 },
    { Товар_Key: coffee, СуммаBalance: 50 },
  ])
  const atSecondSale = "Period=datetime'2026-02-10T10:00:00'"
  expect(await rows(`${revenue}/Balance(${atSecondSale})`)).toMatchObject([{ Товар_Key: tea, СуммаBalance: 100.1 }])
  expect(await rows(`${revenue}/Balance()`, { Period: "datetime'2026-02-10T10:00:01'" })).toMatchObject([
    { СуммаBalance: 300.3 },
  ])
})

test('rows of zero balance are not shown, a link to the dimension is', async () => {
  const { rows, base } = await published()
  base.write(returns, { Ref_Key: guid(25), Товар_Key: coffee, Сумма: 50 })
  base.post(returns, guid(25))
  const found = await rows(`${revenue}/Balance`)
  expect(found.map((row) => row.Товар_Key)).toEqual([tea])
})

test('turnovers count both ends of the interval and tell receipts from expenses', async () => {
  const { rows } = await published()
  const interval = "StartPeriod=datetime'2026-02-10T10:00:00',EndPeriod=datetime'2026-03-10T10:00:00'"
  expect(await rows(`${revenue}/Turnovers(${interval})`)).toMatchObject([
    { Товар_Key: tea, СуммаTurnover: 199.9, СуммаReceipt: 200.2, СуммаExpense: 0.3 },
    { Товар_Key: coffee, СуммаTurnover: 50, СуммаReceipt: 50, СуммаExpense: 0 },
  ])
  expect(await rows(`${revenue}/BalanceAndTurnovers(${interval})`, { $top: '1' })).toMatchObject([
    { СуммаOpeningBalance: 100.1, СуммаReceipt: 200.2, СуммаExpense: 0.3, СуммаClosingBalance: 300 },
  ])
})

test('Dimensions groups, by the name with or without its suffix', async () => {
  const { rows, ask } = await published()
  for (const name of ['Товар', 'Товар_Key']) {
    expect(await rows(`${revenue}/Turnovers(Dimensions='${name}')`)).toHaveLength(2)
  }
  expect(errorOf(await ask(`/${revenue}/Balance(Dimensions='Нет')`, json))).toMatchObject({ status: 400, code: '6' })
})

test.each([
  ['doubled quotes', `(Condition='Товар_Key eq guid''${coffee}''')`, {}],
  ['quotes left as they are', `(Condition='Товар_Key eq guid'${coffee}'')`, {}],
  ['the query string', '', { Condition: `Товар_Key eq guid'${coffee}'` }],
  ['the query string, quoted', '()', { Condition: `'Товар_Key eq guid''${coffee}'''` }],
])('a condition is read from %s', async (_title, inside, query) => {
  const { rows } = await published()
  const found = await rows(`${revenue}/Balance${inside}`, query as Record<string, string>)
  expect(found).toMatchObject([{ Товар_Key: coffee }])
})

test('the result can be filtered, ordered and cut like any list', async () => {
  const { rows, ask } = await published()
  const query = {
    $filter: "Товар/Description ne 'x' and СуммаBalance gt 10",
    $orderby: 'СуммаBalance',
    $top: '1',
    $select: 'СуммаBalance',
  }
  expect(await rows(`${revenue}/Balance`, query)).toEqual([{ СуммаBalance: 50 }])
  expect(errorOf(await ask(`/${revenue}/Balance`, { ...json, $select: 'Нет' }))).toMatchObject({
    status: 400,
    code: '6',
  })
})

test('in Atom a table is a bare collection, its numbers before its dimensions', async () => {
  const { ask } = await published()
  const answer = await ask(`/${revenue}/Balance`, { $select: '*,Товар____Presentation', $filter: 'СуммаBalance eq 50' })
  const type = `StandardODATA.${revenue}_Balance`
  expect(answer.type).toBe('application/xml;charset=utf-8')
  expect(answer.text.replaceAll(/\n\t*/g, '')).toBe(
    `<d:Result xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:type="Collection(${type})">` +
      `<d:element m:type="${type}"><d:СуммаBalance>50</d:СуммаBalance><d:Товар_Key>${coffee}</d:Товар_Key>` +
      '<d:Товар____Presentation>Кофе</d:Товар____Presentation></d:element></d:Result>',
  )
})

test('a parameter the function has not is not supported, wherever it is written', async () => {
  const { ask } = await published()
  const expected = { status: 501, code: '0', text: 'Параметр "StartDate" не поддерживается.' }
  expect(errorOf(await ask(`/${revenue}/Turnovers(StartDate=datetime'2026-01-01T00:00:00')`, json))).toEqual(expected)
  const query = { ...json, StartDate: "datetime'2026-01-01T00:00:00'", allowedOnly: 'true' }
  expect(errorOf(await ask(`/${revenue}/Turnovers()`, query))).toEqual(expected)
})

test('a slice is the last row of each combination of dimensions, by a moment that counts itself', async () => {
  const { rows } = await published()
  const key = (row: Record<string, unknown>) => [row.Товар_Key, row.Вид, row.Цена]
  expect((await rows(`${prices}/SliceLast`)).map(key)).toEqual([
    [tea, 'опт', 2],
    [tea, 'розница', 5],
    [coffee, 'опт', 9],
  ])
  expect((await rows(`${prices}/SliceLast(Period=datetime'2026-01-31T00:00:00')`)).map(key)).toEqual([[tea, 'опт', 1]])
  expect(
    (await rows(`${prices}/SliceLast(Period=datetime'2026-02-01T00:00:00',Condition='Вид eq ''опт''')`)).map(key),
  ).toEqual([[tea, 'опт', 2]])
  expect((await rows(`${prices}/SliceFirst(Period=datetime'2026-01-02T00:00:00')`)).map(key)).toEqual([
    [tea, 'опт', 2],
    [tea, 'розница', 5],
    [coffee, 'опт', 9],
  ])
})

test.each([
  [`/${goods}/SliceLast()`, '6'],
  [`/${prices}/Balance()`, '6'],
  [`/${revenue}/SliceLast`, '6'],
  [`/${prices}/SliceLast(Period='вчера')`, '1'],
  [`/${prices}/SliceLast(Condition='Нет eq 1')`, '6'],
  [`/${prices}/SliceLast(Condition='Цена eq')`, '14'],
  [`/${prices}/SliceLast()/x`, '6'],
])('GET %s answers 400 with code %s', async (path, code) => {
  const { ask } = await published()
  expect(errorOf(await ask(path, json))).toMatchObject({ status: 400, code })
})
