/** Rows of an information register without a recorder: the key is made of data, there is no version (1c-odata §12). */
import { alreadyExists, instanceNotFound, missingProperty } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { keyOf } from '../keys.ts'
import { EMPTY_DATE, type StoredRecord, textIn } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { assign, type Body, emptyRecord } from './assign.ts'
import { handled, type WriteMode } from './handler.ts'

/** @throws code 15 when a row with this key is there already; the old row stays as it is. */
export function createRow(base: Infobase, set: EntitySet, body: Body, mode: WriteMode = 'handled'): StoredRecord {
  // A register without dimensions has one row, which nobody needs to number.
  const given = set.key.filter((name) => name !== 'SurrogateKey')
  for (const name of given) if (body[name] === undefined) throw missingProperty(name)
  const assigned = wholePeriod(set, assign(base, set.properties, emptyRecord(set.properties), body))
  const record = handled(base, set, assigned, mode)
  const key = keyOf(set, record)
  if (base.get(set.name, key)) throw alreadyExists()
  base.keep(set.name, key, record)
  return record
}

/** Resources change; another value of a dimension names another row, which is not found. */
export function changeRow(
  base: Infobase,
  set: EntitySet,
  key: string,
  body: Body,
  mode: WriteMode = 'handled',
): StoredRecord {
  const current = base.get(set.name, key)
  if (!current) throw instanceNotFound(set.object.name)
  const next = handled(base, set, wholePeriod(set, assign(base, set.properties, current, body)), mode)
  if (keyOf(set, next) !== key) throw instanceNotFound(set.object.name)
  base.keep(set.name, key, next)
  return next
}

export function deleteRow(base: Infobase, set: EntitySet, key: string): void {
  if (!base.get(set.name, key)) throw instanceNotFound(set.object.name)
  base.drop(set.name, key)
}

/** A register kept by the day stores the start of the day. */
export function wholePeriod(set: EntitySet, record: StoredRecord): StoredRecord {
  if (set.object.kind !== 'InformationRegister' || set.object.periodicity !== 'day') return record
  const period = textIn(record, 'Period')
  return period === EMPTY_DATE ? record : { ...record, Period: `${period.slice(0, 10)}T00:00:00` }
}
