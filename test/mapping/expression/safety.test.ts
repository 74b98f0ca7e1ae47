import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxSteps } from '../../../src/mapping/expression/bounds.ts'
import { compileExpression } from '../../../src/mapping/expression/expression.ts'
import { functions, isLike, macros, maxText } from '../../../src/mapping/expression/functions.ts'
import { ExpressionProblem } from '../../../src/mapping/expression/problem.ts'
import type { RawRecord } from '../../../src/model/raw.ts'

const secret = 'НЕЛЬЗЯ'

/** Whatever an expression might reach for beside its record. */
Object.assign(globalThis, { ТайнаВсех: secret })
const parent = { Тайна: secret, Ряды: [{ Тайна: secret }] }
const record: RawRecord = Object.assign(Object.create(parent) as RawRecord, {
  Имя: 'Анна',
  Число: 3,
  Да: true,
  Пусто: null,
  Строки: [{ Имя: 'а', Число: 1 }, Object.assign(Object.create({ Тайна: secret }) as RawRecord, { Имя: 'б' })],
  Ссылка: Object.assign(Object.create({ Тайна: secret }) as RawRecord, { Имя: 'в' }),
})

const names = fc.constantFrom(
  ...['Имя', 'Число', 'Да', 'Пусто', 'Строки', 'Ссылка', 'Тайна', 'ТайнаВсех', 'с', 'x'],
  ...['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'globalThis', 'process', 'this'],
  ...['cel', 'google', 'type', 'int', 'dyn', 'self', 'v0', 'c0', 'f_text'],
)
const literals = fc.constantFrom(
  '1',
  '0',
  '2.5',
  "'а'",
  '""',
  'true',
  'null',
  '[]',
  '{}',
  "b'x'",
  '5u',
  '0xFF',
  "r'\\'",
)
const callable = fc.constantFrom(
  ...Object.keys(functions),
  ...macros,
  'matches',
  'bind',
  'has',
  'bytes',
  'timestamp',
  'eval',
)
const operators = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||', 'in')

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    names,
    literals,
    fc.tuple(tie('expression'), names).map(([of, name]) => `${of}.${name}`),
    fc.tuple(tie('expression'), tie('expression')).map(([of, at]) => `${of}[${at}]`),
    fc.tuple(tie('expression'), operators, tie('expression')).map((parts) => `(${parts.join(' ')})`),
    fc
      .tuple(callable, fc.array(tie('expression'), { maxLength: 3 }))
      .map(([name, args]) => `${name}(${args.join(', ')})`),
    fc
      .tuple(tie('expression'), callable, fc.array(tie('expression'), { maxLength: 3 }))
      .map(([of, name, args]) => `${of}.${name}(${args.join(', ')})`),
    fc
      .tuple(tie('expression'), fc.constantFrom(...macros), names, tie('expression'))
      .map(([of, name, bound, body]) => `${of}.${name}(${bound}, ${body})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
}))

function outcome(text: string, of: RawRecord): unknown {
  try {
    return compileExpression(text, 'scalar')(of)
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionProblem)
    return (error as Error).message
  }
}

test('no expression reaches outside its record, and none fails but in Russian', () => {
  const before = JSON.stringify([record, parent])
  fc.assert(
    fc.property(expression, (text) => {
      const value = outcome(text, record)
      expect(JSON.stringify(value) ?? '').not.toContain(secret)
      expect(['string', 'number', 'boolean', 'object']).toContain(typeof value)
      if (typeof value === 'object' && value !== null) expect(Array.isArray(value)).toBe(true)
    }),
    { numRuns: 2000 },
  )
  expect(JSON.stringify([record, parent])).toBe(before)
  expect(Object.prototype).not.toHaveProperty('Имя')
})

test('no text at all makes the compiler fail in another way', () => {
  const piece = fc.constantFrom(
    ...'()[]{}.,?:!=&|<>+-*/%\'"\\ \n1аЯ_',
    'Имя',
    'exists',
    "r'",
    '"""',
    '//',
    'in',
    '0x',
    '1e9',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, (given) => void outcome(given, record)),
    { numRuns: 1000 },
  )
})

const rows = (count: number): RawRecord[] => Array.from({ length: count }, (_, n) => ({ Имя: `строка ${n}`, Число: n }))

/** Steps the evaluation took before it was done or stopped. */
function steps(text: string, of: RawRecord): number {
  const budget = { spent: 0 }
  const evaluate = compileExpression(text, 'scalar', budget)
  try {
    evaluate(of)
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionProblem)
  }
  return budget.spent
}

const greedy = [
  'size(Строки.map(a, size(Строки.map(b, a.Число + b.Число))))',
  'Строки.all(a, a in Строки)',
  'Строки.all(a, sum(Строки.map(b, 1)) > 0 && Строки == Строки)',
  'Длинная.contains(Длинная)',
  "like(Длинная, '*' + Длинная + 'б')",
  'Строки.all(a, Строки.all(b, a.Имя != "x" || b.Имя != "x"))',
  'Строки.exists(a, Строки.exists(b, a.Имя + b.Имя == "x") || a.Число / 0 == 1)',
  'size(Строки.map(a, Длинная + Длинная))',
  "size(Длинная.split('').map(a, size(Длинная.split(''))))",
  "size(Длинная.replace('а', Длинная))",
  "size(joined(Строки.map(a, Длинная), ''))",
  'size([Длинная + Длинная].map(a, [a + a].map(b, b + b)))',
  `size(${Array.from({ length: 40 }, () => 'Длинная').join(' + ')})`,
  "like(Длинная, '*а*а*а*а*а*а*а*а*б')",
  'size(words(Длинная)) + sum(Строки.map(a, size(words(Длинная))))',
]

test.each(greedy)('%s is stopped or done within bounded steps', (text) => {
  for (const size of [10, 3000]) {
    const of = { Строки: rows(size), Длинная: 'а'.repeat(Math.min(maxText, size * 6)) }
    const started = performance.now()
    // A failure inside `all` and `exists` is looked past by CEL once for each row, and each time at once.
    expect(steps(text, of)).toBeLessThan(maxSteps + 4 * size + maxText)
    expect(performance.now() - started).toBeLessThan(3000)
  }
})

test('a pattern is matched as one would think', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('а', 'б'), maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('а', 'б', '*', '?'), maxLength: 8 }),
      (value, pattern) => {
        const regular = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
        expect(isLike(value, pattern)).toBe(regular.test(value))
      },
    ),
  )
})

test('an expression is compiled once and has no memory', () => {
  const evaluate = compileExpression('sum(Строки.map(a, a.Число)) + 1', 'scalar')
  const budget = rows(4000)
  expect(evaluate({ Строки: budget })).toBe((4000 * 3999) / 2 + 1)
  for (let n = 0; n < 50; n++) expect(evaluate({ Строки: rows(3) })).toBe(4)
  expect(evaluate({})).toBe(1)
})
