/**
 * The entity sets of an infobase, derived from its configuration (1c-odata §6, §8): which properties a set has, in which
 * order, what its key is and where its references lead.
 */
import type { AttributeType, Configuration, MetadataObject, Primitive } from './configuration.ts'
import { setsOf } from './entity-sets.ts'

export type PropertyType =
  | Exclude<AttributeType, { kind: 'reference' | 'composite' | 'storage' }>
  /** A bare GUID; `to` is the set it refers to. */
  | { kind: 'reference'; to: string }
  /** The value half of a composite field; its type half follows under `<name>_Type`. */
  | { kind: 'composite'; of: readonly string[]; primitives?: readonly Primitive[] }
  | { kind: 'typeName' }
  /** The three faces of a value storage: `X`, `X_Base64Data`, `X_Type`. */
  | { kind: 'stream' }
  | { kind: 'binary' }
  | { kind: 'mediaType' }
  /** Of a type the twin knows by name only, from a saved `$metadata`; always null. */
  | { kind: 'opaque'; edm: string }
  | { kind: 'dataVersion' }
  | { kind: 'rows'; type: RowType }

export type Property = {
  /** The name on the wire, with its suffix: `Контрагент_Key`. */
  name: string
  /** The name without a suffix, as in `Контрагент____Presentation` or `Dimensions='Контрагент'`. */
  attribute: string
  type: PropertyType
  nullable: boolean
  /** What a new row holds where that is not the empty value of the type. */
  initial?: boolean | null
}

/** The type of the rows of a tabular section or record set: a ComplexType of `$metadata`. */
export type RowType = { name: string; properties: readonly Property[]; navigation: readonly Navigation[] }

/** A single-type reference one can follow: `Контрагент` by way of `Контрагент_Key`. */
export type Navigation = { name: string; property: string; to: string }

/**
 * object: catalog, document, node · section: rows of a tabular section · recordSet: all rows of one recorder ·
 * records: the rows themselves (`_RecordType`) · independent: rows of an information register · constant: its one value ·
 * journal: documents of several types · result: a virtual table.
 */
export type SetForm = 'object' | 'section' | 'recordSet' | 'records' | 'independent' | 'constant' | 'journal' | 'result'

export type EntitySet = {
  name: string
  form: SetForm
  object: MetadataObject
  key: readonly string[]
  /** A composite field and its `_Type` stand side by side, as in data; `$metadata` puts the types last. */
  properties: readonly Property[]
  /** In the order of a list reply, which is not that of `$metadata` (1c-samples/json). */
  listing: readonly Property[]
  navigation: readonly Navigation[]
  /** `OpenType` as a saved `$metadata` declared it; without it, it follows from the properties. */
  isOpen?: boolean
  /** For `section`: the property of the owner. */
  section?: string
}

export type Schema = {
  configuration: Configuration
  /** Every entity set by name, in the order of the configuration. */
  sets: ReadonlyMap<string, EntitySet>
  /** What a saved `$metadata` declares besides: platforms differ in it. */
  declared?: Declared
}

/** Elements of a `$metadata` as they were written. */
export type Declared = {
  complexTypes: readonly { name: string; xml: string }[]
  enumTypes: readonly string[]
  /** By the set they are bound to. */
  functions: ReadonlyMap<string, readonly string[]>
}

export function deriveSchema(configuration: Configuration): Schema {
  return schemaOf(configuration, configuration.objects.flatMap(setsOf))
}

/** A schema of these sets and no others: references to anything else have no way leading to it. */
export function schemaOf(configuration: Configuration, all: readonly EntitySet[], declared?: Declared): Schema {
  const names = new Set(all.map(({ name }) => name))
  const closed = (shape: RowType): RowType => ({
    ...shape,
    navigation: shape.navigation.filter(({ to }) => names.has(to)),
  })
  const sets = all.map((set): EntitySet => {
    const settle = (property: Property): Property =>
      property.type.kind === 'rows'
        ? { ...property, type: { kind: 'rows', type: closed(property.type.type) } }
        : property
    const properties = set.properties.map(settle)
    const byName = new Map(properties.map((property) => [property.name, property]))
    return {
      ...set,
      properties,
      listing: set.listing.flatMap(({ name }) => byName.get(name) ?? []),
      navigation: set.navigation.filter(({ to }) => names.has(to)),
    }
  })
  const byName = new Map(sets.map((set) => [set.name, set]))
  return { configuration, sets: byName, ...(declared ? { declared } : {}) }
}

/** The types of the rows a set holds. A section has none: its rows are those of its owner. */
export function rowTypesOf({ form, properties }: EntitySet): RowType[] {
  if (form !== 'object' && form !== 'recordSet') return []
  return properties.flatMap(({ type }) => (type.kind === 'rows' ? [type.type] : []))
}
