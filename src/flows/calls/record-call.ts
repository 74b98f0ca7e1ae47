import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { describeError, fateOf, MappingError, UnavailableError } from '../../errors.ts'
import type { AdPlatform, Campaign } from '../../model/advertising.ts'
import type { Call } from '../../model/call.ts'
import type { Interaction } from '../../model/interaction.ts'
import { readPhone } from '../../model/phone.ts'
import { type CallRow, externalKeyOf, getCall, updateCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { effectByKey } from '../../store/outbox.ts'
import { performEffect, type Wording } from '../effects.ts'
import { hasPulled } from '../exchange/pull-state.ts'
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
    const source = call.direction === 'in' ? await attribute(hub, call) : noSource
    const client = call.phone ? await ensureClient(hub, call, call.phone) : null
    const ref = await writeInteraction(hub, call, { ...source, clientRef: client?.ref ?? null })
    const done = ref === null ? ({ onecState: 'none' } as const) : ({ onecState: 'written', onecRef: ref } as const)
    await updateCall(hub.db, callId, { ...done, onecReason: null, updatedAt: hub.now().toISOString() })
  } catch (error) {
    const onecReason = describeError(error)
    const isPersons = fateOf(error) === 'park'
    const onecState = isPersons ? 'failed' : 'waiting'
    await updateCall(hub.db, callId, { onecState, onecReason, updatedAt: hub.now().toISOString() })
    // A refusal waits on the desktop for a person; it must not hold back the next calls of the same client.
    if (!isPersons) throw error
    hub.log.warn('call was refused by 1C', { callId, traceId: call.traceId, reason: onecReason })
  } finally {
    hub.live.changed('calls', 'journal', 'attention')
  }
}

/** A call we make has no advertising source. */
const noSource = { platformRef: null, campaignRef: null, keyword: null }

/** Finds the advertising source and keeps it with the call; problems become steps a person sees. */
async function attribute(
  hub: Hub,
  call: CallRow,
): Promise<Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword'>> {
  await requireDirectory(hub)
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

/** Before the first pull of platforms and campaigns «no source found» would only mean that we did not look. */
async function requireDirectory(hub: Hub): Promise<void> {
  if (await hasPulled(hub, 'campaign')) return
  throw new UnavailableError('Рекламные площадки и кампании ещё не прочитаны из 1С: звонок подождёт их.')
}

/** Rows with the model's flag instead of the table's number. */
const marked = <T extends { deleted: number }>(rows: T[]) => rows.map((row) => ({ ...row, deleted: row.deleted === 1 }))

async function writeInteraction(
  hub: Hub,
  call: CallRow,
  source: Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword' | 'clientRef'>,
): Promise<string | null> {
  const mapping = hub.mappings.of('interaction')
  if (!mapping)
    throw new MappingError(
      'Звонок не записать: нет исправного файла соответствий для «interaction» (mappings/interaction.yaml).',
    )
  const interaction: Interaction = {
    ref: null,
    externalKey: externalKeyOf(call),
    at: call.startedAt,
    direction: call.direction === 'out' ? 'out' : 'in',
    ...source,
    phone: call.phone ?? (call.phoneRaw || null),
    dialled: call.dialled,
    recordingUrl: call.recordingUrl,
    talkSeconds: call.talkSeconds,
    answered: call.answeredAt !== null,
    comment: commentOn(call),
    deleted: false,
  }
  const key = `interaction:${call.callKey}`
  const before = await effectByKey(hub.db, key)
  const payload = { entity: 'interaction', key: interaction.externalKey, value: interaction }
  const effect = { sink: 'onec', kind: 'interaction', key, subject: call.id, payload, traceId: call.traceId } as const
  const result = await performEffect(hub, effect, before?.result ? updateWording : createWording)
  return (result as { ref: string } | null)?.ref ?? null
}

/** What a person should know of a caller the hub cannot tell. */
function commentOn(call: CallRow): string | null {
  if (call.phone || call.phoneRaw === '') return null
  return readPhone(call.phoneRaw).status === 'hidden' ? 'Номер скрыт' : 'Номер не распознан'
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
