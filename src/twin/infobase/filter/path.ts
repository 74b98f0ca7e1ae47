/** Resolving dotted paths: `Контрагент/Основной/Description`, by way of references (1c-odata §2, §9). */
import { internalError, segmentNotFound, wrongComparison } from '../errors.ts'
import { targetOf } from '../presentation.ts'
import { type Scalar, type StoredRecord, textIn } from '../record.ts'
import type { Property } from '../schema.ts'
import type { Bound, BoundType, Environment, Evaluated, Scope, Shape } from './scope.ts'

type ReadRecord = (environment: Environment) => StoredRecord | undefined

/** @throws code 6 for an unknown segment, -1 for a row's field named without a lambda. */
export function bindPath(scope: Scope, segments: readonly string[]): Bound {
  const [first = '', ...rest] = segments
  const variable = scope.variables.get(first)
  if (variable) return follow(scope, variable, (environment) => environment.variables.get(first), rest)
  return follow(scope, scope.shape, (environment) => environment.row, segments)
}

/** Continues from a record already at hand, for `cast(…)/B`. */
export function follow(scope: Scope, shape: Shape, read: ReadRecord, segments: readonly string[]): Bound {
  const [name = '', ...rest] = segments
  const property = shape.properties.find((candidate) => candidate.name === name)
  if (property) {
    if (rest.length > 0) {
      // The guide allows fields of rows in lambdas only; the server fails instead of refusing.
      if (property.type.kind === 'rows') throw internalError()
      throw segmentNotFound(rest[0] ?? '')
    }
    return readProperty(property, read)
  }
  const navigation = shape.navigation.find((candidate) => candidate.name === name)
  const target = navigation ? scope.schema.sets.get(navigation.to) : undefined
  if (!navigation || !target) throw segmentNotFound(name)
  // A reference is also known by its name: `Валюта eq guid'…'` (wonderland.v8.1c.ru, on 8.3.8).
  if (rest.length === 0) return follow(scope, shape, read, [navigation.property])
  const readTarget: ReadRecord = (environment) => {
    const guid = read(environment)?.[navigation.property]
    return typeof guid === 'string' ? scope.dereference(navigation.to, guid)?.record : undefined
  }
  return follow(scope, target, readTarget, rest)
}

function readProperty(property: Property, read: ReadRecord): Bound {
  const { type } = property
  // A value storage is compared with nothing (1c-odata §9).
  if (type.kind === 'stream' || type.kind === 'binary') throw wrongComparison()
  if (type.kind === 'composite') {
    return {
      type: { kind: 'composite', property, of: type.of },
      evaluate: (environment) => {
        const record = read(environment)
        return record ? (targetOf(property, record) ?? null) : null
      },
      primitive: (environment) => {
        const record = read(environment)
        const value = record?.[property.name]
        const type = record && textIn(record, `${property.name}_Type`)
        return type?.startsWith('Edm.') && !Array.isArray(value) ? { type, value: (value as Scalar) ?? null } : null
      },
    }
  }
  return { type: boundType(property), evaluate: (environment): Evaluated => read(environment)?.[property.name] ?? null }
}

function boundType(property: Property): BoundType {
  const { type } = property
  switch (type.kind) {
    case 'reference':
      return { kind: 'reference', to: type.to }
    case 'number':
    case 'boolean':
      return { kind: type.kind }
    case 'date':
      return { kind: 'datetime' }
    case 'rows':
      return { kind: 'rows', shape: type.type }
    default:
      return { kind: 'string' }
  }
}
