import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ODataError } from '../../../../src/twin/infobase/errors.ts'
import { parseExpression } from '../../../../src/twin/infobase/filter/parser.ts'
import { type Infobase, openInfobase } from '../../../../src/twin/infobase/infobase.ts'
import { rowsOfSet } from '../../../../src/twin/infobase/query/rows.ts'
import { filterRows } from '../../../../src/twin/infobase/query/run.ts'
import { guid } from '../published.ts'
import { box, coffee, goods, kilo, revenue, sales, seedShop, shop, tea } from '../shop.ts'

const base: Infobase = openInfobase({
  name: 'test',
  configuration: shop,
  file: null,
  seed: (empty) => {
    seedShop(empty)
    empty.write(sales, { Ref_Key: guid(21), Date: '2026-03-01T10:00:00', Товар_Key: tea, Сумма: 500.1 })
    empty.write(sales, {
      Ref_Key: guid(22),
      Date: '2026-03-02T10:00:00',
      Товар_Key: coffee,
      Сумма: 900,
      Основание: guid(21),
      Основание_Type: 'StandardODATA.Document_Продажа',
    })
    empty.write(sales, { Ref_Key: guid(23), Сумма: 1, Основание: box, Основание_Type: 'StandardODATA.Catalog_Единицы' })
    for (const key of [guid(21), guid(22)]) empty.post(sales, key)
  },
  users: [],
  timezone: 'Europe/Moscow',
})

/** The `Description`, number or recorder of what the filter lets through. */
function found(set: string, filter: string): unknown[] {
  const entitySet = base.entitySet(set)
  return filterRows(base, entitySet, rowsOfSet(base, entitySet), parseExpression(filter)).map(
    (row) => row.Description ?? row.Number ?? row.Recorder,
  )
}

function errorOf(set: string, filter: string): { code: number; status: number; message: string } {
  try {
    found(set, filter)
  } catch (error) {
    if (error instanceof ODataError) return { code: error.code, status: error.status, message: error.message }
    throw error
  }
  throw new Error(`The filter ${filter} was accepted.`)
}

test.each([
  ["Description eq 'Чай'", ['Чай']],
  ["Description eq 'чай'", ['Чай']],
  ["Description ne 'Чай' and IsFolder eq false", ['Кофе']],
  ['Вес gt 100', ['Кофе']],
  ['Вес ge 100 and Вес le 100.0', ['Чай']],
  ['-Вес lt -200', ['Кофе']],
  ['Вес div 10 eq 25', ['Кофе']],
  ['Вес add 150 eq 250 or Вес sub 150 eq 100', ['Чай', 'Кофе']],
  ['Цена mul 2 eq 501', ['Чай']],
  ['Весовой', ['Кофе']],
  ['not Весовой and not IsFolder', ['Чай']],
  [`Ref_Key eq guid'${tea}'`, ['Чай']],
  [`ОсновнаяЕдиница_Key eq guid'${kilo.toUpperCase()}'`, ['Кофе']],
  [`ОсновнаяЕдиница eq guid'${kilo}'`, ['Кофе']],
  ["ОсновнаяЕдиница/Description eq 'ящик'", ['Чай']],
  ["ОсновнаяЕдиница/Owner/Description eq 'Кофе'", ['Кофе']],
  ["Parent/Description eq 'Бакалея'", ['Чай', 'Кофе']],
  ["startswith(Description, 'Ко')", ['Кофе']],
  ["startswith(Description, 'ко') eq true", ['Кофе']],
  ["endswith(Артикул, '-1') and not startswith(Артикул, 'T')", ['Кофе']],
  ["substringof('оф', Description)", ['Кофе']],
  ["concat(Description, Артикул) eq 'ЧайT-1'", ['Чай']],
  ["substring(Description, 2) eq 'ай'", ['Чай']],
  ["substring(Description, 1, 2) eq 'Ко'", ['Кофе']],
  ["like(Description, 'К_фе')", ['Кофе']],
  ["like(Description, '%а%') and IsFolder eq false", ['Чай']],
  ["like(Артикул, '[A-D]%')", ['Кофе']],
  ["like(Артикул, '[^A-D]-1')", ['Чай']],
  ['round(Цена) eq 251', ['Чай']],
  ["isof(Вес, 'Number') and cast(Вес, 'Number') gt 100", ['Кофе']],
  ["cast(Вес, 'String') eq '250'", []],
  ["ДатаВвода lt datetime'2026-02-01T00:00:00' and not IsFolder", ['Чай']],
  ["dateadd(ДатаВвода, 'month', 1) eq datetime'2026-02-28T10:00:00'", ['Чай']],
  ["datedifference(ДатаВвода, datetime'2026-03-01T00:00:00', 'day') eq 1", ['Кофе']],
  ['year(ДатаВвода) eq 2026 and month(ДатаВвода) eq 1 and day(ДатаВвода) eq 31', ['Чай']],
  ['hour(ДатаВвода) eq 10 and quarter(ДатаВвода) eq 1 and dayofweek(ДатаВвода) eq 6', ['Чай']],
  ['dayofyear(ДатаВвода) eq 59', ['Кофе']],
  ["Свойства/any(s: s/Имя eq 'Сорт' and s/Значение lt 2)", ['Чай']],
  ['Свойства/any()', ['Чай']],
  ['not Свойства/any() and not IsFolder', ['Кофе']],
  ['Свойства/all(s: s/Значение ge 1) and Свойства/any()', ['Чай']],
  ['Свойства/any(s: s/Значение mul 40 eq Вес)', ['Чай']],
  ["Вид eq 'Товар' and Свойства/any(s: s/LineNumber eq 2)", ['Чай']],
])('%s finds %j', (filter, expected) => {
  expect(found(goods, filter)).toEqual(expected)
})

