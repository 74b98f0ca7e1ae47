import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { clientPhone } from '../../model/call.ts'
import { getCall, putCall, reportsOf, updateCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, markDeleted, mirroredEntities, mirrorStates, putMirrored } from '../../store/mirror.ts'
import { oweAgain } from '../../store/outbox.ts'
import { foldCall } from '../calls/fold-call.ts'
import { interactionKey } from '../calls/interaction.ts'
import { enqueueRecording } from '../calls/receive-call.ts'
import { announceChange, enqueueConsequences } from '../exchange/consequences.ts'
import { mapRecords, recordUnmapped } from '../exchange/map-records.ts'
import { pullNumber } from '../exchange/pull-state.ts'
import { newTraceId } from '../trace.ts'
import { callKeyOf, sightCall } from './compare-calls.ts'
import { sightRecords } from './compare-mirror.ts'
import type { Gap } from './gap.ts'

export type Healing = 'healed' | 'sent' | 'open'

/**
 * Mends one gap and looks whether that helped. Records are read from 1C into the mirror; a call goes once more through its
 * usual effect, which asks 1C before it writes anything. `sent`: that work waits in its queue.
 */
export async function healGap(hub: Hub, gap: Pick<Gap, 'entity' | 'ref'>, waitMs: number): Promise<Healing> {
  const name = mirroredEntities.find((entity) => entity === gap.entity)
  if (name) return (await healRecord(hub, name, gap.ref)) ? 'healed' : 'open'
  if (gap.entity !== 'call') return 'open'
  const callId = await resendCall(hub, gap.ref)
  if (callId === null) return 'open'
  return settled(hub, callId, waitMs)
}

/** Makes the mirror's record what 1C's is; true when both agree now. */
async function healRecord(hub: Hub, name: Mirrored, ref: string): Promise<boolean> {
  const mappings = hub.mappings.current
  const set = mappings.of(name)?.spec.from.set ?? ''
  const sight = (await sightRecords(hub, name, [ref])).get(ref)
  if (!sight?.gap) return true
  const { gap, record, state } = sight
  const seen = await pullNumber(hub)
  const traceId = newTraceId()
  const mapped = mapRecords(mappings, set, gap.kind === 'extra_here' || !record ? [] : [record])
  const changed = await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    // The exchange may have brought something newer between our question and now; that must not be undone.
    const current = (await mirrorStates(trx, name, [ref])).get(ref)
    if (current?.dataVersion !== state?.dataVersion || current?.deleted !== state?.deleted) return false
    for (const each of mirroredEntities) await putMirrored(trx, each, mapped.incoming.get(each) ?? [], seen, now)
    if (gap.kind === 'extra_here') await markDeleted(trx, name, ref, now)
    if (!record) await trx.deleteFrom('unmapped').where('entity', '=', name).where('ref', '=', ref).execute()
    await recordUnmapped(trx, mapped, traceId, now)
    await enqueueConsequences(hub, trx, [name], traceId)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'verify.healed',
      level: mapped.unmapped.length > 0 ? 'warning' : 'info',
      title: 'Исправление расхождения с 1С',
      text: mapped.unmapped[0]?.reason ?? `Исправлено расхождение. ${gap.text}`,
      facts: { entity: name, ref, kind: gap.kind },
    })
    return true
  })
  if (!changed) return false
  announceChange(hub, [name])
  return !(await sightRecords(hub, name, [ref])).get(ref)?.gap
}

/** Has a call recorded again, put together from its reports when it is gone; null when that is not possible. */
async function resendCall(hub: Hub, ref: string): Promise<string | null> {
  const callKey = callKeyOf(ref)
  const known = callKey === null ? await getCall(hub.db, ref) : null
  const key = callKey ?? known?.callKey
  if (key === undefined) return null
  const reports = await reportsOf(hub.db, key)
  if (reports.length === 0) return null
  const call = { ...foldCall(reports), callKey: key }
  const id = known?.id ?? (await formerId(hub, key)) ?? randomUUID()
  const traceId = known?.traceId ?? newTraceId()
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    const day = DateTime.fromISO(call.startedAt).setZone(hub.config.onec.timezone).toISODate() ?? ''
    if (!known) await putCall(trx, call, { id, day, traceId, now })
    // An interaction 1C does not have was not delivered after all.
    await oweAgain(trx, interactionKey({ callKey: key }), now)
    await updateCall(trx, id, { onecState: 'waiting', onecRef: null, onecReason: null, updatedAt: now })
    await writeJournal(trx, now, {
      traceId,
      topic: 'call',
      step: 'verify.resent',
      text: known
        ? 'Сверка не нашла звонок в 1С, записываем его ещё раз'
        : 'Звонок собран заново из сообщений контакт-центра',
    })
    await enqueueRecording(hub, trx, { id, phone: clientPhone(call).e164, traceId })
  })
  await redriveDead(hub, id)
  hub.jobs.wake()
  hub.live.changed('calls', 'journal')
  return id
}

/** The number a lost call had: its effects still bear it. */
async function formerId(hub: Hub, callKey: string): Promise<string | null> {
  const row = await hub.db
    .selectFrom('outbox')
    .select('subject')
    .where('key', '=', `interaction:${callKey}`)
    .executeTakeFirst()
  return row?.subject ?? null
}

/** A dead attempt of the same call would hold the new one back. */
async function redriveDead(hub: Hub, callId: string): Promise<void> {
  const dead = await hub.db
    .selectFrom('job')
    .select('id')
    .where('queue', '=', 'record-call')
    .where('state', '=', 'dead')
    .where('dedupeKey', '=', `record:${callId}`)
    .execute()
  for (const { id } of dead) await hub.jobs.redrive({ id })
}

/** Waits until the call is recorded and 1C has it, but not for ever: 1C may be slow, or no hub at work. */
async function settled(hub: Hub, callId: string, waitMs: number): Promise<Healing> {
  for (const end = Date.now() + waitMs; ; ) {
    const call = await getCall(hub.db, callId)
    if (call?.onecState === 'written') return (await sightCall(hub, callId)) ? 'open' : 'healed'
    if (call?.onecState === 'failed') return 'open'
    if (Date.now() >= end) return 'sent'
    await pause(150)
  }
}
