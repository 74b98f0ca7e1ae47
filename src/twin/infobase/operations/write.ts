/** POST, PATCH, PUT and DELETE (1c-odata §12). One request is one transaction. */
import {
  alreadyExists,
  handlerRefused,
  locked,
  methodNotAllowed,
  noDataLoad,
  rowsAreReadOnly,
  staleVersion,
} from '../errors.ts'
import { takeOne } from '../faults.ts'
import { entityUrl, keyOf } from '../keys.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { UUID } from '../url/literal.ts'
import type { Body } from '../write/assign.ts'
import { changeConstant, createConstant } from '../write/constant.ts'
import { moduleOf, type WriteMode } from '../write/handler.ts'
import { changeRow, createRow } from '../write/independent.ts'
import { changeObject, createObject, replaceObject } from '../write/object.ts'
import { changeRecordSet, recorderOf } from '../write/record-set.ts'
import { entityBody } from './entity-body.ts'
import { entityReply, findEntity } from './read.ts'
import { emptyReply, type ODataRequest, type Reply } from './request.ts'
import { requireWrite } from './rights.ts'

/** An object answers 201 with `Location`, a row of an independent register answers 200. */
export function createEntity(request: ODataRequest, set: EntitySet): Reply {
  requireWritable(request, set)
  const { whole, root } = request
  const body = publishedPart(request, set, entityBody(request, set))
  const full = whole.entitySet(set.name)
  const mode = modeOf(request, set)
  if (set.form === 'recordSet') throw methodNotAllowed(request.method)
  if (set.form === 'independent') {
    const row = write(request, set, () => createRow(whole, full, body, mode))
    return entityReply(request, set, row, null)
  }
  const record = write(request, set, () =>
    set.form === 'constant'
      ? createConstant(whole, full, body, mode)
      : createObject(whole, full, body, chosenKey(request, set, body), mode),
  )
  const created = entityReply(request, set, record, null, 201)
  return { ...created, headers: { ...created.headers, Location: `${root}/${entityUrl(set, record)}` } }
}

/** What becomes of a `Ref_Key` in the body is not documented; servers were not seen to honour it (1c-odata §12). */
function chosenKey({ base }: ODataRequest, set: EntitySet, body: Body): string | undefined {
  const key = typeof body.Ref_Key === 'string' ? body.Ref_Key.toLowerCase() : ''
  if (!base.faults.honourRefKey || !UUID.test(key)) return undefined
  if (base.get(set.name, key)) throw alreadyExists()
  return key
}

export function changeEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  requireWritable(request, set)
  const { whole } = request
  const body = publishedPart(request, set, entityBody(request, set))
  const full = whole.entitySet(set.name)
  if (set.form === 'recordSet') {
    modeOf(request, set)
    const record = write(request, set, () => changeRecordSet(whole, full, recorderOf(set, key), body))
    return entityReply(request, set, record, null)
  }
  const current = findEntity(request, set, key)
  requireVersion(request, current)
  requireUnlocked(request, current)
  const record = write(request, set, () => changed(request, full, keyOf(set, current), body))
  return entityReply(request, set, record, null)
}

function changed(request: ODataRequest, set: EntitySet, key: string, body: Body): StoredRecord {
  const { whole, method } = request
  const mode = modeOf(request, set)
  if (set.form === 'independent') return changeRow(whole, set, key, body, mode)
  if (set.form === 'constant') return changeConstant(whole, set, body, mode)
  return method === 'PUT' ? replaceObject(whole, set, key, body, mode) : changeObject(whole, set, key, body, mode)
}

export function deleteEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  requireWritable(request, set)
  if (set.form === 'constant') throw methodNotAllowed(request.method)
  const current = findEntity(request, set, key)
  requireVersion(request, current)
  requireUnlocked(request, current)
  modeOf(request, set)
  write(request, set, () => request.whole.erase(set.name, keyOf(set, current)))
  return emptyReply(204)
}

/** Runs a write as one transaction, unless a lock or the handler of the configuration is set to refuse it. */
export function write<T>(request: ODataRequest, set: EntitySet, run: () => T): T {
  const { faults } = request.base
  if (takeOne(faults, 'lockConflicts')) throw locked()
  if (!request.isDataLoad && takeOne(faults, 'handlerVeto')) {
    throw handlerRefused('ПередЗаписью', moduleOf(set), 'Запись отклонена: данные не прошли проверку.')
  }
  return request.whole.transaction(run)
}

/** @throws code 17 when the object cannot be written as a load of data. */
function modeOf({ isDataLoad }: ODataRequest, { object }: EntitySet): WriteMode {
  if (!isDataLoad) return 'handled'
  if (object.noDataLoad) throw noDataLoad(object.name)
  return 'load'
}

/** What of a body the publication knows: a section that is not in the composition is an unknown property. */
function publishedPart({ whole }: ODataRequest, set: EntitySet, body: Body): Body {
  const known = new Set(set.properties.map(({ name }) => name))
  const hidden = whole.entitySet(set.name).properties.filter(({ name }) => !known.has(name))
  if (hidden.length === 0) return body
  const names = new Set(hidden.map(({ name }) => name))
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)))
}

function requireWritable(request: ODataRequest, set: EntitySet): void {
  requireWrite(request, set)
  if (set.form === 'section' || set.form === 'records') throw rowsAreReadOnly()
  if (set.form === 'journal') throw methodNotAllowed(request.method)
}

/** Somebody has the object open in 1C for as long as he likes; all others are written. */
function requireUnlocked({ base }: ODataRequest, { Ref_Key }: StoredRecord): void {
  if (base.faults.lockedObjects.includes(String(Ref_Key))) throw locked()
}

/** Documented, yet measured to be ignored by real servers: off unless the switch is on (1c-odata §12). */
function requireVersion({ base, ifMatch }: ODataRequest, current: StoredRecord): void {
  if (base.faults.ifMatch && ifMatch !== null && ifMatch !== '*' && ifMatch !== current.DataVersion)
    throw staleVersion()
}
