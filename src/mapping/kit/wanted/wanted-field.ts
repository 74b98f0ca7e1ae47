import type { EntityName } from '../../../model/index.ts'

/** What a field of the model may be called in a base, in words; the likeliest first. */
export interface WantedField {
  names: readonly string[]
  /** Entity that a reference leads to. */
  to?: EntityName
  /** Where the values are looked for: rows of contacts, of parties, of a schedule. */
  rows?: 'phones' | 'emails' | 'parties' | 'schedule'
  /** Flags that say it: `true` is the first of the model's values, `false` the second. */
  flag?: { names: readonly string[]; values: readonly [whenTrue: string, whenFalse: string] }
  /** For a yes-or-no field: flags that say the contrary, and values of an enumeration that say yes. */
  not?: readonly string[]
  members?: readonly string[]
  /** Taken when the attribute is empty or says something unknown. */
  default?: string | null
  /** Converter that fits better than the field's own: zero means «not filled». */
  as?: string
  /** Taken while the attribute is empty, where the object has it and it is another one. */
  orElse?: string
  /** An expression over an attribute of this type, or a converter of it, where the value itself is nowhere kept; `{}` is the attribute. */
  made?: { names: readonly string[]; type: string } & ({ compute: string } | { as: string })
  /** What the hub writes when it creates or completes such an object. */
  write?: 'create' | 'always'
}

export interface WantedEntity {
  kinds: readonly string[]
  names: readonly string[]
  /** Words of sets that are about such objects but hold something else. */
  unlike?: readonly string[]
  fields: Readonly<Record<string, WantedField>>
}
