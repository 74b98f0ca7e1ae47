/** Record sets: all rows one document wrote into one register, replaced as a whole (1c-odata §12). */
import { recordersOf } from '../configuration.ts'
import { alreadyExists, badValue, cannotAssign, missingProperty } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { EMPTY_DATE, type Row, rowsIn, type StoredRecord, textIn, typeName } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { assign, type Body, emptyRecord } from './assign.ts'

export type Recorder = { set: string; key: string }

/** Replaces the movements of a recorder. Missing fields are empty, a missing period is the date of the document. */
export function writeRecordSet(base: Infobase, set: EntitySet, recorder: Recorder, rows: readonly Row[]): StoredRecord {
  const identity = recorderFields(set, recorder)
  const before = base.get(set.name, recorder.key)
  if (rows.length === 0) {
    if (before) base.drop(set.name, recorder.key)
    return { ...identity, RecordSet: [] }
  }
  const columns = columnsOf(set)
  const document = base.get(recorder.set, recorder.key)
  const period = document ? textIn(document, 'Date') : EMPTY_DATE
  const complete = rows.map((row, index): Row => {
    const filled: Row = { ...(emptyRecord(columns) as Row), ...row, ...identity, LineNumber: index + 1 }
    return filled.Period === EMPTY_DATE ? { ...filled, Period: period } : filled
  })
  const record = { ...identity, RecordSet: complete }
  if (set.object.kind === 'InformationRegister') requireOwnRows(base, set, recorder.key, complete)
  base.keep(set.name, recorder.key, record)
  return record
}

/** PATCH or PUT of a record set; only `RecordSet` of the body counts. */
export function changeRecordSet(base: Infobase, set: EntitySet, recorder: Recorder, body: Body): StoredRecord {
  if (body.RecordSet === undefined) throw missingProperty('RecordSet')
  const recordSet = set.properties.filter((property) => property.name === 'RecordSet')
  const assigned = assign(base, recordSet, { RecordSet: [] }, body).RecordSet
  const rows = Array.isArray(assigned) ? (assigned as readonly Row[]) : []
  for (const row of rows) if (row.RecordType === '') throw badValue('RecordType')
  return writeRecordSet(base, set, recorder, rows)
}

/** The recorder named by the key of a record set. */
export function recorderOf(set: EntitySet, key: StoredRecord): Recorder {
  const recorders = recordersOf(set.object)
  const [only] = recorders
  if (!only) throw cannotAssign('Recorder')
  // How a set is keyed decides: of several recorders a saved `$metadata` may show a single one.
  if (set.key.length === 1) return { set: only, key: textIn(key, 'Recorder_Key') }
  const type = textIn(key, 'Recorder_Type')
  const recorder = recorders.find((candidate) => typeName(candidate) === type)
  if (!recorder) throw badValue('Recorder_Type')
  return { set: recorder, key: textIn(key, 'Recorder') }
}

function recorderFields(set: EntitySet, recorder: Recorder): Row {
  return set.key.length === 1
    ? { Recorder_Key: recorder.key }
    : { Recorder: recorder.key, Recorder_Type: typeName(recorder.set) }
}

/** Rows of an information register are unique by their dimensions, whichever document records them. */
function requireOwnRows(base: Infobase, set: EntitySet, recorder: string, rows: readonly Row[]): void {
  const { key } = base.entitySet(`${set.name}_RecordType`)
  const isSame = (a: Row, b: Row) => key.every((name) => a[name] === b[name])
  for (const [index, row] of rows.entries()) {
    if (rows.findIndex((other) => isSame(other, row)) < index) throw alreadyExists()
  }
  for (const [recordedBy, record] of base.store.table(set.name)) {
    if (recordedBy === recorder) continue
    for (const other of rowsIn(record, 'RecordSet')) {
      if (rows.some((row) => isSame(other, row))) throw alreadyExists()
    }
  }
}

function columnsOf(set: EntitySet) {
  for (const { type } of set.properties) if (type.kind === 'rows') return type.type.properties
  return []
}
