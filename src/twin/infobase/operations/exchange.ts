/** `SelectChanges` and `NotifyChangesReceived` over HTTP (1c-odata §14). The message is Atom whatever format is asked for. */
import { badUrl, badValue, instanceNotFound, missingArgument } from '../errors.ts'
import { notifyChangesReceived, type RegisteredChange, selectChanges } from '../exchange-plan.ts'
import type { Infobase } from '../infobase.ts'
import { type Row, typeName } from '../record.ts'
import { type ChangeEntry, changesAtom } from '../render/atom.ts'
import { parseEntityReference } from '../url/entity-reference.ts'
import { emptyReply, type ODataRequest, type Reply, reply } from './request.ts'
import { requireWrite } from './rights.ts'

export function sendChanges(request: ODataRequest): Reply {
  const { base, root } = request
  const { plan, node, messageNo } = exchangePoint(request)
  // A character XML cannot carry fails the package, and then nothing may have been numbered.
  return base.transaction(() => {
    const entries = selectChanges(base, plan, node, messageNo).flatMap((change) => changeEntries(base, change))
    return reply(request, 'feed', changesAtom({ base, root }, entries))
  })
}

export function notifyReceived(request: ODataRequest): Reply {
  const { plan, node, messageNo } = exchangePoint(request)
  request.base.transaction(() => notifyChangesReceived(request.base, plan, node, messageNo))
  return emptyReply(200)
}

/** `DataExchangePoint='<canonical URL of the node>'` with the inner quotes as they are, and `MessageNo`. */
function exchangePoint(request: ODataRequest): { plan: string; node: string; messageNo: number } {
  const { base, query } = request
  const point = query.get('DataExchangePoint')
  const number = query.get('MessageNo')
  if (point === undefined) throw missingArgument('DataExchangePoint')
  if (number === undefined) throw missingArgument('MessageNo')
  if (!/^\d{1,15}$/.test(number)) throw badValue('MessageNo')
  const url = /^'(https?:\/\/.+\/odata\/standard\.odata\/ExchangePlan_.+)'$/s.exec(point.trim())?.[1]
  const target = url ? parseEntityReference(base.schema, url) : undefined
  if (!target) throw badUrl('Не удалось разобрать значение параметра DataExchangePoint!')
  const plan = base.entitySet(target.set)
  if (plan.object.kind !== 'ExchangePlan') throw badUrl('Не удалось разобрать значение параметра DataExchangePoint!')
  requireWrite(request, plan)
  if (!base.get(target.set, target.key)) throw instanceNotFound(plan.object.name)
  return { plan: target.set, node: target.key, messageNo: Number(number) }
}

/**
 * An object as it is now; an emptied record set as an entry without rows; a deleted object as a tombstone, or as nothing
 * where the server does not send any.
 */
function changeEntries(base: Infobase, { set: name, key, record }: RegisteredChange): ChangeEntry[] {
  const set = base.entitySet(name)
  if (record) return [{ set, record }]
  if (set.form === 'recordSet') return [{ set, record: { ...recorderKey(base, name, key), RecordSet: [] } }]
  if (!base.faults.tombstones) return []
  return [{ set, deleted: set.form === 'object' ? { Ref_Key: key } : independentKey(set.key, key) }]
}

/** Which document wrote an emptied record set; one deleted since is taken for a document of the first kind. */
function recorderKey(base: Infobase, register: string, key: string): Row {
  const { object, key: names } = base.entitySet(register)
  const recorders = object.kind === 'AccumulationRegister' ? object.recorders : []
  const recorder = recorders.find((set) => base.get(set, key)) ?? recorders[0] ?? ''
  return names.length === 1 ? { Recorder_Key: key } : { Recorder: key, Recorder_Type: typeName(recorder) }
}

function independentKey(names: readonly string[], key: string): Row {
  const values = key.split('|')
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}
