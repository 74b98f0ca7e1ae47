/** Reading a set: filter, order, skip, top, in that order (1c-odata §9). */
import { bindCondition } from '../filter/bind.ts'
import type { Expression } from '../filter/expression.ts'
import type { Scope, Shape } from '../filter/scope.ts'
import type { Infobase } from '../infobase.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import type { QueryOptions } from './options.ts'
import { sortRows } from './order-by.ts'

export type QueryResult = { rows: readonly StoredRecord[]; count: number | null }

export function runQuery(
  base: Infobase,
  set: EntitySet,
  rows: readonly StoredRecord[],
  options: QueryOptions,
): QueryResult {
  const found = filterRows(base, set, rows, options.filter)
  // On record sets the order is ignored without a word, whatever it names.
  const isUnordered = set.form === 'recordSet' && base.faults.ignoreRecordSetOrder
  const ordered = isUnordered
    ? found
    : sortRows(scopeOf(base, set), found, options.orderBy, base.faults.orderByPresentation)
  const count = options.inlineCount ? ordered.length : null
  if (options.inlineCount && base.faults.inlinecountOverridesPaging) return { rows: ordered, count }
  const end = options.top === null ? undefined : options.skip + options.top
  return { rows: ordered.slice(options.skip, end), count }
}

export function filterRows(
  base: Infobase,
  shape: Shape,
  rows: readonly StoredRecord[],
  filter: Expression | null,
): readonly StoredRecord[] {
  return filter ? rows.filter(bindCondition(scopeOf(base, shape), filter)) : rows
}

export function scopeOf(base: Infobase, shape: Shape): Scope {
  return { schema: base.schema, dereference: base.dereference, shape, variables: new Map() }
}
