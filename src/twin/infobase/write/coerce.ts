/** What a value of a request body becomes when it is assigned to a property (1c-odata §12). */

import { edmType, emptyValue, isInt64 } from '../edm.ts'
import { badValue, internalError, unreadable } from '../errors.ts'
import { EMPTY_DATE, type Scalar } from '../record.ts'
import type { Property, Schema } from '../schema.ts'
import { UUID } from '../url/literal.ts'

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/

/** Returned when 1C keeps the old value and says nothing: text in an Int64 field. */
export const KEEP = Symbol('keep')

/** @throws code 1 when the value cannot be read as the type, -1 when a collection meets a scalar. */
export function coerce(schema: Schema, property: Property, value: unknown): Scalar | typeof KEEP {
  if (value === null || value === undefined) return emptyScalar(property)
  if (typeof value === 'object') throw internalError()
  const { type } = property
  switch (type.kind) {
    case 'string':
      return type.length > 0 ? [...String(value)].slice(0, type.length).join('') : String(value)
    case 'number':
      return coerceNumber(property, value)
    case 'boolean':
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      throw unreadable(String(value), 'Edm.Boolean')
    case 'date':
      return coerceDate(value)
    case 'reference':
      if (typeof value !== 'string' || !UUID.test(value)) throw unreadable(String(value), 'Edm.Guid')
      return value.toLowerCase()
    case 'enum':
      return coerceMember(schema, type.of, property, value)
    default:
      return String(value)
  }
}

function emptyScalar(property: Property): Scalar {
  const empty = emptyValue(property)
  return typeof empty === 'object' ? null : empty
}

function coerceNumber(property: Property, value: unknown): number | typeof KEEP {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    if (isInt64(property.type)) return KEEP
    throw unreadable(String(value), edmType(property.type))
  }
  const fraction = property.type.kind === 'number' ? property.type.fraction : 0
  const scale = 10 ** fraction
  return Math.round(number * scale) / scale
}

function coerceDate(value: unknown): string {
  if (value === '') return EMPTY_DATE
  if (typeof value !== 'string' || !DATE_TIME.test(value) || Number.isNaN(Date.parse(`${value}Z`))) {
    throw unreadable(String(value), 'Edm.DateTime')
  }
  return value.slice(0, 19)
}

function coerceMember(schema: Schema, of: string, property: Property, value: unknown): string {
  const members = of === 'AccumulationRecordType' ? ['Receipt', 'Expense'] : (schema.configuration.enums[of] ?? [])
  if (typeof value !== 'string' || (value !== '' && !members.includes(value))) throw badValue(property.name)
  return value
}
