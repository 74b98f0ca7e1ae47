import type { RawRecord, RawValue } from '../../model/raw.ts'
import type { Change } from './atom.ts'
import { decimalOf } from './decimal.ts'
import type { Metadata, Property } from './metadata.ts'

/**
 * A change with its scalars as JSON gives them (1c-odata §5): Atom brings text, `$metadata` says of what type. Anything
 * `$metadata` does not tell stays text, which converters read as well.
 */
export function typedChange(metadata: Metadata, change: Change): Change {
  if (change.kind === 'deleted') return change
  const type = metadata.entityTypes.get(metadata.sets.get(change.set) ?? change.set)
  if (!type) return change
  if (change.kind === 'upsert') return { ...change, raw: typedRecord(metadata, type.properties, change.raw) }
  const columns = rowProperties(metadata, type.properties.get('RecordSet'))
  return { ...change, rows: change.rows.map((row) => typedRecord(metadata, columns, row)) }
}

/** Rows of a section come without their owner's key in Atom and with it in JSON; here they have it. */
function typedRecord(metadata: Metadata, properties: ReadonlyMap<string, Property>, record: RawRecord): RawRecord {
  const typed: RawRecord = {}
  for (const [name, value] of Object.entries(record)) {
    const property = properties.get(name)
    if (Array.isArray(value)) {
      const columns = rowProperties(metadata, property)
      const { Ref_Key: owner } = record
      const keyed = columns.has('Ref_Key') && typeof owner === 'string' ? { Ref_Key: owner } : {}
      typed[name] = value.map((row) => typedRecord(metadata, columns, { ...keyed, ...row }))
    } else typed[name] = property ? scalar(property.type, value ?? null) : value
  }
  return typed
}

const none: ReadonlyMap<string, Property> = new Map()

function rowProperties(metadata: Metadata, property: Property | undefined): ReadonlyMap<string, Property> {
  const name = /^(?:Collection\()?[^.()]*\.([^)]+)\)?$/.exec(property?.type ?? '')?.[1]
  return (name && metadata.complexTypes.get(name)?.properties) || none
}

const numbers = new Set(['Edm.Int16', 'Edm.Int32', 'Edm.Double', 'Edm.Decimal', 'Edm.Byte'])

function scalar(type: string, value: Exclude<RawValue, RawRecord[]>): RawValue {
  if (typeof value !== 'string') return value
  if (numbers.has(type)) return decimalOf(value)
  if (type === 'Edm.Boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
