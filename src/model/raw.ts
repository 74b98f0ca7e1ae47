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

/** Rows of an information register that stand beside an object and are read with it as if they were a section of it. */
export interface RegisterRows {
  /** Name of that section. */
  name: string
  /** Entity set of the register. */
  set: string
  /** Dimension that refers to the object. */
  by: string
  /** OData condition on the dimensions. */
  condition?: string | undefined
}

/** What is read along with a record: the object a reference leads to (`Flat/Owner`), or rows of a register. */
export type Beyond = string | RegisterRows
