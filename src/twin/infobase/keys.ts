/** The keys under which records are stored, and how they are printed in URLs (1c-odata §2, §6). */

import { type StoredRecord, textIn } from './record.ts'
import type { EntitySet, Property } from './schema.ts'

/** A constant has one row. */
const CONSTANT_KEY = '0'

/** The storage key of a record: its GUID, its recorder, or the values of all key properties of an independent register. */
export function keyOf(set: EntitySet, record: StoredRecord): string {
  if (set.form === 'object') return textIn(record, 'Ref_Key')
  if (set.form === 'constant') return CONSTANT_KEY
  if (set.form === 'recordSet') return textIn(record, set.key[0] ?? 'Recorder')
  return JSON.stringify(set.key.map((name) => record[name] ?? null))
}

/** `Catalog_X(guid'…')`, `InformationRegister_Y(Period=datetime'…', Квартира_Key=guid'…')`. */
export function entityUrl(set: EntitySet, record: StoredRecord): string {
  const [first] = set.key
  if (set.key.length === 1 && first) return `${set.name}(${literalOf(set, first, record)})`
  return `${set.name}(${set.key.map((name) => `${name}=${literalOf(set, name, record)}`).join(', ')})`
}

function literalOf(set: EntitySet, name: string, record: StoredRecord): string {
  const property = set.properties.find((candidate) => candidate.name === name)
  return literal(property, record[name])
}

/** A value as an OData literal: `guid'…'`, `datetime'…'`, `'text'`, a number or a boolean. */
function literal(property: Property | undefined, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (property?.type.kind === 'reference') return `guid'${value}'`
  if (property?.type.kind === 'date') return `datetime'${value}'`
  return `'${String(value ?? '').replaceAll("'", "''")}'`
}
