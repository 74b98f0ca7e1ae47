import type { Hub } from '../../context.ts'
import { MappingError } from '../../errors.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { Interaction } from '../../model/interaction.ts'
import { readPhone } from '../../model/phone.ts'
import { type CallNoteRow, settleNote } from '../../store/call-notes.ts'
import { type CallRow, externalKeyOf } from '../../store/calls.ts'
import { type Effect, getEffect } from '../../store/outbox.ts'

/** What a call's interaction takes from elsewhere than the call. */
export type InteractionSource = Pick<Interaction, 'platformRef' | 'campaignRef' | 'keyword' | 'clientRef'>

/** Key of the one effect that keeps a call's interaction in 1C as it should be. */
export const interactionKey = (call: Pick<CallRow, 'callKey'>): string => `interaction:${call.callKey}`

/** The interaction as the call, its note and its source make it. */
export function interactionEffect(call: CallRow, note: CallNoteRow | null, source: InteractionSource): Effect {
  const value: Interaction = {
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
    comment: note ? note.text : remarkOn(call),
    deleted: false,
  }
  const payload = { entity: 'interaction', key: value.externalKey, value }
  const { id: subject, traceId } = call
  return { sink: 'onec', kind: 'interaction', key: interactionKey(call), subject, payload, traceId }
}

/** What a person should know of a caller the hub cannot tell. */
function remarkOn(call: CallRow): string | null {
  if (call.phone || call.phoneRaw === '') return null
  return readPhone(call.phoneRaw).status === 'hidden' ? 'Номер скрыт' : 'Номер не распознан'
}

export function interactionMapping(hub: Hub): Mapping {
  const mapping = hub.mappings.of('interaction')
  if (mapping) return mapping
  throw new MappingError(
    'Звонок не записать: нет исправного файла соответствий для «interaction» (mappings/interaction.yaml).',
  )
}

/** Attributes of 1C that hold the comment; none when the mapping does not write it. */
export function commentProperties(hub: Hub): string[] {
  return Object.keys(interactionMapping(hub).write({ comment: '' }).body)
}

const unwritten =
  'Итог не передаётся в 1С: в mappings/interaction.yaml у поля comment нет write. Скажите администратору.'

/** Notes how 1C took the comment of the last delivery; says nothing when another wish has come meanwhile. */
export async function settleDelivered(hub: Hub, effectId: number, callKey: string): Promise<void> {
  const effect = await getEffect(hub.db, effectId)
  if (effect.state !== 'sent') return
  const { comment } = (effect.payload as { value: Interaction }).value
  const properties = commentProperties(hub)
  const { conflicts = [] } = (effect.result ?? {}) as { conflicts?: { property: string; got: unknown }[] }
  const conflict = conflicts.find(({ property }) => properties.includes(property))
  const settle = (outcome: Parameters<typeof settleNote>[3]) => settleNote(hub.db, callKey, comment ?? '', outcome)
  if (properties.length === 0) return settle({ state: 'refused', reason: unwritten, onecText: null })
  if (conflict) return settle({ state: 'conflict', reason: null, onecText: String(conflict.got ?? '').trimEnd() })
  return settle({ state: 'confirmed', reason: null, onecText: null })
}
