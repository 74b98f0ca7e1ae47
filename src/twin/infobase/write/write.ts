/** Writing without HTTP, for the scenes and the seed of the twin: create or change, by what the body names. */
import type { Infobase } from '../infobase.ts'
import { keyOf } from '../keys.ts'
import type { Row, StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { assign, type Body, emptyRecord } from './assign.ts'
import { changeConstant, createConstant } from './constant.ts'
import { changeRow, createRow, deleteRow, wholePeriod } from './independent.ts'
import { changeObject, createObject, deleteObject } from './object.ts'
import { changeRecordSet, recorderOf, writeRecordSet } from './record-set.ts'

export function write(base: Infobase, set: EntitySet, body: Body): StoredRecord {
  if (set.form === 'object') {
    const key = typeof body.Ref_Key === 'string' ? body.Ref_Key : undefined
    return key && base.get(set.name, key) ? changeObject(base, set, key, body) : createObject(base, set, body, key)
  }
  if (set.form === 'independent') {
    const key = keyOf(set, wholePeriod(set, assign(base, set.properties, emptyRecord(set.properties), body)))
    return base.get(set.name, key) ? changeRow(base, set, key, body) : createRow(base, set, body)
  }
  if (set.form === 'constant') {
    return base.get(set.name, keyOf(set, {})) ? changeConstant(base, set, body) : createConstant(base, set, body)
  }
  if (set.form === 'recordSet') return changeRecordSet(base, set, recorderOf(set, body as Row), body)
  throw new Error(`Rows of "${set.name}" are written with their owner.`)
}

export function erase(base: Infobase, set: EntitySet, key: string): void {
  if (set.form === 'object') deleteObject(base, set, key)
  else if (set.form === 'independent') deleteRow(base, set, key)
  else if (set.form === 'recordSet') {
    const record = base.get(set.name, key)
    if (record) writeRecordSet(base, set, recorderOf(set, record), [])
  } else throw new Error(`Rows of "${set.name}" are deleted with their owner.`)
}
