import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { getEffect, type OutboxMessage } from '../../store/outbox.ts'
import { factOfEffect, messageKinds, messageOf, recipientKey } from './message.ts'

/**
 * Messages that wait for a person, newest first: refused ones, and those of which nobody can tell whether they went. In
 * doubt about a text message the gateway is asked, where it can be: that doubt is not a person's.
 */
export async function messagesInDoubt(hub: Hub, limit = 100): Promise<OutboxMessage[]> {
  const unaskable = messageKinds.filter((kind) => kind === 'email' || !hub.sms?.canAsk)
  const rows = await hub.db
    .selectFrom('outbox')
    .select('id')
    .where('kind', 'in', messageKinds)
    .where((eb) => eb.or([eb('state', '=', 'failed'), eb('state', '=', 'unknown').and('kind', 'in', unaskable)]))
    .where('key', 'like', 'message:%')
    .orderBy('updatedAt', 'desc')
    .limit(limit)
    .execute()
  return Promise.all(rows.map((row) => getEffect(hub.db, row.id)))
}

/**
 * Carries out what a person decided about such a message: `retry` sends it once more, at the risk of its coming twice;
 * `dismiss` lets it be. False when it waits no longer.
 */
export async function decideMessage(hub: Hub, id: number, decision: 'retry' | 'dismiss'): Promise<boolean> {
  const { key: effectKey } = await getEffect(hub.db, id)
  const factId = factOfEffect(effectKey)
  const fact = await hub.inbox.get(factId)
  if (!fact) return false
  const done = await hub.db.transaction().execute(async (trx) => {
    const message = await getEffect(trx, id)
    if (message.state !== 'failed' && message.state !== 'unknown') return false
    const now = hub.now().toISOString()
    const change = decision === 'retry' ? { state: 'pending' as const, reason: null } : { state: 'cancelled' as const }
    await trx
      .updateTable('outbox')
      .set({ ...change, updatedAt: now })
      .where('id', '=', id)
      .execute()
    // Settles the doubt: from here on the last attempt is one that a person knows the end of.
    await trx
      .updateTable('outboxAttempt')
      .set({ outcome: 'park', endedAt: now })
      .where('messageId', '=', id)
      .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', '=', 'ask')]))
      .execute()
    await writeJournal(trx, now, {
      traceId: message.traceId,
      topic: 'message',
      step: `${message.kind}.decided`,
      text: decision === 'retry' ? 'Человек решил отправить ещё раз' : 'Человек решил больше не отправлять',
    })
    if (decision === 'retry') {
      const key = recipientKey(messageOf(fact))
      await hub.jobs.enqueue(trx, 'send-message', { factId }, { key, traceId: message.traceId, priority: 5 })
    }
    return true
  })
  if (done) hub.jobs.wake()
  return done
}
