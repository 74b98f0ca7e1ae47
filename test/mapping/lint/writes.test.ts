import { expect, test } from 'vitest'
import { lint, told, underlined } from './infobase.ts'

const client = (fields: string, lookup = '{ key: "K eq {key}", phone: "endswith(T, {last10})" }') =>
  `from: { set: A }\nto: client\nfields:\n  ref: Ref_Key\n  kind: { path: V, values: { Ф: person, Ю: company } }\n  lifecycle: { path: L, values: { П: prospect, Д: customer } }\n  externalKey: { path: K, write: create }\n${fields}lookup: ${lookup}\n`

const codes = (text: string) =>
  lint(text).map((finding) => `${finding.level} ${finding.code} ${underlined(text, finding)}`)

test('a mapping that can be written has nothing to be told', () => {
  expect(codes(client('  name: { path: Description, write: create }\n'))).toEqual([])
})

test.each([
  ['an expression', '  name: { compute: A + B, write: always }\n', 'error one-way always', 'вычисляется выражением'],
  [
    'a converter that only reads',
    '  name: { path: A, as: words, write: always }\n',
    'error one-way always',
    'умеет только читать',
  ],
  ['another object', '  name: { path: A.B, write: always }\n', 'error one-way always', 'принадлежит другому объекту'],
  ['a reference', '  name: { path: Ref_Key, write: always }\n', 'error read-only Ref_Key', 'даёт 1С'],
  ['a version', '  code: { path: DataVersion, write: create }\n', 'error read-only DataVersion', 'ведёт 1С'],
  [
    'a number of a row',
    '  name: { path: A, write: create, alsoWrite: { LineNumber: 1 } }\n',
    'error read-only LineNumber',
    'ставит 1С',
  ],
  [
    'a converter of what goes along',
    '  name: { path: A, write: create, alsoWrite: { Б: { as: words } } }\n',
    'error one-way words',
    'умеет только читать',
  ],
  [
    'two fields in one attribute',
    '  name: { path: A, write: create }\n  code: { path: A, write: create }\n',
    'warning write-twice A',
    'уже пишется «name»',
  ],
  [
    'what goes along with nothing',
    '  name: { path: A, alsoWrite: { Б: 1 } }\n',
    'warning unused-word alsoWrite',
    'не пишется в 1С',
  ],
])('%s cannot be written', (_what, fields, found, words) => {
  const text = client(fields)
  expect(codes(text)).toEqual([found])
  expect(lint(text)[0]?.text).toContain(words)
})

test('of several values that are one of ours back tells which is written', () => {
  const table = '{ path: V, values: { ФизЛицо: person, ИП: person, Ю: company }, write: create'
  const text = (back: string) => client('').replace('{ path: V, values: { Ф: person, Ю: company }', table + back)
  expect(codes(text(''))).toEqual(['warning one-way ИП'])
  expect(codes(text(', back: { person: ФизЛицо }'))).toEqual([])
  expect(codes(text(', back: { person: Никто }'))).toEqual(['error bad-value Никто'])
})

test('a value that has no pair cannot be written', () => {
  const text = client('').replace('Ю: company }', 'Ф2: person }, back: { person: Ф }, write: create')
  expect(codes(text)).toEqual(['warning one-way { Ф: person, Ф2: person }'])
})

test.each([
  ['no condition by key', '{ phone: "endswith(T, {last10})" }', 'warning no-key write', 'не найдёт своих'],
  ['no condition by telephone', '{ key: "K eq {key}" }', 'warning no-key write', 'может завести второго'],
  [
    'a condition on another attribute',
    '{ key: "Z eq {key}", phone: "T eq {phone}" }',
    'warning no-key "Z eq {key}"',
    'Ищите по «K»',
  ],
  [
    'quotes around a place',
    `{ key: "K eq '{key}' or K eq {key}", phone: "T eq {phone}" }`,
    'error condition {key}',
    'Уберите кавычки',
  ],
  [
    'an open quote',
    `{ key: "K eq {key} or K eq 'a", phone: "T eq {phone}" }`,
    `error condition "K eq {key} or K eq 'a"`,
    'не закрыта',
  ],
  ['an unknown place', '{ key: "K eq {kye}", phone: "T eq {phone}" }', 'error condition {kye}', 'может быть, «key»?'],
  ['no place at all', '{ key: "K eq 5", phone: "T eq {phone}" }', 'error condition "K eq 5"', 'нет {key}'],
  [
    'an unknown condition',
    '{ key: "K eq {key}", phone: "T eq {phone}", kee: x }',
    'warning unused-word kee',
    'может быть, «key»?',
  ],
])('%s in lookup is told', (_what, lookup, found, words) => {
  const text = client('', lookup)
  expect(codes(text)).toEqual([found])
  expect(lint(text)[0]?.text).toContain(words)
})

test('without a key of its own the hub would not find what it created', () => {
  const text = client('  name: { path: A, write: create }\n').replace('  externalKey: { path: K, write: create }\n', '')
  expect(told(text)).toEqual(['no-key «fields»'])
  expect(told(text.replace('  kind:', '  externalKey: K\n  kind:'))).toEqual(['no-key «externalKey»'])
})
