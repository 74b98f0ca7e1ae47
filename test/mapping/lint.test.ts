import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMetadata } from '../../src/mapping/check-metadata.ts'
import { compileMappings } from '../../src/mapping/index.ts'
import { lintMapping } from '../../src/mapping/lint.ts'

const codes = (text: string) => lintMapping('x.yaml', text).findings.map((finding) => `${finding.line}:${finding.code}`)

test('a mistyped field is named with its line and a guess', () => {
  const { spec, findings } = lintMapping(
    'manager.yaml',
    'from: { set: Catalog_X }\nto: manager\nfields:\n  ref: Ref_Key\n  code: Code\n  nmae: Description\n',
  )
  expect(spec).toBeNull()
  expect(findings).toContainEqual({
    file: 'manager.yaml',
    line: 6,
    column: 3,
    level: 'error',
    code: 'unknown-field',
    text: 'В модели «manager» нет поля «nmae»; может быть, «name»?',
  })
})

test.each([
  ['broken YAML', 'from: [', 'yaml'],
  ['an unknown word', 'from: { set: A }\nto: manager\nfields: { ref: Ref_Key }\nfeilds: {}\n', 'schema'],
  ['an unknown entity', 'from: { set: A }\nto: managr\nfields: {}\n', 'schema'],
  ['a bad path', "from: { set: A }\nto: manager\nfields: { ref: 'Ref Key' }\n", 'path'],
  [
    'an enumeration without values',
    'from: { set: A }\nto: unit\nfields: { ref: R, buildingRef: B, number: N, code: C, kind: K, status: S }\n',
    'no-values',
  ],
  [
    'a value the model does not know',
    'from: { set: A }\nto: unit\nfields: { ref: R, buildingRef: B, kind: { path: K, values: { А: flat } }, status: { path: S, values: { Б: free } } }\n',
    'bad-value',
  ],
  [
    'a missing field',
    'from: { set: A }\nto: building\nfields: { ref: R, state: { path: S, values: { А: built } } }\n',
    'missing-field',
  ],
  ['two sources', 'from: { set: A, http: /hs/a }\nto: manager\nfields: { ref: R }\n', 'schema'],
  ['a service elsewhere', 'from: { http: https://a.invalid/x }\nto: manager\nfields: { ref: R }\n', 'schema'],
  ['a web service without its operation', 'from: { soap: A }\nto: manager\nfields: { ref: R }\n', 'schema'],
  [
    'a way of reading a service cannot have',
    'from: { http: /hs/a, read: plan }\nto: manager\nfields: { ref: R }\n',
    'schema',
  ],
  [
    'a default the field cannot hold',
    'from: { set: A }\nto: manager\nfields: { ref: R, name: { path: N, default: 5 } }\n',
    'bad-value',
  ],
])('%s is found', (_what, text, code) => {
  expect(codes(text).map((found) => found.split(':')[1])).toContain(code)
})

test('nothing an administrator may type makes lint throw', () => {
  const word = fc.constantFrom(
    'from',
    'to',
    'fields',
    'set',
    'client',
    ':',
    '{',
    '}',
    '[',
    ']',
    '\n',
    ' ',
    '-',
    "'",
    '"',
    'ref',
    '&a',
    '*a',
    '!!x',
    '0',
  )
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      (text) => void lintMapping('x.yaml', text),
    ),
  )
})

test('a broken file does not stop the others', () => {
  const mappings = compileMappings(
    [
      { name: 'a.yaml', text: 'to: nonsense' },
      { name: 'b.yaml', text: 'from: { set: Catalog_X }\nto: manager\nfields: { ref: Ref_Key, name: Description }\n' },
    ],
    { timezone: 'Europe/Moscow' },
  )
  expect(mappings.all.map((mapping) => mapping.file)).toEqual(['b.yaml'])
  expect(mappings.findings.every((finding) => finding.file === 'a.yaml')).toBe(true)
})

test('names 1C does not know are found with a guess', () => {
  const { spec } = lintMapping('m.yaml', 'from: { set: Catalog_Пользователь }\nto: manager\nfields: { ref: Ref_Key }\n')
  const sets = {
    has: (set: string) => set === 'Catalog_Пользователи',
    names: () => ['Catalog_Пользователи'],
    properties: () => new Set(['Ref_Key']),
  }
  const found = spec ? checkMetadata('m.yaml', spec, sets) : []
  expect(found.map((finding) => finding.text)).toEqual([expect.stringContaining('может быть, «Catalog_Пользователи»?')])
})
