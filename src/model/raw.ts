/**
 * A record as the outside world gave it: values unvalidated, names theirs. Tabular sections are arrays of records.
 * The same 1C object read as JSON or as Atom differs in scalar types only (`"1"`/`1`, `"true"`/`true`); converters in
 * `mapping/` accept both.
 */
export type RawValue = string | number | boolean | null | RawRecord[]
export interface RawRecord {
  [name: string]: RawValue | undefined
}
