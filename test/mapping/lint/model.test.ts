import { expect, test } from 'vitest'
import { compileMappings } from '../../../src/mapping/index.ts'
import { lint, told, underlined } from './infobase.ts'

const manager = (fields: string, more = '') => `from: { set: A }\nto: manager\nfields: { ref: R, ${fields} }\n${more}`
const unit = (fields: string) =>
  `from: { set: A }\nto: unit\nfields:\n  ref: R\n  buildingRef: B\n  kind: { path: K, values: { a: apartment } }\n  status: { path: S, values: { a: free } }\n${fields}`

test('a mistyped field is named with its line and a guess', () => {
  const text = 'from: { set: Catalog_X }\nto: manager\nfields:\n  ref: Ref_Key\n  code: Code\n  nmae: Description\n'
  expect(lint(text)).toEqual([
    {
      file: 'x.yaml',
      line: 6,
      column: 3,
      endLine: 6,
      endColumn: 7,
      level: 'error',
      code: 'unknown-field',
      text: 'В модели «manager» нет поля «nmae»; может быть, «name»?',
    },
  ])
})

test.each([
  [
    'names every object has',
    manager('constructor: X, toString: Y'),
    ['unknown-field «constructor»', 'unknown-field «toString»'],
  ],
  ['a bad path', manager("code: 'Ref Key'"), ["path «'Ref Key'»"]],
  ['a path too far', manager('code: A.B.C.D.E'), ['path «A.B.C.D.E»']],
  ['a section for a value', manager("code: 'A[]'"), ["path «'A[]'»"]],
  ['a bad alternative', manager('code: { path: C, orElse: [D, a b] }'), ['path «a b»']],
  ['a field from nowhere', manager('code: {}'), ['path «code»']],
  ['an enumeration without values', unit('  finishing: F\n'), ['no-values «finishing»']],
  ['an alien value', unit('  finishing: { path: F, values: { Чистовая: finsh } }\n'), ['bad-value «finsh»']],
  ['an alien default', manager('code: { path: C, default: 5 }'), ['bad-value «5»']],
  ['a default of nothing', unit('').replace('{ a: free }', '{ a: free }, default: null'), ['bad-value «null»']],
  ['an alien converter', unit('  price: { path: P, as: area }\n'), ['converter «area»']],
  ['a number for a text', manager('code: { path: C, as: money }'), ['converter «money»']],
  ['rows of a plain field', manager('code: { rows: C }'), ['no-rows «rows»']],
  ['a list without rows', 'from: { set: A }\nto: deal\nfields: { schedule: { path: G } }', ['no-rows «schedule»']],
  ['a word that does nothing', manager('code: { path: C, as: text, values: { a: b } }'), ['unused-word «as»']],
  ['fields without rows', manager('code: { path: C, fields: { a: B } }'), ['unused-word «fields»']],
  ['an expression and a path', manager('code: { path: C, compute: C + D }'), ['unused-word «path»']],
  ['a broken expression', manager('code: { compute: "C +" }'), ['expression «+»']],
  ['an unknown function', manager('code: { compute: "C + filed(D)" }'), ['expression «filed»']],
  ['a condition that is none', manager('code: { path: C, when: "1 + 2" }'), ['expression «"1 + 2"»']],
  ['a broken condition of the file', `${manager('code: C')}when: C ==\n`, ['expression «=»']],
])('%s is found at its place', (_what, text, found) => {
  const known = new Set(told(text))
  for (const each of found) expect([...known].join('\n')).toContain(each)
})

test('a field without which there is no entity is missed', () => {
  const text = 'from: { set: A }\nto: building\nfields: { ref: R, state: { path: S, values: { А: built } } }\n'
  expect(lint(text).map((finding) => finding.text)).toEqual([
    'Не хватает поля «projectRef»: без него «building» не собрать. Допишите его.',
  ])
})

test('a column without which there is no row is missed, an unknown one is told', () => {
  const text = 'from: { set: A }\nto: deal\nfields: { schedule: { rows: G, fields: { line: L, amnt: S } } }\n'
  const found = lint(text).filter((finding) => underlined(text, finding) !== 'fields')
  expect(found.map((finding) => `${finding.code} ${underlined(text, finding)}`)).toEqual([
    'missing-field { line: L, amnt: S }',
    'unknown-field amnt',
  ])
  expect(found[1]?.text).toContain('Есть: line, dueOn, amount')
})

test('an entity of two files is used once, and the second file says where it is', () => {
  const text = manager('name: N')
  const mappings = compileMappings(
    [
      { name: 'a.yaml', text },
      { name: 'b.yaml', text },
    ],
    { timezone: 'UTC' },
  )
  expect(mappings.all.map(({ file }) => file)).toEqual(['a.yaml'])
  expect(mappings.findings).toMatchObject([{ file: 'b.yaml', line: 2, column: 5, code: 'twice' }])
  expect(mappings.findings[0]?.text).toContain('уже описан в файле a.yaml')
})

test('a broken file does not stop the others, whatever is broken in it', () => {
  const mappings = compileMappings(
    [
      { name: 'a.yaml', text: 'to: nonsense' },
      { name: 'b.yaml', text: '{'.repeat(5000) },
      { name: 'c.yaml', text: manager('name: N') },
    ],
    { timezone: 'UTC' },
  )
  expect(mappings.all.map((mapping) => mapping.file)).toEqual(['c.yaml'])
  expect(mappings.findings.every((finding) => finding.file !== 'c.yaml')).toBe(true)
})