test.each([
  [`Основание eq cast(guid'${guid(21)}', 'Document_Продажа')`, ['000002']],
  [`Основание eq cast(guid'${guid(21)}', 'Catalog_Единицы')`, []],
  [`Основание eq guid'${guid(21)}'`, []],
  ["isof(Основание, 'Catalog_Единицы')", ['000003']],
  ["cast(Основание, 'Document_Продажа')/Number eq '000001'", ['000002']],
  ["cast(Основание, 'Catalog_Единицы')/Owner/Description eq 'Чай'", ['000003']],
  ["Основание_Type eq 'StandardODATA.Document_Продажа'", ['000002']],
])('in a composite field, %s finds %j', (filter, expected) => {
  expect(found(sales, filter)).toEqual(expected)
})

test('record sets are searched by a lambda over their rows and by nothing else', () => {
  const inMarch = "r/Period ge datetime'2026-03-02T00:00:00' and r/Сумма gt 100"
  expect(found(revenue, `RecordSet/any(r: ${inMarch})`)).toEqual([guid(22)])
  expect(errorOf(revenue, "Period gt datetime'2026-01-01T00:00:00'")).toMatchObject({ code: 6, status: 400 })
  expect(errorOf(revenue, "RecordSet/Period gt datetime'2026-01-01T00:00:00'")).toMatchObject({ code: -1, status: 500 })
})

test('references have no order: gt and lt fail with 500, against text they merely find nothing', () => {
  expect(errorOf(goods, `Ref_Key gt guid'${tea}'`)).toMatchObject({
    code: -1,
    status: 500,
    message: expect.stringContaining('Неверные параметры в операции сравнения'),
  })
  expect(found(goods, `ОсновнаяЕдиница_Key eq '${box} '`)).toEqual([])
})

