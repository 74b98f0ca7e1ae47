/** The functions of the expression language, and those the guide declares unsupported (1c-odata §9). */
import { addToDate, dateDifference, datePart } from './dates.ts'
import { likePattern } from './like.ts'
import type { BoundType } from './scope.ts'

type Kind = 'string' | 'number' | 'datetime'
type Argument = string | number

export type ScalarFunction = {
  takes: readonly Kind[]
  /** How many of the last arguments may be left out. */
  optional?: number
  gives: Extract<BoundType['kind'], 'string' | 'number' | 'boolean' | 'datetime'>
  evaluate: (...values: Argument[]) => string | number | boolean
}

const lower = (value: Argument | undefined) => String(value ?? '').toLowerCase()

const part = (evaluate: (date: string) => number): ScalarFunction => ({
  takes: ['datetime'],
  gives: 'number',
  evaluate: (value) => evaluate(String(value)),
})

export const scalarFunctions: Readonly<Record<string, ScalarFunction>> = {
  concat: { takes: ['string', 'string'], gives: 'string', evaluate: (a, b) => `${a}${b}` },
  startswith: {
    takes: ['string', 'string'],
    gives: 'boolean',
    evaluate: (text, start) => lower(text).startsWith(lower(start)),
  },
  endswith: {
    takes: ['string', 'string'],
    gives: 'boolean',
    evaluate: (text, end) => lower(text).endsWith(lower(end)),
  },
  /** The part comes first, the field second: the other way round from everyone's intuition. */
  substringof: {
    takes: ['string', 'string'],
    gives: 'boolean',
    evaluate: (inner, text) => lower(text).includes(lower(inner)),
  },
  /** Counts from one, as the query language does: the guide's sample finds ИНН of region 77 by `substring(ИНН, 1, 2)`. */
  substring: {
    takes: ['string', 'number', 'number'],
    optional: 1,
    gives: 'string',
    evaluate: (text, start, length) => {
      const from = Math.max(Number(start) - 1, 0)
      return String(text).slice(from, length === undefined ? undefined : from + Number(length))
    },
  },
  like: {
    takes: ['string', 'string'],
    gives: 'boolean',
    evaluate: (text, template) => likePattern(String(template)).test(String(text)),
  },
  round: {
    takes: ['number'],
    gives: 'number',
    evaluate: (value) => Math.sign(Number(value)) * Math.round(Math.abs(Number(value))),
  },
  dateadd: {
    takes: ['datetime', 'string', 'number'],
    gives: 'datetime',
    evaluate: (date, unit, count) => addToDate(String(date), String(unit), Number(count)),
  },
  datedifference: {
    takes: ['datetime', 'datetime', 'string'],
    gives: 'number',
    evaluate: (a, b, unit) => dateDifference(String(a), String(b), String(unit)),
  },
  year: part((date) => datePart(date, 'year')),
  quarter: part((date) => datePart(date, 'quarter')),
  month: part((date) => datePart(date, 'month')),
  day: part((date) => datePart(date, 'day')),
  dayofyear: part((date) => datePart(date, 'dayofyear')),
  dayofweek: part((date) => datePart(date, 'dayofweek')),
  hour: part((date) => datePart(date, 'hour')),
  minute: part((date) => datePart(date, 'minute')),
  second: part((date) => datePart(date, 'second')),
}

/** Functions of the OData standard the guide says 1C has not: code 21, unlike an unknown name, which is code 6. */
export const declaredUnsupported: ReadonlySet<string> = new Set([
  'length',
  'indexof',
  'replace',
  'tolower',
  'toupper',
  'trim',
  'years',
  'days',
  'hours',
  'seconds',
  'floor',
  'ceiling',
])
