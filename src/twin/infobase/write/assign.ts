/** Assigning a request body to a record: known properties are set, unknown ones ignored without a word (1c-odata §12). */

import { unavailableTypeName } from '../composition.ts'
import type { Primitive } from '../configuration.ts'
import { emptyValue } from '../edm.ts'
import { badValue, cannotAssign, internalError } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { EMPTY_GUID, type Row, type Scalar, type StoredRecord, typeName, UNDEFINED_TYPE } from '../record.ts'
import type { Property } from '../schema.ts'
import { parseEntityReference } from '../url/entity-reference.ts'
import { OCTETS } from '../value-storage.ts'
import { coerce, KEEP } from './coerce.ts'

export type Body = Readonly<Record<string, unknown>>

/** The record with the body's values in it; properties the body does not name keep theirs. */
export function assign(
  base: Infobase,
  properties: readonly Property[],
  current: StoredRecord,
  body: Body,
): StoredRecord {
  const next: Record<string, Scalar | readonly Row[]> = { ...current }
  for (const property of properties) {
    const bound = boundReference(base, property, body)
    const given = bound ?? body[property.name]
    if (given === undefined) continue
    if (property.type.kind === 'rows') {
      next[property.name] = assignRows(base, property.type.type.properties, given)
      continue
    }
    const value = coerce(base, property, given)
    if (value !== KEEP) next[property.name] = value
  }
  for (const property of properties) {
    settleComposite(property, next)
    settleStorage(property, next)
  }
  return next
}

/** The rows of a collection. Their `LineNumber` must run 1, 2, 3…; a missing one is an internal error of the server. */
function assignRows(base: Infobase, properties: readonly Property[], given: unknown): readonly Row[] {
  if (!Array.isArray(given)) throw internalError()
  // The key of the owner is the owner's; rows do not keep a copy.
  const columns = properties.filter((property) => property.name !== 'Ref_Key')
  return given.map((row: unknown, index): Row => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw internalError()
    const body = { ...row } as Body
    if (base.faults.strictLineNumbers) {
      if (body.LineNumber === undefined) throw internalError()
      if (Number(body.LineNumber) !== index + 1) throw badValue('LineNumber')
    }
    const assigned = assign(base, columns, emptyRecord(columns), body)
    return { ...(assigned as Row), LineNumber: index + 1 }
  })
}

/** `"Контрагент@odata.bind": "Catalog_Контрагенты(guid'…')"` sets `Контрагент_Key`. */
function boundReference(base: Infobase, property: Property, body: Body): string | undefined {
  if (property.type.kind !== 'reference') return undefined
  const bind = body[`${property.attribute}@odata.bind`]
  if (bind === undefined) return undefined
  const target = typeof bind === 'string' ? parseEntityReference(base.schema, bind) : undefined
  if (!target || target.set !== property.type.to) throw cannotAssign(property.attribute)
  return target.key
}

/** The type names of primitive values in a composite field. */
const PRIMITIVE_TYPES: Readonly<Record<Primitive, string>> = {
  string: 'Edm.String',
  number: 'Edm.Double',
  boolean: 'Edm.Boolean',
  date: 'Edm.DateTime',
}

/**
 * A composite field holds a GUID of one of its types, a primitive value it allows, or nothing; a foreign type is refused. The
 * name of an unpublished type, sent back as it was read, means that type.
 */
function settleComposite(property: Property, record: Record<string, Scalar | readonly Row[]>): void {
  if (property.type.kind !== 'composite') return
  const { of, primitives = [] } = property.type
  const written = record[`${property.name}_Type`]
  const isUnavailable = typeof written === 'string' && written.startsWith('Unavailable')
  const unavailable = isUnavailable ? of.find((set) => unavailableTypeName(set) === written) : undefined
  // One that no set here bears came from another base, and stays as it is.
  if (isUnavailable && !unavailable) return
  const type = unavailable ? typeName(unavailable) : written
  record[`${property.name}_Type`] = type ?? UNDEFINED_TYPE
  if (type === UNDEFINED_TYPE || type === '') {
    record[property.name] = ''
    record[`${property.name}_Type`] = UNDEFINED_TYPE
  } else if (primitives.some((primitive) => PRIMITIVE_TYPES[primitive] === type)) {
    record[property.name] ??= ''
  } else if (!property.type.of.some((set) => typeName(set) === type)) {
    throw badValue(`${property.name}_Type`)
  } else if (record[property.name] === '') {
    record[property.name] = EMPTY_GUID
  }
}

/** Bytes without a type are bytes; a storage without bytes is empty. */
function settleStorage({ type, attribute }: Property, record: Record<string, Scalar | readonly Row[]>): void {
  if (type.kind !== 'binary') return
  const isEmpty = record[`${attribute}_Base64Data`] === ''
  if (isEmpty) record[`${attribute}_Type`] = ''
  else record[`${attribute}_Type`] ||= OCTETS
}

export function emptyRecord(properties: readonly Property[]): StoredRecord {
  return Object.fromEntries(properties.map((property) => [property.name, emptyValue(property)]))
}
