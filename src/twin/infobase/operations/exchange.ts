/** `SelectChanges` and `NotifyChangesReceived` over HTTP (1c-odata §14). The message is Atom whatever format is asked for. */
import { isPublished } from '../composition.ts'
import { setName } from '../configuration.ts'
import { badUrl, badValue, instanceNotFound, internalError, missingArgument, outOfMemory } from '../errors.ts'
import { notifyChangesReceived, type RegisteredChange, selectChanges } from '../exchange-plan.ts'
import { takeOne } from '../faults.ts'
import type { Infobase } from '../infobase.ts'
import { type ChangeEntry, changesAtom } from '../render/atom.ts'
import { parseEntityReference } from '../url/entity-reference.ts'
import { emptyReply, type ODataRequest, type Reply, reply } from './request.ts'
import { requireWrite } from './rights.ts'

export function sendChanges(request: ODataRequest): Reply {
  const { base, whole, root } = request
  const { plan, node, messageNo } = exchangePoint(request)
  if (takeOne(base.faults, 'failChanges')) throw internalError()
  const isShown = (set: string) => isPublished(base.schema, set)
  // A character XML cannot carry fails the package, and then nothing may have been numbered.
  return whole.transaction(() => {
    const changes = selectChanges(whole, plan, node, messageNo, base.faults.skipUnpublished ? isShown : undefined)
    const { packageLimit } = base.faults
    if (packageLimit !== null && changes.length > packageLimit) throw outOfMemory()
    // A server that does not skip what it cannot describe fails over it.
    if (changes.some(({ set }) => !isShown(setName(set.object)))) throw internalError()
    return reply(
      request,
      'feed',
      changesAtom(
        { base, root },
        changes.flatMap((change) => changeEntries(base, change)),
      ),
    )
  })
}

export function notifyReceived(request: ODataRequest): Reply {
  const { plan, node, messageNo } = exchangePoint(request)
  request.whole.transaction(() => notifyChangesReceived(request.whole, plan, node, messageNo))
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
function changeEntries(base: Infobase, { set: full, identity, record }: RegisteredChange): ChangeEntry[] {
  // Sections that are not published arrive all the same; only the ways to other objects follow the composition.
  const set = { ...full, navigation: base.entitySet(full.name).navigation }
  if (record) return [{ set, record }]
  if (set.form === 'recordSet') return [{ set, record: { ...identity, RecordSet: [] } }]
  return base.faults.tombstones ? [{ set, deleted: identity }] : []
}
