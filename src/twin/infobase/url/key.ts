/** The key of an entity in a URL: `(guid'…')` or every part by name, in any order (1c-odata §2). */

import { edmType } from '../edm.ts'
import { badUrl, missingKeyPart, unreadable } from '../errors.ts'
import type { Scalar, StoredRecord } from '../record.ts'
import { EMPTY_GUID } from '../record.ts'
import type { EntitySet, PropertyType } from '../schema.ts'
import { type Literal, parseLiteral } from './literal.ts'
import { splitOutside } from './segments.ts'

/** @returns the key properties with their values. @throws code 7 for a missing part, code 1 for one of a wrong type. */
export function parseKey(set: EntitySet, inside: string): StoredRecord {
  const parts = splitOutside(inside, ',').map((part) => part.trim())
  const [first = ''] = parts
  const [only] = set.key
  // The guide names the one row of a constant by an empty reference (1c-odata §6).
  if (set.form === 'constant' && first.includes(EMPTY_GUID)) return { SurrogateKey: 0 }
  if (set.key.length === 1 && only && parts.length === 1 && !first.startsWith(`${only}=`)) {
    return { [only]: keyValue(set, only, parseLiteral(first)) }
  }
  const values: Record<string, Scalar> = {}
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (!set.key.includes(name)) throw badUrl(`Ключевое поле ${name || part} не найдено!`)
    values[name] = keyValue(set, name, parseLiteral(part.slice(equals + 1)))
  }
  for (const name of set.key) if (values[name] === undefined) throw missingKeyPart(name)
  return values
}

function keyValue(set: EntitySet, name: string, literal: Literal): Scalar {
  const type = set.properties.find((property) => property.name === name)?.type
  if (!type || literal.type !== literalType(type)) {
    throw unreadable(String(literal.value), type ? edmType(type) : 'Edm.String')
  }
  return literal.value
}

function literalType(type: PropertyType): Literal['type'] {
  if (type.kind === 'reference') return 'guid'
  if (type.kind === 'date') return 'datetime'
  return type.kind === 'number' || type.kind === 'boolean' ? type.kind : 'string'
}
