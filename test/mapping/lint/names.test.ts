import { expect, test } from 'vitest'
import { lint, office, told, underlined } from './infobase.ts'

const unit = (fields: string, from = '') =>
  `from: { set: Catalog_Квартиры${from} }\nto: unit\nfields:\n  ref: Ref_Key\n  buildingRef: Owner_Key\n  kind: { path: Вид, values: { Квартира: apartment, Студия: studio } }\n  status: { path: Статус, values: { Свободна: free, Продана: sold, Бронь: booked } }\n${fields}`
const deal = (fields: string, more = '') =>
  `from: { set: Document_Договор }\nto: deal\nfields:\n  ref: Ref_Key\n  date: Date\n  price: Сумма\n  paymentKind: { path: ВидОплаты, values: { Наличные: full, Ипотека: mortgage } }\n  contractType: { path: Вид, values: { ДДУ: ddu } }\n${fields}${more}`

test('a mapping of names that are there has nothing to be told', () => {
  expect(
    lint(unit('  floor: Этаж\n  price: Цена\n', ', order: Code, filter: "DeletionMark eq false"'), office),
  ).toEqual([])
  const schedule = '  schedule: { rows: График, fields: { line: LineNumber, dueOn: Дата, amount: Сумма } }\n'
  const buyers = '  clientRefs: "Покупатели[Роль=\'Покупатель\'].Контрагент_Key"\n  unitRef: Квартира_Key\n'
  expect(lint(deal(schedule + buyers), office)).toEqual([])
})

test.each([
  ['a misspelt set', 'Catalog_Квартира', '«Catalog_Квартиры»'],
  ['a set of another kind', 'Document_Квартиры', '«Catalog_Квартиры»'],
  ['a set in the words of 1C', 'Справочник.Квартиры', '«Catalog_Квартиры»'],
])('%s is unknown, with a guess', (_what, set, hint) => {
  const text = unit('').replace('Catalog_Квартиры', set)
  const [finding, ...others] = lint(text, office)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'unknown-set', line: 1, column: 14 })
  expect(finding?.text).toContain(hint)
  expect(finding?.text).toContain('включите объект в состав')
})

test.each([
  ['an attribute', unit('  price: Цна\n'), 'Цна', '«Цена»'],
  ['an attribute in full form', unit('  price: { path: Цна, as: moneyOrEmpty }\n'), 'Цна', '«Цена»'],
  ['an alternative', unit('  number: { path: Номер, orElse: [Code, Кода] }\n'), 'Кода', '«Code»'],
  ['the name of a reference for the reference', unit('').replace('Owner_Key', 'Owner'), 'Owner', '«Owner_Key»'],
  [
    'a renamed attribute with the same word in it',
    deal('').replace('price: Сумма', 'price: СуммаСделки'),
    'СуммаСделки',
    '«Сумма»',
  ],
  ['an attribute beyond a reference', unit('  section: Owner.Descripton\n'), 'Descripton', '«Description»'],
  ['a reference passed by its key', unit('  section: Owner_Key.Description\n'), 'Owner_Key', 'без «_Key»'],
  ['a column', deal("  clientRefs: 'Покупатели[].Контрагент_Кей'\n"), 'Контрагент_Кей', '«Контрагент_Key»'],
  ['a column in a condition', deal('  clientRefs: "Покупатели[Рол=\'Покупатель\'].Контрагент_Key"\n'), 'Рол', '«Роль»'],
  [
    'a column of rows',
    deal('  schedule: { rows: График, fields: { line: LineNumber, amount: Сума } }\n'),
    'Сума',
    '«Сумма»',
  ],
  [
    'an attribute that is written along',
    unit('  planUrl: { path: Описание, write: create, alsoWrite: { Номр: 1 } }\n'),
    'Номр',
    '«Номер»',
  ],
  ['a name in filter', unit('', ', filter: "Этож eq 5 and startswith(Номер, \'Этож\')"'), 'Этож', '«Этаж»'],
  ['a name beyond a reference in filter', unit('', ', filter: "Owner/Cod eq \'1\'"'), 'Cod', '«Code»'],
  ['a name in order', unit('', ", order: 'Code,Номир desc'"), 'Номир', '«Номер»'],
  ['a name in only', unit('', ', only: { DeletionMrk: false }'), 'DeletionMrk', '«DeletionMark»'],
  ['a name in lookup', `${unit('')}lookup: { key: "Описанье eq {key}" }\n`, 'Описанье', '«Описание»'],
  ['a column in lookup', deal('', 'lookup: { key: "Покупатели/any(p: p/Роли eq {key})" }\n'), 'Роли', '«Роль»'],
  ['a name in an expression', unit('  section: { compute: "Статус == \'Цна\' ? Номер : Цна" }\n'), 'Цна', '«Цена»'],
  ['a name beyond a reference in an expression', unit('  section: { compute: Owner.Cod }\n'), 'Cod', '«Code»'],
  ['a column in an expression', deal('  terminated: { compute: "График.exists(г, г.Сума > 0)" }\n'), 'Сума', '«Сумма»'],
  ['a name in a condition of a field', unit('  section: { path: Номер, when: Этож > 0 }\n'), 'Этож', '«Этаж»'],
  ['a name in the condition of the file', `${unit('')}when: Этож > 0\n`, 'Этож', '«Этаж»'],
])('%s is pointed at, with what to do', (_what, text, word, hint) => {
  const [finding, ...others] = lint(text, office).filter(({ level }) => level === 'error')
  expect(others).toEqual([])
  expect(finding).toMatchObject({ code: 'unknown-property', level: 'error' })
  expect(finding && underlined(text, finding)).toBe(word)
  expect(finding?.text).toContain(hint)
})

