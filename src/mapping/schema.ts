/** One property of a set, as `$metadata` declares it. */
export interface SchemaProperty {
  /** `Edm.Guid`, `Edm.String`, `Collection(StandardODATA.X_RowType)`. */
  type: string
  nullable: boolean
  /** Characters a string holds; absent where the infobase does not say (1C itself seldom does, 1c-odata §8). */
  maxLength?: number
}

/**
 * What lint, completion and the sentinel know of an infobase: its `$metadata`, asked lazily, so that 17 MB of it cost
 * nothing until somebody asks. Names are those of OData. Every `set` below may also be the name `section` or `table` gives.
 */
export interface InfobaseSchema {
  /** Whether the entity set is published. */
  has(set: string): boolean
  /** Every published entity set, sections included. */
  names(): readonly string[]
  /** Property names of a set; for `Set_Section` the columns of the section. Empty for what is not known. */
  properties(set: string): ReadonlySet<string>
  property(set: string, name: string): SchemaProperty | null
  /**
   * Set that a reference attribute (`X_Key` or the navigation `X`) leads to; null for what is no reference, for a composite
   * type, and for a reference to what is not published (1c-odata §1).
   */
  target(set: string, attribute: string): string | null
  /** Set name `Set_Section` when `name` is a tabular section of the set; else null. */
  section(set: string, name: string): string | null
  /**
   * The enum an attribute holds: one, several when nobody can tell between them, none when it holds none as far as anybody
   * can tell. `$metadata` does not say which enum an attribute is of (1c-odata §8), so it is guessed from the names; `seen`,
   * values met in it, decide between namesakes.
   */
  enums(
    set: string,
    attribute: string,
    seen?: readonly string[],
  ): readonly { name: string; members: readonly string[] }[]
  /** Name under which the columns of a register's virtual table are known here; null when the register has no such table. */
  table(set: string, table: string): string | null
  /** Whether the set has attributes of a composite type whose properties are not all declared. */
  isOpen(set: string): boolean
}
