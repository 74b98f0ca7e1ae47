import { Environment } from '@marcbachmann/cel-js'

/** A function an expression may call; nothing else can be called. `kind: method` stands after a dot: `Name.contains('x')`. */
export interface ExpressionFunction {
  kind: 'function' | 'method'
  /** CEL's types of what it takes, the receiver of a method first. */
  takes: readonly (readonly string[])[]
  gives: 'string' | 'double' | 'bool' | 'list' | 'dyn'
  /** In Russian, for completion and the page. */
  what: string
  run: (...values: never[]) => unknown
}

/** Longest text an expression may hold: adding must not grow without end. */
export const maxText = 20_000

/** Longest text that may be searched for: at worst a search takes the product of both lengths. */
const maxPattern = 200

const emptyRef = '00000000-0000-0000-0000-000000000000'

const text = (value: unknown): string => (value === null ? '' : typeof value === 'object' ? '' : String(value))

/** As `ЗначениеЗаполнено` of 1C: zero, an empty date, an empty reference and an empty list are not. */
function isFilled(value: unknown): boolean {
  if (value === null || value === undefined || value === 0) return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value !== 'string') return true
  const trimmed = value.trim()
  return trimmed !== '' && trimmed !== emptyRef && !trimmed.startsWith('0001-01-01')
}

function numberOf(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  const number = typeof value === 'string' && value.trim() === '' ? 0 : Number(value ?? 0)
  if (!Number.isFinite(number)) throw new TypeError(`«${text(value)}» не число`)
  return number
}

function within(parts: readonly string[], joint: string): string {
  const length = parts.reduce((sum, part) => sum + part.length + joint.length, 0)
  if (length > maxText) throw new TypeError(`текст длиннее ${maxText} знаков`)
  return parts.join(joint)
}

function sought(part: string): string {
  if (part.length > maxPattern) throw new TypeError(`искать можно не больше ${maxPattern} знаков`)
  return part
}

/** `*` is any run of characters, `?` any one; at worst it takes the product of both lengths, never more. */
export function isLike(value: string, pattern: string): boolean {
  const [where, what] = [value.toLowerCase(), pattern.toLowerCase()]
  let at = 0
  let star = -1
  let resume = 0
  let next = 0
  while (at < where.length) {
    if (what[next] === '*') {
      star = next
      next += 1
      resume = at
    } else if (next < what.length && (what[next] === '?' || what[next] === where[at])) {
      at += 1
      next += 1
    } else if (star >= 0) {
      resume += 1
      at = resume
      next = star + 1
    } else return false
  }
  while (what[next] === '*') next += 1
  return next === what.length
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** Math.max(0, Math.min(6, Math.trunc(digits)))
  const scaled = Number((Math.abs(value) * scale).toPrecision(15))
  return (Math.sign(value) * Math.round(scaled)) / scale
}

const wordsOf = (value: unknown): string[] => text(value).split(/\s+/).filter(Boolean)

const datePart = (from: number, to: number) => (value: unknown) => {
  const part = /^\d{4}-\d\d-\d\d/.test(text(value)) ? Number(text(value).slice(from, to)) : Number.NaN
  if (Number.isNaN(part)) throw new TypeError(`«${text(value)}» не дата`)
  return part
}

const any = [['dyn']] as const
const onText = (...others: string[]) => [['string', 'null'], ...others.map((type) => [type])] as const

