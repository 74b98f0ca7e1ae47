/**
 * What is stored: one record per object, per record set of a recorder, or per row of an independent register.
 * Property names are those of the wire. Records are never changed in place; a write puts a new one.
 */
export type Scalar = string | number | boolean | null

/** A row of a tabular section or of a record set. `LineNumber` is a number here and text on the wire. */
export type Row = Readonly<Record<string, Scalar>>

export type Value = Scalar | readonly Row[]

export type StoredRecord = Readonly<Record<string, Value>>

export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000'
export const EMPTY_DATE = '0001-01-01T00:00:00'
export const UNDEFINED_TYPE = 'StandardODATA.Undefined'

/** The type name by which a composite field names a set: `StandardODATA.Catalog_X` (1c-odata §7). */
export const typeName = (set: string): string => `StandardODATA.${set}`

/** The rows of a tabular section or record set; none when the property is absent (a folder) or no collection. */
export function rowsIn(record: StoredRecord, property: string): readonly Row[] {
  const value = record[property]
  return Array.isArray(value) ? value : []
}

/** A property read as text; empty when it is absent or of another kind. */
export function textIn(record: StoredRecord, property: string): string {
  const value = record[property]
  return typeof value === 'string' ? value : ''
}

/** A property read as a number; zero when it is absent or of another kind. */
export function numberIn(record: StoredRecord, property: string): number {
  const value = record[property]
  return typeof value === 'number' ? value : 0
}

/** Whether a reference is filled. */
export const isFilled = (guid: Value | undefined): guid is string =>
  typeof guid === 'string' && guid !== '' && guid !== EMPTY_GUID
