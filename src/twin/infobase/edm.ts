/** How the types of a configuration appear on the wire: EDM names, empty values, text of numbers (1c-odata §5, §7). */

import { EMPTY_DATE, EMPTY_GUID, UNDEFINED_TYPE, type Value } from './record.ts'
import type { Property, PropertyType } from './schema.ts'

const INT16_DIGITS = 4
const INT32_DIGITS = 9
const INT64_DIGITS = 18

/** The EDM type of a property: `Edm.Guid`, `Edm.Int64`, `Collection(StandardODATA.X_RowType)`. */
export function edmType(type: PropertyType): string {
  switch (type.kind) {
    case 'reference':
      return 'Edm.Guid'
    case 'boolean':
      return 'Edm.Boolean'
    case 'date':
      return 'Edm.DateTime'
    case 'number':
      return numberType(type.digits, type.fraction)
    case 'rows':
      return `Collection(StandardODATA.${type.type.name})`
    case 'stream':
      return 'Edm.Stream'
    case 'binary':
      return 'Edm.Binary'
    case 'opaque':
      return type.edm
    default:
      return 'Edm.String'
  }
}

function numberType(digits: number, fraction: number): string {
  if (fraction > 0 || digits > INT64_DIGITS) return 'Edm.Double'
  if (digits <= INT16_DIGITS) return 'Edm.Int16'
  return digits <= INT32_DIGITS ? 'Edm.Int32' : 'Edm.Int64'
}

/** Int64 is text in JSON; every other number is a number (1c-odata §5). */
export const isInt64 = (type: PropertyType): boolean => edmType(type) === 'Edm.Int64'

/** What an unfilled property holds. */
export function emptyValue(property: Property): Value {
  if (property.initial !== undefined) return property.initial
  switch (property.type.kind) {
    case 'reference':
      return EMPTY_GUID
    case 'boolean':
      return false
    case 'date':
      return EMPTY_DATE
    case 'number':
      return 0
    case 'rows':
      return []
    case 'typeName':
      return UNDEFINED_TYPE
    case 'stream':
    case 'opaque':
      return null
    default:
      return ''
  }
}

/** A number in plain decimal notation, never with an exponent (1c-odata §7). */
export function decimalText(value: number, type: PropertyType): string {
  const plain = String(value)
  if (!plain.includes('e')) return plain
  const fraction = type.kind === 'number' ? type.fraction : 0
  const fixed = Math.abs(value) < 1e21 ? value.toFixed(fraction) : BigInt(value).toString()
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed
}

/** A sum of decimals free of binary dust: computed in the smallest unit of `fraction` digits. */
export function addDecimals(a: number, b: number, fraction: number): number {
  const scale = 10 ** fraction
  return (Math.round(a * scale) + Math.round(b * scale)) / scale
}
