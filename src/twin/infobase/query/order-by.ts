/**
 * `$orderby`: dotted paths and functions of them, each ascending or descending; a reference sorts by its presentation
 * (1c-odata §9; functions: the guide, 17.4.5.2).
 */
import { badOption, wrongComparison } from '../errors.ts'
import { bind } from '../filter/bind.ts'
import type { Expression } from '../filter/expression.ts'
import { parseExpression } from '../filter/parser.ts'
import { type Bound, type Evaluated, isTypedReference, type Scope } from '../filter/scope.ts'
import { type Dereference, sortText } from '../presentation.ts'
import type { StoredRecord } from '../record.ts'
import { splitOutside } from '../url/segments.ts'

export type OrderTerm = { by: Expression; descending: boolean }

/** @throws code 14 when a term is neither `path [asc|desc]` nor `function(…) [asc|desc]`. */
export function parseOrderBy(source: string): OrderTerm[] {
  return splitOutside(source, ',').map((part) => {
    const [, written = '', direction] = /^(.*?)(?:\s+(asc|desc))?\s*$/s.exec(part) ?? []
    const by = parseExpression(written, '$orderby')
    if (by.kind !== 'path' && by.kind !== 'call' && by.kind !== 'member') throw badOption('$orderby')
    return { by, descending: direction === 'desc' }
  })
}

const collator = new Intl.Collator('ru')

/** Sorts stably. @param byPresentation References sort by what they show, not by their GUID. @throws code 6 for an unknown name. */
export function sortRows(
  scope: Scope,
  rows: readonly StoredRecord[],
  terms: readonly OrderTerm[],
  byPresentation = true,
): readonly StoredRecord[] {
  if (terms.length === 0) return rows
  const keys = terms.map((term) => ({ ...term, bound: bind(scope, term.by) }))
  const noVariables = new Map<string, StoredRecord>()
  const dereference = byPresentation ? scope.dereference : null
  const decorated = rows.map((row) => ({
    row,
    key: keys.map(({ bound }) => sortKey(dereference, bound, bound.evaluate({ row, variables: noVariables }))),
  }))
  decorated.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const order = compareKeys(a.key[index] ?? null, b.key[index] ?? null)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return decorated.map(({ row }) => row)
}

type SortKey = string | number | boolean | null

function sortKey(dereference: Dereference | null, { type }: Bound, value: Evaluated): SortKey {
  if (type.kind === 'rows') throw wrongComparison()
  const target = isTypedReference(value)
    ? value
    : type.kind === 'reference'
      ? { set: type.to, guid: String(value) }
      : null
  if (target) {
    if (!dereference) return target.guid
    const found = dereference(target.set, target.guid)
    return found ? sortText(found.object, found.record) : ''
  }
  return typeof value === 'object' ? null : value
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b)
  return a < b ? -1 : 1
}
