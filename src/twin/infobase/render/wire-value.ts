/** A stored value as replies print it: padded, emptied or renamed as the server does (1c-odata §5, §7, §19). */
import { wireTypeName } from '../composition.ts'
import { unreadableStorage } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { EMPTY_DATE, EMPTY_GUID, type Value } from '../record.ts'
import type { Property } from '../schema.ts'
import { isReadable } from '../value-storage.ts'
import { printable } from './characters.ts'

const TYPE_PREFIX = 'StandardODATA.'

/** @throws 400 for a character the reply could not carry, 501 for a value storage that cannot be read. */
export function wireValue(base: Infobase, property: Property, value: Value | undefined): Value {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') return value
  const { faults, schema } = base
  switch (property.type.kind) {
    case 'typeName': {
      const set = value.startsWith(TYPE_PREFIX) ? value.slice(TYPE_PREFIX.length) : ''
      return base.isKnown(set) ? wireTypeName(schema, set) : value
    }
    case 'mediaType':
      if (!isReadable(value)) throw unreadableStorage(property.attribute)
      return value
    case 'string': {
      const text = printable(base, value)
      return property.type.fixed && faults.padStrings ? text.padEnd(property.type.length) : text
    }
    case 'date':
      return faults.nullForEmpty && value === EMPTY_DATE ? null : value
    case 'reference':
      return faults.nullForEmpty && value === EMPTY_GUID ? null : value
    default:
      return printable(base, value)
  }
}
