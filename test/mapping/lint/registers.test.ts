import { expect, test } from 'vitest'
import { compileMappings } from '../../../src/mapping/index.ts'
import { lint, office, told } from './infobase.ts'

const register = 'set: InformationRegister_Цены, by: Квартира_Key'

const unit = (registers: string, fields: string) =>
  `from:\n  set: Catalog_Квартиры\n  registers: { ${registers} }\nto: unit\nfields:\n  ref: Ref_Key\n  buildingRef: Owner_Key\n  kind: { path: Вид, values: { Квартира: apartment, Студия: studio } }\n  status: { path: Статус, values: { Свободна: free, Продана: sold, Бронь: booked } }\n${fields}`

const price = '  price: { path: "Прайс[].Цена", as: moneyOrEmpty }\n'

test('rows of a register are a section of the object: in paths, conditions, expressions and beyond their references', () => {
  const fields = `${price}  section: "Прайс[Вид='Базовая'].Дом.Description"\n  floor: { compute: "size(Прайс.filter(п, п.Цена > 0))" }\n`
  expect(lint(unit(`Прайс: { ${register}, condition: "Вид eq 'Базовая'" }`, fields), office)).toEqual([])
})

test.each([
  [
    'a register that is not there',
    'set: InformationRegister_Цена, by: Квартира_Key',
    'unknown-set «InformationRegister_Цена»',
  ],
  ['what is no register', 'set: Catalog_Дома, by: Code', 'register «Catalog_Дома»'],
  [
    'a dimension that is not there',
    'set: InformationRegister_Цены, by: Квартиры_Key',
    'unknown-property «Квартиры_Key»',
  ],
  ['a dimension that leads elsewhere', 'set: InformationRegister_Цены, by: Дом_Key', 'register «Дом_Key»'],
  ['a dimension that is no reference', 'set: InformationRegister_Цены, by: Вид', 'register «Вид»'],
  ['a name in the condition', `${register}, condition: "Вит eq 1"`, 'unknown-property «Вит»'],
])('%s is pointed at, and nothing else', (_what, text, finding) => {
  expect(told(unit(`Прайс: { ${text} }`, price), office)).toEqual([finding])
})

test('a name the object has already, a column that is not there, a name misspelt: each at its word', () => {
  const own = unit(`Цена: { ${register} }`, '  price: { path: "Цена[].Цена", as: moneyOrEmpty }\n')
  expect(told(own, office)).toEqual(['register «Цена»'])
  expect(told(unit(`Прайс: { ${register} }`, price.replace('.Цена', '.Цены')), office)).toEqual([
    'unknown-property «Цены»',
  ])
  const misspelt = lint(unit(`Прайс: { ${register} }`, price.replace('Прайс', 'Прайсы')), office)
  expect(misspelt.find(({ code }) => code === 'unknown-section')?.text).toContain('«Прайс»')
  expect(told(unit(`Прайс: { ${register} }`, '  price: { path: Прайс, as: moneyOrEmpty }\n'), office)).toEqual([
    'wrong-type «Прайс»',
  ])
})

test('a register of which nothing is taken is told of, one that would be written is refused', () => {
  expect(told(unit(`Прайс: { ${register} }`, ''))).toEqual(['unused-word «Прайс»'])
  expect(told(unit(`Прайс: { ${register} }`, price.replace(' }', ', write: always }')))).toContain('one-way «always»')
  const service = unit(`Прайс: { ${register} }`, price).replace('set: Catalog_Квартиры', 'http: /hs/units')
  expect(lint(service).map(({ code }) => code)).toContain('schema')
})

test('a name that no path could say is refused', () => {
  const [finding] = lint(unit(`'Прайс лист': { ${register} }`, ''))
  expect(finding).toMatchObject({ code: 'schema', line: 3 })
  expect(finding?.text).toContain('одно слово')
})

test('two files of one set may not call two registers by one name', () => {
  const files = (other: string) => [
    { name: 'a.yaml', text: unit(`Прайс: { ${register} }`, price) },
    {
      name: 'b.yaml',
      text: `from:\n  set: Catalog_Квартиры\n  registers: { Прайс: { ${other} } }\nto: building\nfields:\n  ref: Ref_Key\n  projectRef: Owner_Key\n  name: "Прайс[].Вид"\n  state: { path: Code, values: { Готов: built }, default: built }\n`,
    },
  ]
  const findings = (other: string) => compileMappings(files(other), { timezone: 'Europe/Moscow' }).findings
  expect(findings(register).filter(({ code }) => code === 'register')).toEqual([])
  expect(findings(`${register}, condition: Цена gt 0`)).toMatchObject([
    { file: 'b.yaml', line: 3, code: 'register', level: 'error' },
  ])
})