/** Everything an expression may call, by its name; `mappings/README.md` describes it in Russian. */
export const functions: Readonly<Record<string, ExpressionFunction>> = {
  filled: { kind: 'function', takes: any, gives: 'bool', what: 'заполнено ли, как ЗначениеЗаполнено', run: isFilled },
  text: { kind: 'function', takes: any, gives: 'string', what: 'значение как строка, пустое — «»', run: text },
  number: { kind: 'function', takes: any, gives: 'double', what: 'значение как число, пустое — 0', run: numberOf },
  size: {
    kind: 'function',
    takes: any,
    gives: 'double',
    what: 'длина строки или число строк таблицы',
    run: (value: unknown) => (Array.isArray(value) ? value.length : text(value).length),
  },
  first: {
    kind: 'function',
    takes: [['list']],
    gives: 'dyn',
    what: 'первое заполненное из списка',
    run: (list: unknown[]) => list.find(isFilled) ?? null,
  },
  joined: {
    kind: 'function',
    takes: [['list'], ['string']],
    gives: 'string',
    what: 'заполненные значения через разделитель',
    run: (list: unknown[], joint: string) => within(list.filter(isFilled).map(text), joint),
  },
  sum: {
    kind: 'function',
    takes: [['list']],
    gives: 'double',
    what: 'сумма чисел списка',
    run: (list: unknown[]) => list.reduce<number>((sum, value) => sum + numberOf(value), 0),
  },
  words: { kind: 'function', takes: any, gives: 'list', what: 'слова строки', run: wordsOf },
  word: {
    kind: 'function',
    takes: [['dyn'], ['double']],
    gives: 'string',
    what: 'слово строки по номеру, с единицы',
    run: (value: unknown, at: number) => wordsOf(value)[at - 1] ?? '',
  },
  digits: {
    kind: 'function',
    takes: any,
    gives: 'string',
    what: 'только цифры строки',
    run: (value: unknown) => text(value).replace(/\D/g, ''),
  },
  like: {
    kind: 'function',
    takes: [['dyn'], ['string']],
    gives: 'bool',
    what: 'подходит ли под образец: * — любые знаки, ? — один; регистр не важен',
    run: (value: unknown, pattern: string) => isLike(text(value), sought(pattern)),
  },
  round: {
    kind: 'function',
    takes: [['double'], ['double']],
    gives: 'double',
    what: 'округление до знаков после запятой',
    run: rounded,
  },
  abs: { kind: 'function', takes: [['double']], gives: 'double', what: 'число без знака', run: Math.abs },
  min: { kind: 'function', takes: [['double'], ['double']], gives: 'double', what: 'меньшее из двух', run: Math.min },
  max: { kind: 'function', takes: [['double'], ['double']], gives: 'double', what: 'большее из двух', run: Math.max },
  year: { kind: 'function', takes: any, gives: 'double', what: 'год даты', run: datePart(0, 4) },
  month: { kind: 'function', takes: any, gives: 'double', what: 'месяц даты, с единицы', run: datePart(5, 7) },
  day: { kind: 'function', takes: any, gives: 'double', what: 'день месяца', run: datePart(8, 10) },
  contains: {
    kind: 'method',
    takes: onText('string'),
    gives: 'bool',
    what: 'содержит ли строку',
    run: (value: unknown, part: string) => text(value).includes(sought(part)),
  },
  startsWith: {
    kind: 'method',
    takes: onText('string'),
    gives: 'bool',
    what: 'начинается ли со строки',
    run: (value: unknown, part: string) => text(value).startsWith(part),
  },
  endsWith: {
    kind: 'method',
    takes: onText('string'),
    gives: 'bool',
    what: 'кончается ли строкой',
    run: (value: unknown, part: string) => text(value).endsWith(part),
  },
  lower: {
    kind: 'method',
    takes: onText(),
    gives: 'string',
    what: 'строчными буквами',
    run: (value: unknown) => text(value).toLowerCase(),
  },
  upper: {
    kind: 'method',
    takes: onText(),
    gives: 'string',
    what: 'прописными буквами',
    run: (value: unknown) => text(value).toUpperCase(),
  },
  trim: {
    kind: 'method',
    takes: onText(),
    gives: 'string',
    what: 'без пробелов по краям',
    run: (value: unknown) => text(value).trim(),
  },
  replace: {
    kind: 'method',
    takes: onText('string', 'string'),
    gives: 'string',
    what: 'все вхождения одной строки заменены другой',
    run: (value: unknown, part: string, other: string) => {
      if (part === '') return text(value)
      return within(text(value).split(sought(part)), other)
    },
  },
  split: {
    kind: 'method',
    takes: onText('string'),
    gives: 'list',
    what: 'части строки между разделителями',
    run: (value: unknown, separator: string) => text(value).split(sought(separator)),
  },
  substring: {
    kind: 'method',
    takes: onText('double', 'double'),
    gives: 'string',
    what: 'часть строки: с какого знака (с нуля) и до какого',
    run: (value: unknown, from: number, to: number) => text(value).substring(from, to),
  },
}

/** Words of CEL that go over the rows of a section. */
export const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** Name under which CEL knows a function: its own ones stay out of reach. */
export const inner = (name: string): string => `f_${name}`

/** Limits of what may be written; what may happen when it runs is in bounds.ts. */
const limits = { maxAstNodes: 300, maxDepth: 40, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 10 }

/** CEL with our functions; `isTyped` knows only the variables declared to it. */
export function newEnvironment(isTyped: boolean): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: !isTyped, homogeneousAggregateLiterals: false, limits })
  env.registerOperator('double % double', (a: number, b: number) => a % b)
  env.registerOperator('string + null', (a: string) => a)
  env.registerOperator('null + string', (_: null, b: string) => b)
  for (const [name, { kind, takes, gives, run }] of Object.entries(functions)) {
    const [receivers = [], ...others] = takes
    const handler = run as (...values: unknown[]) => unknown
    if (kind === 'function')
      env.registerFunction(`${inner(name)}(${takes.map(([type]) => type).join(', ')}): ${gives}`, handler)
    else
      for (const receiver of receivers)
        env.registerFunction(
          `${receiver}.${inner(name)}(${others.map(([type]) => type).join(', ')}): ${gives}`,
          handler,
        )
  }
  return env
}
