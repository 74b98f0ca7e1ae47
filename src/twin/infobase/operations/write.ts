/** POST, PATCH, PUT and DELETE (1c-odata §12). One request is one transaction. */
import { setName } from '../configuration.ts'
import {
  brokenJson,
  handlerRefused,
  internalError,
  methodNotAllowed,
  rowsAreReadOnly,
  staleVersion,
  unreadableBody,
} from '../errors.ts'
import { takeOne } from '../faults.ts'
import { entityUrl, keyOf } from '../keys.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import type { Body } from '../write/assign.ts'
import { changeRow, createRow } from '../write/independent.ts'
import { changeObject, createObject, replaceObject } from '../write/object.ts'
import { changeRecordSet, recorderOf } from '../write/record-set.ts'
import { entityReply, findEntity } from './read.ts'
import { emptyReply, type ODataRequest, type Reply } from './request.ts'
import { requireWrite } from './rights.ts'

/** An object answers 201 with `Location`, a row of an independent register answers 200. */
export function createEntity(request: ODataRequest, set: EntitySet): Reply {
  requireWritable(request, set)
  const body = jsonBody(request)
  if (set.form === 'recordSet') throw methodNotAllowed(request.method)
  if (set.form === 'independent') {
    return entityReply(
      request,
      set,
      write(request, set, () => createRow(request.base, set, body)),
      null,
    )
  }
  const record = write(request, set, () => createObject(request.base, set, body))
  const created = entityReply(request, set, record, null, 201)
  return { ...created, headers: { ...created.headers, Location: `${request.root}/${entityUrl(set, record)}` } }
}

export function changeEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  requireWritable(request, set)
  const body = jsonBody(request)
  if (set.form === 'recordSet') {
    const record = write(request, set, () => changeRecordSet(request.base, set, recorderOf(set, key), body))
    return entityReply(request, set, record, null)
  }
  const current = findEntity(request, set, key)
  requireVersion(request, current)
  const record = write(request, set, () => changed(request, set, keyOf(set, current), body))
  return entityReply(request, set, record, null)
}

function changed({ base, method }: ODataRequest, set: EntitySet, key: string, body: Body): StoredRecord {
  if (set.form === 'independent') return changeRow(base, set, key, body)
  return method === 'PUT' ? replaceObject(base, set, key, body) : changeObject(base, set, key, body)
}

export function deleteEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  requireWritable(request, set)
  const current = findEntity(request, set, key)
  requireVersion(request, current)
  write(request, set, () => request.base.erase(set.name, keyOf(set, current)))
  return emptyReply(204)
}

/** Runs a write as one transaction, unless the handler of the configuration is set to refuse it. */
export function write<T>(request: ODataRequest, set: EntitySet, run: () => T): T {
  if (takeOne(request.base.faults, 'handlerVeto')) {
    throw handlerRefused('ПередЗаписью', moduleOf(set), 'Запись отклонена: данные не прошли проверку.')
  }
  return request.base.transaction(run)
}

const MODULES: Readonly<Record<string, string>> = {
  Catalog: 'Справочник.$.МодульОбъекта(57)',
  Document: 'Документ.$.МодульОбъекта(112)',
  InformationRegister: 'РегистрСведений.$.МодульНабораЗаписей(18)',
  AccumulationRegister: 'РегистрНакопления.$.МодульНабораЗаписей(23)',
  ExchangePlan: 'ПланОбмена.$.МодульОбъекта(9)',
}

function moduleOf({ object }: EntitySet): string {
  return (MODULES[object.kind] ?? setName(object)).replace('$', object.name)
}

function requireWritable(request: ODataRequest, set: EntitySet): void {
  requireWrite(request, set)
  if (set.form === 'section' || set.form === 'records') throw rowsAreReadOnly()
}

/** Documented, yet measured to be ignored by real servers: off unless the switch is on (1c-odata §12). */
function requireVersion({ base, ifMatch }: ODataRequest, current: StoredRecord): void {
  if (base.faults.ifMatch && ifMatch !== null && ifMatch !== '*' && ifMatch !== current.DataVersion)
    throw staleVersion()
}

/** @throws -1 for broken JSON and for a body that is no object, code 3 for a body that is no JSON. */
function jsonBody({ body, contentType }: ODataRequest): Body {
  if (/xml/i.test(contentType)) throw unreadableBody(contentType)
  let parsed: unknown
  try {
    parsed = JSON.parse(body.replace(/^\uFEFF/, ''))
  } catch {
    throw brokenJson()
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw internalError()
  return { ...parsed }
}
