import { expect, test } from 'vitest'
import { compileMappings } from '../../../src/mapping/index.ts'
import { edmx, lint, office, schemaOf, underlined } from './infobase.ts'

const unit = (fields: string) =>
  `from: { set: Catalog_Квартиры }\nto: unit\nfields:\n  ref: Ref_Key\n  buildingRef: Owner_Key\n  kind: { path: Вид, values: { Квартира: apartment, Студия: studio } }\n  status: { path: Статус, values: { Свободна: free, Продана: sold, Бронь: booked } }\n${fields}`
const manager = (fields: string) => `from: { set: Catalog_Сотрудники }\nto: manager\nfields:\n  ref: Ref_Key\n${fields}`
const codes = (text: string, schema = office, facts = {}) =>
  lint(text, schema, facts).map((finding) => `${finding.level} ${finding.code} ${underlined(text, finding)}`)

test.each([
  ['text for money', '  price: Описание\n', 'error wrong-type Описание', 'compute: number(Описание)'],
  [
    'text for money, whatever the converter',
    '  price: { path: Описание, as: moneyOrEmpty }\n',
    'error wrong-type Описание',
    'нужно число',
  ],
  [
    'a date for a number',
    '  floor: ДатаСдачи\n',
    'error wrong-type ДатаСдачи',
    '«ДатаСдачи» в 1С — дата, а полю «floor» нужно число',
  ],
  ['a reference for an area', '  areaTotal: Owner_Key\n', 'error wrong-type Owner_Key', '— ссылка'],
  ['yes or no for a text', '  number: DeletionMark\n', 'warning wrong-type DeletionMark', 'as: text'],
  ['text for a whole number', '  floor: Номер\n', 'warning wrong-type Номер', 'as: int'],
  ['a number for yes or no', '  deleted: Этаж\n', 'error wrong-type Этаж', 'нужно да/нет'],
  [
    'a date for a table of values',
    '  finishing: { path: ДатаСдачи, values: { a: none } }\n',
    'error wrong-type ДатаСдачи',
    'нужно перечисление',
  ],
  ['an alternative', '  floor: { path: Этаж, orElse: ДатаСдачи }\n', 'error wrong-type ДатаСдачи', 'дата'],
])('%s is of the wrong type', (_what, fields, found, words) => {
  expect(codes(unit(fields))).toEqual([found])
  expect(lint(unit(fields), office)[0]?.text).toContain(words)
})

test('what an administrator has said himself is not doubted', () => {
  expect(codes(unit('  floor: { path: Номер, as: intOrEmpty }\n  number: { path: Этаж }\n'))).toEqual([])
})

test('an expression is compared with what its attributes hold', () => {
  expect(codes(unit('  section: { path: Номер, when: "Этаж > \'5\'" }\n'))).toEqual(["error expression Этаж > '5'"])
  expect(codes(unit('  section: { path: Номер, when: Этаж > 5 }\n'))).toEqual([])
  expect(codes(unit('  section: { path: Номер, when: Этаж == null }\n'))).toEqual([])
})

test('a composite attribute needs to be told which of its types counts', () => {
  expect(codes(manager('  name: Основание.Description\n'))).toEqual(['error wrong-type Основание'])
  expect(codes(manager('  name: { path: Основание.Description, type: Catalog_Дома }\n'))).toEqual([])
  expect(codes(manager('  name: { path: Основание, type: Catalog_Нет }\n'))).toEqual([
    'error not-published Catalog_Нет',
  ])
  expect(codes(manager('  name: { path: Почта, type: Catalog_Дома }\n'))).toEqual(['error wrong-type Catalog_Дома'])
})

test('a reference must lead where the mapped entity lives', () => {
  const deal = (managerRef: string) =>
    `from: { set: Document_Договор }\nto: deal\nfields:\n  ref: Ref_Key\n  date: Date\n  price: Сумма\n  paymentKind: { path: ВидОплаты, values: { Наличные: full, Ипотека: mortgage } }\n  contractType: { path: Вид, values: { ДДУ: ddu } }\n  unitRef: ${managerRef}\n`
  const found = (unitRef: string) => {
    const files = [
      { name: 'deal.yaml', text: deal(unitRef) },
      { name: 'unit.yaml', text: unit('') },
    ]
    const mappings = compileMappings(files, { timezone: 'UTC' })
    return mappings.check(office).map((finding) => `${finding.code} ${finding.line}:${finding.column} ${finding.text}`)
  }
  expect(found('Квартира_Key')).toEqual([])
  expect(found('Менеджер_Key')).toEqual([
    'wrong-reference 9:12 «Менеджер_Key» ведёт в «Catalog_Сотрудники», а «unit» берётся из «Catalog_Квартиры»; может быть, «Квартира_Key»?',
  ])
})

test('a reference to what is not published is doubted where the entity is', () => {
  const files = [
    { name: 'unit.yaml', text: unit('').replace('Owner_Key', 'Продавец_Key') },
    {
      name: 'building.yaml',
      text: 'from: { set: Catalog_Дома }\nto: building\nfields: { ref: Ref_Key, projectRef: Ref_Key, state: { path: Code, values: { a: built } } }\n',
    },
  ]
  const found = compileMappings(files, { timezone: 'UTC' }).check(office)
  expect(found).toMatchObject([{ file: 'unit.yaml', line: 5, code: 'not-published', level: 'warning' }])
  expect(found[0]?.text).toContain('«Owner_Key»')
})

