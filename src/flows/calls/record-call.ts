import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { describeError, fateOf, MappingError } from '../../errors.ts'
import type { AdPlatform, Campaign } from '../../model/advertising.ts'
import type { Call } from '../../model/call.ts'
import type { Interaction } from '../../model/interaction.ts'
import { formatPhone } from '../../model/phone.ts'
import { type CallRow, getCall, updateCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Effect, getEffect } from '../../store/outbox.ts'
import { performEffect, type Wording } from '../effects.ts'
import { attributeCall } from './attribute-call.ts'
import { ensureClient } from './ensure-client.ts'

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
    const source = await attribute(hub, call)
    const client = call.phone ? await ensureClient(hub, call, call.phone) : null
    const ref = await writeInteraction(hub, call, { ...source, clientRef: client?.ref ?? null })
    await updateCall(hub.db, callId, {
      onecState: 'written',
      onecRef: ref,
      onecReason: null,
      updatedAt: hub.now().toISOString(),
    })
  } catch (error) {
    const reason = describeError(error)
    const onecState = fateOf(error) === 'park' ? 'failed' : 'waiting'
    await updateCall(hub.db, callId, { onecState, onecReason: reason, updatedAt: hub.now().toISOString() })
    throw error
  } finally {
    hub.live.changed('calls', 'journal', 'attention')
  }
}

/** Finds the advertising source and keeps it with the call; problems become steps a person sees. */
async function attribute(
  hub: Hub,
  call: CallRow,
): Promise<Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword'>> {
  const platforms = marked(await hub.db.selectFrom('adPlatform').selectAll().execute()) as unknown as AdPlatform[]
  const campaigns = marked(await hub.db.selectFrom('campaign').selectAll().execute()) as unknown as Campaign[]
  const found = attributeCall(
    {
      direction: call.direction as Call['direction'],
      dialled: call.dialled,
      source: {
        platform: call.sourcePlatform,
        campaign: call.sourceCampaign,
        keyword: call.keyword,
        trackingNumber: call.trackingNumber,
      },
    },
    { platforms, campaigns },
  )
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

/** Rows with the model's flag instead of the table's number. */
const marked = <T extends { deleted: number }>(rows: T[]) => rows.map((row) => ({ ...row, deleted: row.deleted === 1 }))

async function writeInteraction(
  hub: Hub,
  call: CallRow,
  source: Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword' | 'clientRef'>,
): Promise<string> {
  const mapping = hub.mappings.of('interaction')
  if (!mapping)
    throw new MappingError(
      'Звонок не записать: нет исправного файла соответствий для «interaction» (mappings/interaction.yaml).',
    )
  const interaction: Interaction = {
    ref: null,
    externalKey: `${call.system}:${call.callKey}`,
    at: call.startedAt,
    direction: call.direction === 'out' ? 'out' : 'in',
    ...source,
    phone: call.phone ? formatPhone(call.phone) : call.phoneRaw || null,
    dialled: call.dialled,
    recordingUrl: call.recordingUrl,
    talkSeconds: call.talkSeconds,
    answered: call.answeredAt !== null,
    comment: call.phone ? null : 'Номер скрыт или не определён',
  }
  const known = await hub.db
    .selectFrom('outbox')
    .select('id')
    .where('key', '=', `interaction:${call.callKey}`)
    .executeTakeFirst()
  const before = known ? await getEffect(hub.db, known.id) : null
  const effect: Effect = {
    sink: 'onec',
    kind: 'interaction',
    key: `interaction:${call.callKey}`,
    subject: call.id,
    payload: { entity: 'interaction', ref: call.onecRef, key: interaction.externalKey, value: interaction },
    traceId: call.traceId,
  }
  const result = await performEffect(hub, effect, before?.result ? updateWording : createWording)
  return (result as { ref: string } | null)?.ref ?? call.onecRef ?? ''
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
