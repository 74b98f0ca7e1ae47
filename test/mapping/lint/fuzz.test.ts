import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileMappings } from '../../../src/mapping/index.ts'
import { codes } from '../../../src/mapping/lint/codes.ts'
import { lint, office } from './infobase.ts'

const folder = join(import.meta.dirname, '../../../mappings')
const real = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('.cases.yaml'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .concat(
    "from:\n  set: Catalog_Квартиры\n  registers:\n    Прайс: { set: InformationRegister_Цены, by: Квартира_Key, condition: Вид eq '1' }\nto: unit\nfields:\n  price: { path: \"Прайс[Вид='Базовая','Акция'].Цена\", as: moneyOrEmpty }\n  floor: { compute: size(Прайс) }\n",
  )

/** Lints, in the infobase too, and asks of every finding what an editor needs of it. */
function check(text: string): void {
  const before = process.threadCpuUsage()
  const lines = text.split('\n')
  for (const finding of lint(text, office)) {
    expect(codes).toHaveProperty(finding.code)
    expect(finding.text).toMatch(/[а-яё]/)
    expect(finding.line).toBeGreaterThanOrEqual(1)
    expect(finding.line).toBeLessThanOrEqual(lines.length)
    expect(finding.column).toBeGreaterThanOrEqual(1)
    expect(finding.endLine * 1e6 + finding.endColumn).toBeGreaterThanOrEqual(finding.line * 1e6 + finding.column)
  }
  compileMappings([{ name: 'x.yaml', text }], { timezone: 'UTC' }).check(office)
  // Of the processor: the machine may have other things to do.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(3000)
}

const scrap = fc.constantFrom(
  ...[
    'from',
    'to',
    'fields',
    'registers',
    'by',
    'set',
    'client',
    'ref',
    'path',
    'values',
    'write: always',
    'compute',
    'when',
    'lookup',
    'Ref_Key',
  ],
  ...[
    ':',
    ': ',
    '{',
    '}',
    '[',
    ']',
    '\n',
    '\n  ',
    ' ',
    '- ',
    "'",
    '"',
    '|',
    '>',
    '&a ',
    '*a',
    '!!x ',
    '!!binary ',
    '%',
    '#',
    '? ',
    '---\n',
  ],
  ...[
    '0',
    '1e999',
    '9'.repeat(400),
    '-0',
    '.nan',
    '0x7f',
    'null',
    '~',
    'yes',
    '2026-11-24',
    '__proto__',
    'constructor',
    '<<',
    '\t',
    '\u0000',
    '\uFEFF',
    '\uD800',
    '😀',
  ],
)

test('no text of scraps of the language makes lint throw', () => {
  fc.assert(
    fc.property(
      fc.array(scrap, { maxLength: 40 }).map((scraps) => scraps.join('')),
      check,
    ),
    { numRuns: 400 },
  )
})

test('no text at all makes lint throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 200 })
})

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 12 }),
  text: fc.oneof(scrap, fc.string({ maxLength: 6 })),
})

test('no mutilated real file makes lint throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...real), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
      let broken = text
      for (const { at, length, text: put } of edits) {
        const start = Math.floor(at * broken.length)
        broken = broken.slice(0, start) + put + broken.slice(start + length)
      }
      check(broken)
    }),
    { numRuns: 150 },
  )
})

/** Any value where the language wants one of its own: the shapes of zod's every refusal. */
const anything = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value))
const words = ['set', 'table', 'parameters', 'http', 'soap', 'rows', 'read', 'filter', 'order', 'only']
const fieldWords = [
  'path',
  'compute',
  'when',
  'type',
  'orElse',
  'as',
  'values',
  'back',
  'default',
  'required',
  'rows',
  'fields',
  'write',
  'alsoWrite',
]

test('no value in the place of another makes lint throw', () => {
  const section = (names: string[]) =>
    fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 4 }).map(
      (each) =>
        `{ ${Object.entries(each)
          .map(([word, value]) => `${word}: ${value}`)
          .join(', ')} }`,
    )
  fc.assert(
    fc.property(
      section(words),
      fc.constantFrom('client', 'unit', 'deal', 'manager'),
      fc.dictionary(
        fc.constantFrom('ref', 'kind', 'phones', 'schedule', 'price', 'status', 'name'),
        section(fieldWords),
      ),
      anything,
      (from, to, fields, lookup) => {
        const list = Object.entries(fields).map(([name, field]) => `  ${name}: ${field}\n`)
        check(`from: ${from}\nto: ${to}\nfields:\n${list.join('')}  code: Code\nlookup: ${lookup}\n`)
      },
    ),
    { numRuns: 300 },
  )
})

test.each([
  ['brackets', '['.repeat(30_000)],
  ['closed brackets', `a: ${'['.repeat(3000)}${']'.repeat(3000)}`],
  ['maps in maps', '{a: '.repeat(20_000)],
  ['dashes', '- '.repeat(30_000)],
  ['question marks', '? '.repeat(20_000)],
  ['indents', Array.from({ length: 350 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ['quotes', '"'.repeat(60_000)],
  ['anchors', '&a '.repeat(20_000)],
  ['keys', Array.from({ length: 5000 }, (_, n) => `k${n}: ${n}`).join('\n')],
  ['a map in itself', 'from: &a { set: *a }\nto: manager\nfields: *a'],
  ['fields of one another', 'from: { set: A }\nto: manager\nfields: &f { ref: *f, code: &c { path: *c, values: *f } }'],
  [
    'laughs',
    `a: &a [${'x,'.repeat(9)}]\n${[...'bcdefgh'].map((name, n) => `${name}: &${name} [${`*${'abcdefg'[n]},`.repeat(9)}]`).join('\n')}\nfrom: *h`,
  ],
  ['a huge number', `from: { set: ${'9'.repeat(50_000)} }\nto: manager\nfields: { ref: 1e99999 }`],
  ['a long path', `from: { set: A }\nto: manager\nfields: { ref: "${'Ы.'.repeat(30_000)}Ы" }`],
  [
    'a long condition',
    `from: { set: A }\nto: manager\nfields: { ref: R }\nlookup: { key: "${"К eq 'x' or ".repeat(5000)}К eq {key}" }`,
  ],
  [
    'a long expression',
    `from: { set: A }\nto: manager\nfields: { ref: R, name: { compute: "${'(a + '.repeat(5000)}" } }`,
  ],
  [
    'names of prototypes',
    'from: { set: A }\nto: manager\nfields: { __proto__: { path: x }, constructor: y, ref: R }\n__proto__: 1',
  ],
  [
    'prototypes among values',
    'from: { set: A }\nto: unit\nfields: { kind: { path: K, values: { __proto__: studio, constructor: studio }, back: { toString: x } } }',
  ],
])('%s without end are told of in time', (_what, text) => {
  check(text)
  const [first] = lint(text, office)
  expect(first).toBeDefined()
})
