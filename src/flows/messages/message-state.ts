import { z } from 'zod'
import type { Hub } from '../../context.ts'
import type { InboxFact } from '../../store/inbox.ts'
import { effectByKey, type OutboxMessage } from '../../store/outbox.ts'
import { onecSource } from '../onec-api/accept-fact.ts'
import { Delivery } from './follow-message.ts'
import { isMessageFact, type MessageKind, messageEffectKey, messageFactKey, messageOf } from './message.ts'

/** How far a message got, with what a person reads. */
export const messageStates = {
  accepted: 'Принято, передаётся',
  waiting: 'Ждёт: будет отправлено позже',
  sending: 'Отправляется',
  sent: 'Отправлено',
  delivered: 'Доставлено',
  undelivered: 'Не доставлено',
  failed: 'Не отправлено',
  unknown: 'Неизвестно, ушло ли',
  cancelled: 'Снято человеком в хабе',
} as const
export type MessageState = keyof typeof messageStates

export interface MessageStatus {
  messageId: string
  kind: MessageKind
  state: MessageState
  /** Why it is not further, in Russian; null when all is well. */
  reason: string | null
  text: string
  /** Instant of the last change. */
  changedAt: string
  traceId: string
}

/** State of a message by the hub's id of it or by the caller's; null when there is no such message. */
export async function messageStatus(
  hub: Hub,
  by: { messageId: string } | { callerId: string },
): Promise<MessageStatus | null> {
  const fact =
    'messageId' in by
      ? await hub.inbox.get(by.messageId)
      : await hub.inbox.find(onecSource, messageFactKey(by.callerId))
  if (fact?.source !== onecSource || !isMessageFact(fact)) return null
  const effect = await effectByKey(hub.db, messageEffectKey(fact.id))
  const { state, reason } = effect ? progressOf(effect) : { state: 'accepted' as const, reason: null }
  return {
    messageId: fact.id,
    kind: messageOf(fact).kind,
    state,
    reason,
    text: reason === null ? messageStates[state] : `${messageStates[state]}: ${reason}`,
    changedAt: changedAt(fact, effect),
    traceId: fact.traceId,
  }
}

const WithDelivery = z.object({ delivery: Delivery })

const byEffect = {
  pending: 'waiting',
  sending: 'sending',
  sent: 'sent',
  failed: 'failed',
  unknown: 'unknown',
  cancelled: 'cancelled',
} as const satisfies Record<OutboxMessage['state'], MessageState>

function progressOf(effect: OutboxMessage): { state: MessageState; reason: string | null } {
  if (effect.state === 'pending' && effect.reason === null) return { state: 'accepted', reason: null }
  if (effect.state !== 'sent') return { state: byEffect[effect.state], reason: effect.reason }
  const known = WithDelivery.safeParse(effect.result)
  if (!known.success) return { state: 'sent', reason: null }
  const { state, text } = known.data.delivery
  if (state === 'delivered') return { state: 'delivered', reason: null }
  return state === 'failed' ? { state: 'undelivered', reason: text } : { state: 'sent', reason: null }
}

const changedAt = (fact: InboxFact, effect: OutboxMessage | null) => effect?.updatedAt ?? fact.receivedAt
