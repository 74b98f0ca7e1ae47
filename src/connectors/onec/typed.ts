import type { RawRecord, RawScalar, RawValue } from '../../model/raw.ts'
import type { Change } from './atom.ts'
import { decimalOf } from './decimal.ts'
import type { EntityType, Metadata, Property } from './metadata.ts'

/**
 * A change with its scalars as JSON gives them (1c-odata §5): Atom brings text, `$metadata` says of what type. Anything
 * `$metadata` does not tell stays text, which converters read as well.
 */
export function typedChange(metadata: Metadata, change: Change): Change {
  if (change.kind === 'deleted') return change
  const type = metadata.entityTypes.get(metadata.sets.get(change.set) ?? change.set)
  if (!type) return change
  if (change.kind === 'upsert') return { ...change, raw: typedRecord(metadata, type, change.raw) }
  const columns = rowProperties(metadata, type.properties.get('RecordSet'))
  return { ...change, rows: change.rows.map((row) => typedRecord(metadata, { properties: columns }, row)) }
}

/** Rows of a section come without their owner's key in Atom and with it in JSON; here they have it. */
function typedRecord(metadata: Metadata, { properties, navigation }: Declared, record: RawRecord): RawRecord {
  const typed: RawRecord = {}
  for (const [name, value] of Object.entries(record)) {
    const property = properties.get(name)
    if (Array.isArray(value)) {
      const columns = rowProperties(metadata, property)
      const { Ref_Key: owner } = record
      const keyed = columns.has('Ref_Key') && typeof owner === 'string' ? { Ref_Key: owner } : {}
      typed[name] = value.map((row) => typedRecord(metadata, { properties: columns }, { ...keyed, ...row }))
    } else if (typeof value === 'object' && value !== null) {
      const type = metadata.entityTypes.get(navigation?.get(name) ?? typeBeside(record, name) ?? '')
      typed[name] = type ? typedRecord(metadata, type, value) : value
    } else typed[name] = property ? scalar(property.type, value ?? null) : value
  }
  return typed
}

/** What is known of the fields of a record. */
interface Declared {
  properties: ReadonlyMap<string, Property>
  navigation?: EntityType['navigation']
}

/** Type of the object a composite reference was expanded to: `X_Expanded` stands beside `X_Type` (1c-odata §9). */
function typeBeside(record: RawRecord, name: string): string | undefined {
  const told = name.endsWith('_Expanded') ? record[`${name.slice(0, -'_Expanded'.length)}_Type`] : undefined
  return typeof told === 'string' ? told.slice(told.indexOf('.') + 1) : undefined
}

const none: ReadonlyMap<string, Property> = new Map()

function rowProperties(metadata: Metadata, property: Property | undefined): ReadonlyMap<string, Property> {
  const name = /^(?:Collection\()?[^.()]*\.([^)]+)\)?$/.exec(property?.type ?? '')?.[1]
  return (name && metadata.complexTypes.get(name)?.properties) || none
}

const numbers = new Set(['Edm.Int16', 'Edm.Int32', 'Edm.Double', 'Edm.Decimal', 'Edm.Byte'])

function scalar(type: string, value: RawScalar): RawValue {
  if (typeof value !== 'string') return value
  if (numbers.has(type)) return decimalOf(value)
  if (type === 'Edm.Boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
