/** Values of a known type: `cast(A,'Number')`, `isof(A,'String')`, and references: `cast(A,'Document_X')`, `cast(A,'Document_X')/B`, `isof(A,'Catalog_X')` (1c-odata §9). */
import { badOption, badUrl } from '../errors.ts'
import { follow } from './path.ts'
import { type Bound, isTypedReference, type Scope } from './scope.ts'

/** The primitive types by the names the guide gives them (17.4.5.2), and those they have on the wire. */
const PRIMITIVES: Readonly<Record<string, { kind: 'string' | 'number' | 'boolean' | 'datetime'; edm: RegExp }>> = {
  String: { kind: 'string', edm: /^Edm\.String$/ },
  Number: { kind: 'number', edm: /^Edm\.(Int16|Int32|Int64|Double)$/ },
  Boolean: { kind: 'boolean', edm: /^Edm\.Boolean$/ },
  Date: { kind: 'datetime', edm: /^Edm\.DateTime$/ },
}

/** The value itself when it is of the named type, nothing otherwise. @throws code 6 for an unknown type. */
export function castTo(scope: Scope, subject: Bound, type: string): Bound {
  const primitive = Object.hasOwn(PRIMITIVES, type) ? PRIMITIVES[type] : undefined
  if (!primitive) return referenceTo(scope, subject, type)
  const { kind, edm } = primitive
  const evaluate: Bound['evaluate'] = (environment) => {
    if (subject.type.kind === kind) return subject.evaluate(environment)
    const held = subject.primitive?.(environment)
    return held && edm.test(held.type) ? held.value : null
  }
  return { type: { kind }, evaluate }
}

function referenceTo(scope: Scope, subject: Bound, set: string): Bound {
  if (scope.schema.sets.get(set)?.form !== 'object') throw badUrl(`Тип ${set} не найден!`)
  const { type } = subject
  const isOfSet = type.kind === 'guid' || (type.kind === 'reference' && type.to === set)
  return {
    type: { kind: 'cast', to: set },
    evaluate: (environment) => {
      const value = subject.evaluate(environment)
      if (isTypedReference(value)) return value.set === set ? value : null
      return isOfSet && typeof value === 'string' ? { set, guid: value } : null
    },
  }
}

export function isPresent(bound: Bound): Bound {
  return { type: { kind: 'boolean' }, evaluate: (environment) => bound.evaluate(environment) !== null }
}

/** A property of the object a cast reference points to. */
export function memberOf(scope: Scope, start: Bound, segments: readonly string[]): Bound {
  const set = start.type.kind === 'cast' ? scope.schema.sets.get(start.type.to) : undefined
  if (!set) throw badOption('$filter')
  return follow(
    scope,
    set,
    (environment) => {
      const value = start.evaluate(environment)
      return isTypedReference(value) ? scope.dereference(set.name, value.guid)?.record : undefined
    },
    segments,
  )
}