test('a value that the enum of 1C lacks is pointed at, and one that the table lacks is told', () => {
  const text = unit('').replace('Продана: sold', 'Продано: sold')
  expect(codes(text)).toEqual(['error enum-value Продано', 'warning enum-uncovered values'])
  const [value, uncovered] = lint(text, office)
  expect(value?.text).toContain('«Продана»?')
  expect(uncovered?.text).toContain('попадут в «не разобрано»')
})

test('a value too many does no harm, unless it is to be written', () => {
  const text = unit('').replace('Бронь: booked', 'Бронь: booked, Залог: pledged')
  expect(codes(text)).toEqual(['warning enum-value Залог'])
  expect(codes(text.replace('pledged }', 'pledged }, write: always'))).toContain('error enum-value Залог')
})

test('a default that stands for all others covers them', () => {
  const table = (values: string, fallback: string) =>
    unit('').replace('{ Свободна: free, Продана: sold, Бронь: booked }', `${values}, default: ${fallback}`)
  expect(codes(table('{ Свободна: free, Продана: sold }', 'not_for_sale'))).toEqual([])
  expect(codes(table('{ Свободна: free, Продана: sold }', 'free'))).toEqual(['warning enum-uncovered values'])
})

test('nothing is said of an enum nobody can tell', () => {
  expect(codes(unit('  finishing: { path: Описание, values: { Белая: rough, Серая: none } }\n'))).toEqual([])
})

test('of two enums nobody can tell apart both are named, where it matters which it is', async () => {
  const twins = await schemaOf(
    edmx(
      { Catalog_Квартиры: { properties: 'Ref_Key:Guid Owner_Key:Guid Статус:String Вид:String' } },
      { СтатусыПродаж: ['Свободна', 'Продана', 'Бронь'], СтатусыРемонта: ['Свободна', 'Продана', 'Ремонт'] },
    ),
  )
  const table = (values: string) => unit('').replace('{ Свободна: free, Продана: sold, Бронь: booked }', values)
  const text = table('{ Свободна: free, Продана: sold }')
  const [finding, ...others] = lint(text, twins).filter(({ code }) => code.startsWith('enum'))
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'enum-unsure', level: 'warning', line: 7 })
  expect(finding && underlined(text, finding)).toBe('values')
  expect(finding?.text).toContain(
    '«СтатусыПродаж» (Свободна, Продана, Бронь) или «СтатусыРемонта» (Свободна, Продана, Ремонт)',
  )
  const unsure = (values: string) => lint(table(values), twins).filter(({ code }) => code === 'enum-unsure')
  expect(unsure('{ Свободна: free, Продана: sold, Бронь: booked, Ремонт: not_for_sale }')).toEqual([])
  expect(unsure('{ Свободна: free, Продана: sold }, default: not_for_sale')).toEqual([])
  // A value only one of them has tells which it is.
  expect(unsure('{ Свободна: free, Бронь: booked }')).toEqual([])
})

test('a condition on a value the enum lacks is doubted', () => {
  const text = `from: { set: Document_Договор }\nto: deal\nfields:\n  ref: Ref_Key\n  date: Date\n  price: Сумма\n  paymentKind: { path: ВидОплаты, values: { Наличные: full, Ипотека: mortgage } }\n  contractType: { path: Вид, values: { ДДУ: ddu } }\n  clientRefs: "Покупатели[Роль='Покупатл'].Контрагент_Key"\n`
  expect(codes(text)).toEqual(['warning enum-value Покупатл'])
  const several = text.replace("'Покупатл'", "'Покупатель', 'Поручител'")
  expect(codes(several)).toEqual(['warning enum-value Поручител'])
})

test('an attribute too short for what is written is told', () => {
  expect(codes(manager('  phone: { path: Телефон, write: create }\n'))).toContain('warning too-long Телефон')
  expect(codes(manager('  phone: { path: Почта, write: create }\n')).join()).not.toContain('too-long')
})

test('what 1C was seen to cut short is told', () => {
  const facts = { truncated: [{ set: 'Catalog_Сотрудники', attribute: 'Почта', kept: 50 }] }
  const text = manager('  email: { path: Почта, write: create }\n')
  expect(codes(text, office, facts)).toContain('warning too-long Почта')
  expect(lint(text, office, facts).find(({ code }) => code === 'too-long')?.text).toContain('до 50 знаков')
})

test('a type of an enum that $metadata names is taken at its word', async () => {
  const xml = edmx({ Catalog_А: { properties: 'Ref_Key:Guid Что:String' } }, { Совсем: ['Первое', 'Второе'] })
  const schema = await schemaOf(xml.replace('Name="Что" Type="Edm.String"', 'Name="Что" Type="StandardODATA.Совсем"'))
  expect(schema.enums('Catalog_А', 'Что').map(({ members }) => members)).toEqual([['Первое', 'Второе']])
})
