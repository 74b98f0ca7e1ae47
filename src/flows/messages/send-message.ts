import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { fateOf } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { oweEffect } from '../../store/outbox.ts'
import { deliverEffect, type Wording } from '../effects.ts'
import { scheduleFollow } from './follow-message.ts'
import { type Message, type MessageKind, messageEffectKey, messageOf } from './message.ts'

const SendMessage = z.object({ factId: z.string() })

const wordings: Record<MessageKind, Wording> = {
  sms: {
    topic: 'message',
    doing: 'Передаём SMS шлюзу',
    done: () => 'Шлюз принял SMS',
    failed: 'SMS не отправлено',
  },
  email: {
    topic: 'message',
    doing: 'Передаём письмо почтовому серверу',
    done: () => 'Почтовый сервер принял письмо',
    failed: 'Письмо не отправлено',
  },
}

const payloadOf: Record<MessageKind, (message: Message) => object> = {
  sms: ({ address, text }) => ({ phone: address, text }),
  email: ({ address, subject, text }) => ({ email: address, subject, text }),
}

/**
 * Sends a message that 1C asked for, as one effect. A refusal, or an outcome nobody can tell, is left to a person; the job
 * is done all the same, or it would hold back every later message to that address.
 */
export async function sendMessage(hub: Hub, data: unknown): Promise<void> {
  const { factId } = SendMessage.parse(data)
  const fact = await hub.inbox.get(factId)
  if (!fact) return
  const message = messageOf(fact)
  const { kind, clientRef } = message
  const owed = await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    if (fact.state === 'new') {
      await writeJournal(trx, now, {
        traceId: fact.traceId,
        topic: 'message',
        step: `${kind}.asked`,
        text: kind === 'sms' ? `1С просит отправить SMS на ${message.address}` : '1С просит отправить письмо',
        facts: { factId, clientRef },
      })
      await hub.inbox.settle(trx, factId, 'done')
    }
    return oweEffect(
      trx,
      {
        sink: kind,
        kind,
        key: messageEffectKey(factId),
        subject: clientRef ?? factId,
        payload: payloadOf[kind](message),
        traceId: fact.traceId,
      },
      now,
    )
  })
  try {
    const result = await deliverEffect(hub, owed.id, wordings[kind])
    if (kind === 'sms' && result !== null) await scheduleFollow(hub, owed.id, fact.traceId, 0)
  } catch (error) {
    if (fateOf(error) !== 'park') throw error
    hub.live.changed('attention', 'journal')
  }
}
