import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { getEffect } from '../../store/outbox.ts'

const FollowMessage = z.object({ messageId: z.int(), round: z.int().nonnegative() })
const Payload = z.object({ phone: z.string() })

/**
 * Seconds before each question about a text message. Most arrive at once; a phone that is off may stay so for a day, after
 * which gateways give up. Asking often gets one blocked (messaging A1).
 */
const rounds = [15, 60, 300, 1800, 7200, 43_200, 86_400] as const

/** What the gateway said last of a message it took; kept in the result of the effect. */
export const Delivery = z.object({
  state: z.enum(['absent', 'pending', 'delivered', 'failed']),
  text: z.string(),
  at: z.string(),
})
export type Delivery = z.infer<typeof Delivery>

/** Asks again later, if another round is left. */
export async function scheduleFollow(hub: Hub, messageId: number, traceId: string, round: number): Promise<void> {
  const seconds = rounds[round]
  if (seconds === undefined) return
  const runAt = new Date(hub.now().getTime() + seconds * 1000).toISOString()
  await hub.db
    .transaction()
    .execute((trx) =>
      hub.jobs.enqueue(
        trx,
        'follow-message',
        { messageId, round },
        { runAt, traceId, dedupeKey: `follow:${messageId}` },
      ),
    )
  hub.jobs.wake()
}

/** Asks the gateway whether a text message has arrived, until it says so or the rounds are over. */
export async function followMessage(hub: Hub, data: unknown): Promise<void> {
  const { messageId, round } = FollowMessage.parse(data)
  const message = await getEffect(hub.db, messageId)
  if (!hub.sms?.canAsk || message.state !== 'sent') return
  const answer = await hub.sms.ask(message.id, Payload.parse(message.payload).phone)
  const now = hub.now().toISOString()
  const delivery: Delivery = { ...answer, at: now }
  await hub.db.transaction().execute(async (trx) => {
    const result = JSON.stringify({ ...(message.result as object), delivery })
    await trx.updateTable('outbox').set({ result, updatedAt: now }).where('id', '=', messageId).execute()
    if (answer.state === 'pending' || answer.state === 'absent') return
    await writeJournal(trx, now, {
      traceId: message.traceId,
      topic: 'message',
      step: `sms.${answer.state === 'delivered' ? 'delivered' : 'undelivered'}`,
      level: answer.state === 'delivered' ? 'info' : 'warning',
      text: `SMS: ${answer.text.toLowerCase()}`,
    })
  })
  if (answer.state === 'pending' || answer.state === 'absent')
    await scheduleFollow(hub, messageId, message.traceId, round + 1)
  else hub.live.changed('journal')
}
