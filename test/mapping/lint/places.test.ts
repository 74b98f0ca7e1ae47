import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesIn } from '../../../src/mapping/lint/odata-names.ts'
import { readYaml } from '../../../src/mapping/lint/read-yaml.ts'
import { lintMapping } from '../../../src/mapping/lint.ts'
import { underlined } from './infobase.ts'

const text = `from: { set: A }
to: manager
fields:
  ref: Ref_Key
  code: { path: "Код.Код", orElse: [Б, 'В''Г'] }
  name:
    compute: >
      Имя +
      Код
`
const show = (path: string[], on: 'key' | 'value', word?: string, from?: number) => {
  const place = readYaml(text).place({
    path,
    on,
    ...(word !== undefined && { word }),
    ...(from !== undefined && { from }),
  })
  return underlined(text, { file: '', level: 'error', code: 'path', text: '', ...place })
}

test.each([
  ['a key', ['fields', 'ref'], 'key', undefined, undefined, 'ref'],
  ['a value', ['fields', 'ref'], 'value', undefined, undefined, 'Ref_Key'],
  ['a key in braces', ['fields', 'code', 'path'], 'key', undefined, undefined, 'path'],
  ['a word in quotes', ['fields', 'code', 'path'], 'value', 'Код', 0, 'Код'],
  ['an item of a list', ['fields', 'code', 'orElse', '1'], 'value', undefined, undefined, "'В''Г'"],
  ['a word of a folded text', ['fields', 'name', 'compute'], 'value', 'Код', 6, 'Код'],
  ['what holds what is not there', ['fields', 'phone', 'path'], 'value', undefined, undefined, 'fields'],
] as const)('%s is found', (_what, path, on, word, from, found) => {
  expect(show([...path], on, word, from)).toBe(found)
})

test('of two equal words the one at the offset is meant', () => {
  const at = { path: ['fields', 'code', 'path'], on: 'value', word: 'Код' } as const
  const first = readYaml(text).place({ ...at, from: 0 })
  const second = readYaml(text).place({ ...at, from: 4 })
  expect(second.column - first.column).toBe(4)
})

test('a finding points at the very field, however the file is laid out', () => {
  const comment = fc.constantFrom('', '# так\n', '\n', '\r\n')
  const quote = fc.constantFrom('', "'", '"')
  fc.assert(
    fc.property(fc.array(comment, { minLength: 4, maxLength: 4 }), quote, fc.nat({ max: 5 }), (gaps, q, indent) => {
      const [a, b, c, d] = gaps
      const pad = ' '.repeat(indent + 1)
      const file = `${a}from: { set: A }\n${b}to: manager\n${c}fields:\n${pad}ref: R\n${d}${pad}${q}nmae${q}: X\n`
      const [finding] = lintMapping('x.yaml', file).findings
      expect(finding && underlined(file, finding)).toBe(`${q}nmae${q}`)
    }),
  )
})

test('names of a condition are told from its words, functions and literals', () => {
  const names = (condition: string) =>
    namesIn(condition).map(
      ({ section, steps, isSection }) =>
        [...section.map(({ name }) => `${name}[]`), ...steps.map(({ name }) => name)].join('/') +
        (isSection ? '[]' : ''),
    )
  expect(names("IsFolder eq false and startswith(Имя, 'Имя') and not (Код gt 5)")).toEqual(['IsFolder', 'Имя', 'Код'])
  expect(names("Контакты/any(d: endswith(d/Номер, {last10}) or d/Вид/Code eq 'x')")).toEqual([
    'Контакты[]',
    'Контакты[]/Номер',
    'Контакты[]/Вид/Code',
  ])
  expect(names("Владелец_Key eq guid'00000000-0000-0000-0000-000000000000' or cast(А,'Catalog_Б')/В eq 1")).toEqual([
    'Владелец_Key',
    'А',
  ])
  expect(names('Date desc,Number')).toEqual(['Date', 'Number'])
})

test('no condition makes reading its names throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (condition) => void namesIn(condition)))
})
