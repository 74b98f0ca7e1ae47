/** Invented records for a base of which only the `$metadata` is known: every set has something to read. */
import type { Infobase } from './infobase.ts'
import type { StoredRecord } from './record.ts'
import type { EntitySet, Property } from './schema.ts'

const DAY_MS = 864e5

/**
 * Fills a base: objects first, then what refers to them. The same description and count give the same records.
 *
 * @param count How many in each set of objects or rows.
 */
export function inventRecords(count: number): (base: Infobase) => void {
  return (base) => {
    const sets = [...base.schema.sets.values()]
    const objects = sets.filter(({ form }) => form === 'object')
    const keys = new Map(objects.map((set, index) => [set.name, keysOf(index, count)]))
    for (const set of objects) {
      for (const [number, key] of (keys.get(set.name) ?? []).entries()) {
        base.write(set.name, { Ref_Key: key, ...inventValues(set, keys, number + 1) })
      }
    }
    for (const set of sets.filter(({ form }) => form === 'independent')) {
      const isSingle = set.key.includes('SurrogateKey')
      for (let number = 1; number <= (isSingle ? Math.min(count, 1) : count); number += 1) {
        base.write(set.name, inventValues(set, keys, number))
      }
    }
    for (const set of sets) if (set.form === 'constant' && count > 0) base.write(set.name, inventValues(set, keys, 1))
  }
}

/** GUIDs one can tell the set and the number of: `00000007-0000-11f1-8000-000000000003`. */
function keysOf(set: number, count: number): string[] {
  const head = (set + 1).toString(16).padStart(8, '0')
  return Array.from({ length: count }, (_, number) => `${head}-0000-11f1-8000-${String(number + 1).padStart(12, '0')}`)
}

/** Left to the platform, or better left empty. */
const SKIPPED =
  /^(Ref_Key|DataVersion|DeletionMark|Posted|IsFolder|Parent_Key|Predefined.*|SentNo|ReceivedNo|ThisNode|SurrogateKey)$/

function inventValues(set: EntitySet, keys: ReadonlyMap<string, readonly string[]>, number: number): StoredRecord {
  return Object.fromEntries(
    set.properties.flatMap((property) => {
      if (SKIPPED.test(property.name)) return []
      const value = inventValue(property, keys, number)
      return value === undefined ? [] : [[property.name, value]]
    }),
  )
}

function inventValue({ name, type }: Property, keys: ReadonlyMap<string, readonly string[]>, number: number) {
  switch (type.kind) {
    case 'string':
      if (name === 'Code' || name === 'Number') return undefined
      return name === 'Description' ? `Запись ${number}` : `${name} ${number}`
    case 'number':
      return number % 10 ** Math.min(type.digits, 6)
    case 'boolean':
      return number % 2 === 0
    case 'date':
      return dayOf(number)
    case 'reference': {
      const targets = keys.get(type.to) ?? []
      return targets.length > 0 ? targets[number % targets.length] : undefined
    }
    default:
      return undefined
  }
}

function dayOf(number: number): string {
  return new Date(Date.parse('2026-01-01T09:00:00Z') + (number % 300) * DAY_MS).toISOString().slice(0, 19)
}
