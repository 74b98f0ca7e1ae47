import type { RawRecord, RawValue } from '../../../model/raw.ts'

/**
 * Records out of any structure: `rows` is the way to their list (`data.items`), empty when the answer is the list itself.
 * A list inside a record becomes a tabular section, a single object a record, as in OData.
 */
export function recordsAt(answer: unknown, rows: string): RawRecord[] {
  let found: unknown = answer
  for (const step of rows.split('.').filter(Boolean)) found = isObject(found) ? found[step] : undefined
  if (found === undefined || found === null) return []
  return (Array.isArray(found) ? found : [found]).map(recordOf)
}

function recordOf(value: unknown): RawRecord {
  if (!isObject(value)) return { Value: scalarOf(value) }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, fieldOf(field)]))
}

function fieldOf(value: unknown): RawValue {
  if (Array.isArray(value)) return value.map(recordOf)
  return isObject(value) ? recordOf(value) : scalarOf(value)
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString().slice(0, 19)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