test.each([
  ['Нет eq 1', { code: 6, status: 400, message: 'Сегмент пути Нет не найден!' }],
  ["dateadd(ДатаВвода, 'week', 1) eq ДатаВвода", { code: 14, status: 400 }],
  ["isof(Вес, 'Number2')", { code: 6, status: 400 }],
  ["ОсновнаяЕдиница/Нет eq 'x'", { code: 6, status: 400 }],
  ["contains(Description, 'ч')", { code: 6, status: 400 }],
  ["tolower(Description) eq 'ч'", { code: 21, status: 501 }],
  ['startswith(Description) eq true', { code: 21, status: 400 }],
  ["startswith(Вес, '1')", { code: -1, status: 500 }],
  ['Description eq 5', { code: 1, status: 400, message: expect.stringContaining("'5'") }],
  ['Description', { code: 14, status: 400 }],
  ['Вес and Весовой', { code: 14, status: 400 }],
  ['Вес/any()', { code: 14, status: 400 }],
  ["cast(Description) eq 'x'", { code: 21, status: 400 }],
  ['Вес div 0 eq 1', { code: -1, status: 500 }],
  ["constructor(Description) eq 'x'", { code: 6, status: 400 }],
  ["dateadd(ДатаВвода, 'constructor', 1) eq ДатаВвода", { code: 14, status: 400 }],
  ["like(Description, '[я-а]')", { code: -1, status: 500 }],
])('%s is refused with %o', (filter, expected) => {
  expect(errorOf(goods, filter)).toMatchObject(expected)
})

test('a date against text is no error and finds nothing', () => {
  expect(found(goods, "Description eq datetime'2026-01-01T00:00:00'")).toEqual([])
})

type Sample = { a: number; b: number; text: string; flag: boolean }

/** Conditions beside the functions they should mean. */
const condition: fc.Arbitrary<[text: string, meaning: (row: Sample) => boolean]> = fc.letrec<{
  condition: [string, (row: Sample) => boolean]
}>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc
      .tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), fc.integer({ min: -3, max: 3 }))
      .map(([operator, value]): [string, (row: Sample) => boolean] => [
        `Вес ${operator} ${value}`,
        ({ a }) =>
          ({ eq: a === value, ne: a !== value, gt: a > value, ge: a >= value, lt: a < value, le: a <= value })[
            operator
          ] === true,
      ]),
    fc
      .integer({ min: -3, max: 3 })
      .map((value): [string, (row: Sample) => boolean] => [
        `Вес mul 2 add Цена gt ${value}`,
        ({ a, b }) => a * 2 + b > value,
      ]),
    fc
      .constantFrom('а', 'б', 'аб', "'")
      .map((part): [string, (row: Sample) => boolean] => [
        `substringof('${part.replaceAll("'", "''")}', Артикул)`,
        ({ text }) => text.includes(part),
      ]),
    fc.constant<[string, (row: Sample) => boolean]>(['Весовой', ({ flag }) => flag]),
    tie('condition').map(([text, holds]): [string, (row: Sample) => boolean] => [
      `not (${text})`,
      (row) => !holds(row),
    ]),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
      .map(([[left, a], operator, [right, b]]): [string, (row: Sample) => boolean] => [
        `(${left}) ${operator} (${right})`,
        (row) => (operator === 'and' ? a(row) && b(row) : a(row) || b(row)),
      ]),
  ),
})).condition

test('a filter keeps the rows its meaning keeps', () => {
  const rows = fc.array(
    fc.record({
      a: fc.integer({ min: -3, max: 3 }),
      b: fc.integer({ min: -3, max: 3 }),
      text: fc.stringMatching(/^[аб']{0,3}$/),
      flag: fc.boolean(),
    }),
    { maxLength: 6 },
  )
  const shape = base.entitySet(goods)
  fc.assert(
    fc.property(condition, rows, ([text, holds], samples) => {
      const stored = samples.map(({ a, b, text: article, flag }) => ({
        Вес: a,
        Цена: b,
        Артикул: article,
        Весовой: flag,
      }))
      const kept = filterRows(base, shape, stored, parseExpression(text))
      expect(kept).toEqual(stored.filter((_, index) => holds(samples[index] as Sample)))
    }),
    { numRuns: 300 },
  )
})