test('of equal words the one that is wrong is pointed at', () => {
  const expression = "Статус == 'Цна' ? Номер : Цна"
  const text = unit(`  section: { compute: "${expression}" }\n`)
  const start = text.split('\n')[7]?.indexOf(expression) ?? 0
  expect(lint(text, office)[0]).toMatchObject({ line: 8, column: start + expression.lastIndexOf('Цна') + 1 })
})

test.each([
  [
    'an unknown section',
    deal("  clientRefs: 'Покупатель[].Контрагент_Key'\n"),
    'unknown-section «Покупатель»',
    '«Покупатели»',
  ],
  [
    'unknown rows',
    deal('  schedule: { rows: Платежи, fields: { line: LineNumber, amount: Сумма } }\n'),
    'unknown-section «Платежи»',
    'Есть: Покупатели, График',
  ],
  [
    'an attribute for a section',
    deal('  schedule: { rows: Сумма, fields: { line: LineNumber, amount: Сумма } }\n'),
    'wrong-type «Сумма»',
    'а не табличная часть',
  ],
  ['an attribute for a reference', unit('  section: Номер.Description\n'), 'wrong-type «Номер»', 'не ссылка'],
  [
    'a reference to what is not published',
    unit('  section: Продавец.Description\n'),
    'not-published «Продавец»',
    'Включите этот объект в состав',
  ],
  [
    'a type that is not published',
    unit('  section: UnavailableEntities_1.Description\n'),
    'not-published «UnavailableEntities_1»',
    'состав',
  ],
  [
    'an unknown virtual table',
    unit('').replace('Catalog_Квартиры', 'InformationRegister_Цены, table: Balance'),
    'unknown-table «Balance»',
    'Есть: SliceLast',
  ],
  ['a way of reading the set lacks', unit('', ', read: window'), 'read-way «window»', 'Уберите read'],
])('%s is told', (_what, text, found, words) => {
  const finding = lint(text, office).find(({ code }) => found.startsWith(code))
  expect(told(text, office)).toContain(found)
  expect(finding?.text).toContain(words)
})

test('columns of a virtual table are those of its register', () => {
  const text =
    'from: { set: InformationRegister_Цены, table: SliceLast, parameters: { Condition: "Квартира eq 1" } }\nto: unit\nfields:\n  ref: Квартира_Key\n  buildingRef: Квартира_Key\n  kind: { path: Цена, default: apartment, values: { a: studio } }\n  status: { path: Ценa, values: { a: free } }\n'
  expect(told(text, office)).toEqual(['unknown-property «Квартира»', 'unknown-property «Ценa»'])
})

test('what services answer is no business of $metadata', () => {
  expect(lint('from: { http: /hs/a }\nto: manager\nfields: { ref: Нет, name: Нет }\n', office)).toEqual([])
})

test('a broken field does not keep the others from being compared', () => {
  expect(told(unit('  price: { path: [] }\n  floor: Этож\n'), office)).toEqual([
    'schema «[]»',
    'unknown-property «Этож»',
  ])
})
