/** What a value of a request body becomes when it is assigned to a property (1c-odata §12). */

import { edmType, emptyValue, isInt64 } from '../edm.ts'
import { badValue, internalError, unreadable } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { EMPTY_DATE, type Scalar } from '../record.ts'
import { serviceEnums } from '../render/metadata-service-types.ts'
import type { Property } from '../schema.ts'
import { UUID } from '../url/literal.ts'

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/
const ZONE = /(Z|[+-]\d\d:?\d\d)$/

/** Returned when 1C keeps the old value and says nothing: text in an Int64 field. */
export const KEEP = Symbol('keep')

/** @throws code 1 when the value cannot be read as the type, -1 when a collection meets a scalar. */
export function coerce(base: Infobase, property: Property, value: unknown): Scalar | typeof KEEP {
  if (value === null || value === undefined) return emptyScalar(property)
  if (typeof value === 'object') throw internalError()
  const { type } = property
  switch (type.kind) {
    case 'string':
      return coerceText(base, property, type.length, type.fixed ? String(value).trimEnd() : String(value))
    case 'number':
      return coerceNumber(property, value)
    case 'boolean':
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'false') return value === 'true'
      throw unreadable(String(value), 'Edm.Boolean')
    case 'date':
      return coerceDate(base, value)
    case 'reference':
      if (typeof value !== 'string' || !UUID.test(value)) throw unreadable(String(value), 'Edm.Guid')
      return value.toLowerCase()
    case 'enum':
      return coerceMember(base, type.of, property, value)
    case 'stream':
    case 'opaque':
      return KEEP
    case 'binary':
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/=\s]*$/.test(value)) throw unreadable(String(value), 'Edm.Binary')
      return value.replaceAll(/\s/g, '')
    case 'composite':
      return typeof value === 'boolean' || typeof value === 'number' ? value : String(value)
    default:
      return String(value)
  }
}

/** A string longer than its attribute is cut without a word (1c-odata §12). */
function coerceText({ faults }: Infobase, property: Property, length: number, text: string): string {
  const letters = [...text]
  if (length === 0 || letters.length <= length) return text
  if (faults.refuseLongStrings) throw badValue(property.name)
  return letters.slice(0, length).join('')
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

/**
 * Dates have no zone, yet bodies that carry one are written: SysUtils/go-1c-odata types/datetime.go sends no others, and so does
 * the order for УТ 11 at oshibku.top/1s-odata-oshibka-500. What becomes of the zone neither says; here it is dropped.
 */
function coerceDate({ faults }: Infobase, value: unknown): string {
  if (value === '') return EMPTY_DATE
  const text = faults.forgiveZones ? String(value).replace(ZONE, '') : String(value)
  if (typeof value !== 'string' || !DATE_TIME.test(text) || Number.isNaN(Date.parse(`${text}Z`))) {
    throw unreadable(String(value), 'Edm.DateTime')
  }
  return text.slice(0, 19)
}

const platformEnums = new Map(serviceEnums)

function coerceMember({ schema }: Infobase, of: string, property: Property, value: unknown): string {
  const members = platformEnums.get(of) ?? schema.configuration.enums[of] ?? []
  if (typeof value !== 'string' || (value !== '' && !members.includes(value))) throw badValue(property.name)
  return value
}
