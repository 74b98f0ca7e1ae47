/** What a virtual table is asked with (1c-odata §10). */
import { notSupported, unreadable } from '../errors.ts'
import type { Expression } from '../filter/expression.ts'
import { parseExpression } from '../filter/parser.ts'
import { type OrderTerm, parseOrderBy } from '../query/order-by.ts'
import { dateTimeValue, guidValue, parseLiteral } from '../url/literal.ts'
import { splitOutside } from '../url/segments.ts'

export type TableParameter =
  | 'AccountCondition'
  | 'BalancedAccountCondition'
  | 'BalancedExtraDimensions'
  | 'Condition'
  | 'Dimensions'
  | 'EndPeriod'
  | 'ExtraDimensions'
  | 'Order'
  | 'Period'
  | 'StartPeriod'
  | 'Top'

export type TableArguments = {
  condition: Expression | null
  accountCondition: Expression | null
  balancedAccountCondition: Expression | null
  dimensions: readonly string[] | null
  /** Kinds of ext dimensions, by GUID. */
  extraDimensions: readonly string[] | null
  balancedExtraDimensions: readonly string[] | null
  period: string | null
  startPeriod: string | null
  endPeriod: string | null
  order: readonly OrderTerm[]
  top: number | null
}

/** Options without a dollar sign that belong to no function (1c-odata §3, §9). */
const OF_EVERY_REQUEST = new Set(['allowedOnly', 'AccessToken'])

/**
 * Arguments from the parentheses or, where those are missing or silent, from the query string.
 * @throws code 0 and 501 for a parameter the function has not, code 1 for a date that cannot be read. The status was
 * measured on two live bases (hacker-cb/1c-odata, changes of the register helper: `StartDate` instead of `StartPeriod`).
 */
export function tableArguments(
  parameters: readonly TableParameter[],
  inside: string | null,
  query: ReadonlyMap<string, string>,
): TableArguments {
  const given = new Map<string, string>()
  const give = (name: string, value: string) => {
    if (!parameters.some((parameter) => parameter === name)) throw notSupported(`Параметр "${name}"`)
    given.set(name, value)
  }
  for (const [name, value] of query) if (!name.startsWith('$') && !OF_EVERY_REQUEST.has(name)) give(name, value)
  for (const part of splitOutside(inside ?? '', ',')) {
    const equals = part.indexOf('=')
    if (part.trim() !== '') give(part.slice(0, Math.max(equals, 0)).trim() || part, part.slice(equals + 1).trim())
  }
  const written = (name: TableParameter) => unquote(given.get(name) ?? '').trim()
  const condition = (name: TableParameter) => (written(name) === '' ? null : parseExpression(written(name), name))
  const names = (name: TableParameter) =>
    written(name) === ''
      ? null
      : written(name)
          .split(',')
          .map((part) => part.trim())
  return {
    condition: condition('Condition'),
    accountCondition: condition('AccountCondition'),
    balancedAccountCondition: condition('BalancedAccountCondition'),
    dimensions: names('Dimensions'),
    extraDimensions: names('ExtraDimensions')?.map(guidValue) ?? null,
    balancedExtraDimensions: names('BalancedExtraDimensions')?.map(guidValue) ?? null,
    period: moment(given.get('Period')),
    startPeriod: moment(given.get('StartPeriod')),
    endPeriod: moment(given.get('EndPeriod')),
    order: written('Order') === '' ? [] : parseOrderBy(written('Order')),
    top: wholeNumber(given.get('Top')),
  }
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  if (!/^\d{1,15}$/.test(text)) throw unreadable(text, 'Edm.Int64')
  return Number(text)
}

/**
 * Strips the outer quotes. The guide leaves quotes inside as they are, clients double them, and in a query string some send
 * none at all: all three are read. They are doubled when every run of quotes inside is of even length.
 */
function unquote(text: string): string {
  const quoted = /^'(.*)'$/s.exec(text.trim())
  if (!quoted) return text
  const inner = quoted[1] ?? ''
  const isDoubled = (inner.match(/'+/g) ?? []).every((run) => run.length % 2 === 0)
  return isDoubled ? inner.replaceAll("''", "'") : inner
}

function moment(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  // The guide's own sample gives a bare day here (17.4.13.2), which no other literal may be.
  const day = /^datetime'(\d{4}-\d\d-\d\d)'$/.exec(text.trim())?.[1]
  if (day) return dateTimeValue(`${day}T00:00:00`)
  const literal = parseLiteral(text)
  // Published programs send a moment as a bare string, too.
  if (literal.type === 'string') return dateTimeValue(literal.value)
  if (literal.type !== 'datetime') throw unreadable(String(literal.value), 'Edm.DateTime')
  return literal.value
}
