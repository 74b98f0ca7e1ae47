/** Constants: one value each, undefined until it is first written; there is no deleting one (1c-odata §6). */
import { alreadyExists, instanceNotFound } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { keyOf } from '../keys.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { assign, type Body, emptyRecord } from './assign.ts'
import { handled, type WriteMode } from './handler.ts'

/** @throws code 15 when the constant has a value already. */
export function createConstant(base: Infobase, set: EntitySet, body: Body, mode: WriteMode = 'handled'): StoredRecord {
  const empty = { ...emptyRecord(set.properties), SurrogateKey: 0 }
  if (base.get(set.name, keyOf(set, empty))) throw alreadyExists()
  return kept(base, set, empty, body, mode)
}

/** @throws code 9 while the constant has no value. */
export function changeConstant(base: Infobase, set: EntitySet, body: Body, mode: WriteMode = 'handled'): StoredRecord {
  const current = base.get(set.name, keyOf(set, {}))
  if (!current) throw instanceNotFound(set.object.name)
  return kept(base, set, current, body, mode)
}

function kept(base: Infobase, set: EntitySet, current: StoredRecord, body: Body, mode: WriteMode): StoredRecord {
  const values = set.properties.filter(({ name }) => name !== 'SurrogateKey')
  const record = handled(base, set, assign(base, values, current, body), mode)
  base.keep(set.name, keyOf(set, record), record)
  return record
}

/** Gives every constant the value its description names. */
export function seedConstants(base: Infobase): void {
  for (const set of base.schema.sets.values()) {
    const { object } = set
    if (object.kind !== 'Constant' || object.value === undefined) continue
    const property = set.properties.find(({ attribute }) => attribute === 'Value')
    if (property) createConstant(base, set, { [property.name]: object.value })
  }
}
