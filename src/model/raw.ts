/**
 * A record as the outside world gave it: values unvalidated, names theirs. Tabular sections are arrays of records, an
 * object that a reference was expanded to is a record inside the record (1c-odata §9, `$expand`).
 * The same 1C object read as JSON or as Atom differs in scalar types only (`"1"`/`1`, `"true"`/`true`); converters in
 * `mapping/` accept both.
 */
export type RawScalar = string | number | boolean | null
export type RawValue = RawScalar | RawRecord | RawRecord[]
export interface RawRecord {
  [name: string]: RawValue | undefined
}
