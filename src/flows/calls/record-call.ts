import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { describeError, fateOf, UnavailableError } from '../../errors.ts'
import type { AdPlatform, Campaign } from '../../model/advertising.ts'
import type { Interaction } from '../../model/interaction.ts'
import { noteOf, refuseNote } from '../../store/call-notes.ts'
import { type CallRow, getCall, updateCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { effectByKey, oweEffect } from '../../store/outbox.ts'
import { deliverEffect, type Wording } from '../effects.ts'
import { ensureClient } from './ensure-client.ts'
import { findSource } from './find-source.ts'
import {
  type InteractionSource,
  interactionEffect,
  interactionKey,
  interactionMapping,
  settleDelivered,
} from './interaction.ts'

const RecordCall = z.object({ callId: z.string() })

/**
 * A call gets its advertising source, its client and its interaction in 1C (domain §9).
 *
 * Runs again for every further report; the interaction is then brought up to date (recording, length). A hidden caller
 * gets an interaction without a client, an unknown source one without a platform and a row that says so.
 */
export async function recordCall(hub: Hub, data: unknown): Promise<void> {
  const { callId } = RecordCall.parse(data)
  const call = await getCall(hub.db, callId)
  if (!call || call.direction === 'internal') return
  try {
    const source = call.direction === 'in' ? await attribute(hub, call) : noSource
    const client = call.phone ? await ensureClient(hub, call, call.phone) : null
    const ref = await writeInteraction(hub, callId, { ...source, clientRef: client?.ref ?? null })
    const done = ref === null ? ({ onecState: 'none' } as const) : ({ onecState: 'written', onecRef: ref } as const)
    await updateCall(hub.db, callId, { ...done, onecReason: null, updatedAt: hub.now().toISOString() })
  } catch (error) {
    const onecReason = describeError(error)
    const isPersons = fateOf(error) === 'park'
    const onecState = isPersons ? 'failed' : 'waiting'
    await updateCall(hub.db, callId, { onecState, onecReason, updatedAt: hub.now().toISOString() })
    if (isPersons) await refuseNote(hub.db, call.callKey, onecReason)
    // A refusal waits on the desktop for a person; it must not hold back the next calls of the same client.
    if (!isPersons) throw error
    hub.log.warn('call was refused by 1C', { callId, traceId: call.traceId, reason: onecReason })
  } finally {
    hub.live.changed('calls', 'journal', 'attention')
  }
}

/** A call we make has no advertising source. */
export const noSource = { platformRef: null, campaignRef: null, keyword: null }

/** Finds the advertising source and keeps it with the call; problems become steps a person sees. */
async function attribute(
  hub: Hub,
  call: CallRow,
): Promise<Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword'>> {
  const { found, platforms, campaigns } = await findSource(hub, call)
  const before = `${call.platformRef}|${call.campaignRef}|${call.attribution}`
  if (before === `${found.platformRef}|${found.campaignRef}|${found.method}`) return found
  const name = (list: (AdPlatform | Campaign)[], ref: string | null) => list.find((item) => item.ref === ref)?.name
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await updateCall(trx, call.id, {
      platformRef: found.platformRef,
      campaignRef: found.campaignRef,
      attribution: found.method,
      updatedAt: now,
    })
    const platform = name(platforms, found.platformRef)
    const campaign = name(campaigns, found.campaignRef)
    await writeJournal(trx, now, {
      traceId: call.traceId,
      topic: 'call',
      step: 'call.attributed',
      level: platform ? 'info' : 'warning',
      text: platform
        ? `Реклама: ${platform}${campaign ? `, кампания «${campaign}»` : ''}${found.keyword ? `, ключ «${found.keyword}»` : ''}`
        : `Площадка не определена: номер ${call.dialled ?? '—'} ни за кем не закреплён, в данных звонка её нет`,
      facts: { method: found.method },
    })
    for (const problem of found.problems) {
      await writeJournal(trx, now, {
        traceId: call.traceId,
        topic: 'call',
        step: 'call.source',
        level: 'warning',
        text: problem,
      })
    }
  })
  return found
}

async function writeInteraction(hub: Hub, callId: string, source: InteractionSource): Promise<string | null> {
  interactionMapping(hub)
  const { id, isNew, callKey } = await hub.db.transaction().execute(async (trx) => {
    // As it is now: a report or a person's note that came meanwhile must not be taken back by this run.
    const call = await getCall(trx, callId)
    if (!call) throw new UnavailableError('Звонок только что объединён с другим.', { callId })
    const note = await noteOf(trx, call.callKey)
    const before = await effectByKey(trx, interactionKey(call))
    const owed = await oweEffect(trx, interactionEffect(call, note, source), hub.now().toISOString())
    return { id: owed.id, isNew: !before?.result, callKey: call.callKey }
  })
  const result = await deliverEffect(hub, id, isNew ? createWording : updateWording)
  await settleDelivered(hub, id, callKey)
  return (result as { ref: string } | null)?.ref ?? null
}

const createWording: Wording = {
  topic: 'call',
  doing: 'Создаём взаимодействие в 1С',
  done: (result) => `Взаимодействие создано в 1С${conflictsOf(result)}`,
  failed: 'Взаимодействие не записано в 1С',
}

const updateWording: Wording = {
  topic: 'call',
  doing: 'Дополняем взаимодействие в 1С',
  done: (result) => `Взаимодействие дополнено в 1С${conflictsOf(result)}`,
  failed: 'Взаимодействие не дополнено в 1С',
}

/** 1C may cut a string or a handler may change a value (1c-odata §12): a person has to see it. */
function conflictsOf(result: unknown): string {
  const conflicts = (result as { conflicts?: { property: string }[] } | null)?.conflicts ?? []
  return conflicts.length > 0
    ? `; 1С изменила или не приняла: ${conflicts.map((conflict) => conflict.property).join(', ')}`
    : ''
}
