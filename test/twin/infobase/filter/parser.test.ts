import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Expression, PRECEDENCE } from '../../../../src/twin/infobase/filter/expression.ts'
import { parseExpression } from '../../../../src/twin/infobase/filter/parser.ts'
import { print } from './print.ts'

const reserved = new Set(['not', 'true', 'false', 'any', 'all', 'guid', 'datetime', ...PRECEDENCE.flat()])

const name = fc
  .stringMatching(/^[А-Яа-яA-Za-z_][А-Яа-яA-Za-z0-9_]{0,8}$/)
  .filter((candidate) => !reserved.has(candidate))
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments): Expression => ({ kind: 'path', segments }))
const whole = fc.integer({ min: 0, max: 99_999 })
const literal: fc.Arbitrary<Expression> = fc.oneof(
  fc.string({ maxLength: 8 }).map((value): Expression => ({ kind: 'text', value })),
  fc.tuple(whole, fc.option(whole)).map(
    ([integer, fraction]): Expression => ({
      kind: 'number',
      value: fraction === null ? String(integer) : `${integer}.${fraction}`,
    }),
  ),
  fc.boolean().map((value): Expression => ({ kind: 'boolean', value })),
  fc.uuid().map((value): Expression => ({ kind: 'guid', value })),
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((value): Expression => ({ kind: 'datetime', value: value.toISOString().slice(0, 19) })),
)

const { expression } = fc.letrec<{ expression: Expression; call: Expression; chain: Expression }>((tie) => ({
  call: fc.record({
    kind: fc.constant('call' as const),
    name,
    arguments: fc.array(tie('expression'), { maxLength: 3 }),
  }),
  chain: fc.oneof(
    path,
    tie('call'),
    fc.record({
      kind: fc.constant('member' as const),
      of: tie('call'),
      segments: fc.array(name, { minLength: 1, maxLength: 2 }),
    }),
  ),
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    path,
    tie('call'),
    tie('chain'),
    fc.record({ kind: fc.constant('not' as const), operand: tie('expression') }),
    fc.record({ kind: fc.constant('negative' as const), operand: tie('expression') }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom(...PRECEDENCE.flat()),
      left: tie('expression'),
      right: tie('expression'),
    }),
    fc.record({
      kind: fc.constant('lambda' as const),
      quantifier: fc.constantFrom('any' as const, 'all' as const),
      over: path,
      body: fc.record({ variable: name, condition: tie('expression') }),
    }),
    path.map((over): Expression => ({ kind: 'lambda', quantifier: 'any', over, body: null })),
  ),
}))

test('parsing what was printed gives the expression back', () => {
  fc.assert(
    fc.property(expression, (original) => {
      expect(parseExpression(print(original))).toEqual(original)
    }),
    { numRuns: 400 },
  )
})

test.each([
  ['a or b and c', 'a or (b and c)'],
  ['a eq 1 and b eq 2 or c eq 3', '((a eq 1) and (b eq 2)) or (c eq 3)'],
  ['a add b mul c', 'a add (b mul c)'],
  ['a sub b sub c', '(a sub b) sub c'],
  ['a lt b eq c gt d', '(a lt b) eq (c gt d)'],
  ['not a eq b', '(not a) eq b'],
  ['-a mul b', '(-a) mul b'],
  ['not startswith(a, b) eq true', '(not startswith(a, b)) eq true'],
])('%s means %s', (source, meaning) => {
  expect(parseExpression(source)).toEqual(parseExpression(meaning))
})

test.each([
  '',
  'a eq',
  'a eq 1 b',
  'a+eq+1',
  "a eq 'open",
  'a eq (1',
  'f(1,)',
  'a/',
  'a/any(d)',
  'a/all()',
  "'text'/length",
  'a eq $b',
])('%j does not parse: code 14', (source) => {
  expect(() => parseExpression(source)).toThrow(expect.objectContaining({ code: 14, status: 400 }))
})

test.each([
  ["guid'12345'", '12345'],
  ["datetime'2026-13-01T00:00:00'", '2026-13-01T00:00:00'],
  ["datetime'2026-01-01'", '2026-01-01'],
  ['1E+20', '1E+20'],
  ['12abc', '12abc'],
])('%s cannot be read: code 1, and the refusal repeats it', (source, echo) => {
  expect(() => parseExpression(`a eq ${source}`)).toThrow(
    expect.objectContaining({ code: 1, message: expect.stringContaining(`'${echo}'`) }),
  )
})
