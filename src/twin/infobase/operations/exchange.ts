/** `SelectChanges` and `NotifyChangesReceived` over HTTP (1c-odata §14). The message is Atom whatever format is asked for. */
import { badUrl, badValue, instanceNotFound, missingArgument } from '../errors.ts'
import { notifyChangesReceived, type RegisteredChange, selectChanges } from '../exchange-plan.ts'
import type { Infobase } from '../infobase.ts'
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
function changeEntries(base: Infobase, { set, identity, record }: RegisteredChange): ChangeEntry[] {
  if (record) return [{ set, record }]
  if (set.form === 'recordSet') return [{ set, record: { ...identity, RecordSet: [] } }]
  return base.faults.tombstones ? [{ set, deleted: identity }] : []
}
