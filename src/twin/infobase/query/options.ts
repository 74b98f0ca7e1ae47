/** The system query options of a reading request (1c-odata §9). */
import { badOption, unsupportedOption } from '../errors.ts'
import type { Expression } from '../filter/expression.ts'
import { parseExpression } from '../filter/parser.ts'
import { type OrderTerm, parseOrderBy } from './order-by.ts'

export type QueryOptions = {
  filter: Expression | null
  /** As written; it means something only beside a set. */
  select: string | null
  expand: string | null
  orderBy: readonly OrderTerm[]
  top: number | null
  skip: number
  inlineCount: boolean
}

const KNOWN = new Set([
  '$filter',
  '$select',
  '$expand',
  '$orderby',
  '$top',
  '$skip',
  '$inlinecount',
  '$format',
  '$allowedOnly',
])

/** @throws code 0 for an unknown `$`-option, code 14 for one that does not parse. Options without `$` are left alone. */
export function parseOptions(query: ReadonlyMap<string, string>): QueryOptions {
  for (const name of query.keys()) if (name.startsWith('$') && !KNOWN.has(name)) throw unsupportedOption(name)
  const filter = query.get('$filter')
  const orderBy = query.get('$orderby')
  return {
    filter: filter === undefined ? null : parseExpression(filter),
    select: query.get('$select') ?? null,
    expand: query.get('$expand') ?? null,
    orderBy: orderBy === undefined ? [] : parseOrderBy(orderBy),
    top: count(query, '$top'),
    skip: count(query, '$skip') ?? 0,
    inlineCount: inlineCount(query.get('$inlinecount')),
  }
}

function count(query: ReadonlyMap<string, string>, option: string): number | null {
  const value = query.get(option)
  if (value === undefined) return null
  if (!/^\d{1,15}$/.test(value)) throw badOption(option)
  return Number(value)
}

function inlineCount(value: string | undefined): boolean {
  if (value === undefined || value === 'none') return false
  if (value !== 'allpages') throw badOption('$inlinecount')
  return true
}
