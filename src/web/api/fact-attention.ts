import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import type { Attention } from './contract.ts'

/** More reasons than this at once are one trouble: the sender's settings. */
const shown = 20

/** Reports of the contact centre nobody could read, a row a reason: a wrong strategy sends hundreds of them. */
export async function listParkedFacts(hub: Hub): Promise<Attention[]> {
  const rows = await hub.db
    .selectFrom('inboxFact')
    .select((eb) => [
      'reason',
      eb.fn.countAll<number>().as('n'),
      eb.fn.max('id').as('id'),
      eb.fn.max('receivedAt').as('at'),
      eb.fn.max('traceId').as('traceId'),
    ])
    .where('state', '=', 'parked')
    .groupBy('reason')
    .orderBy('at', 'desc')
    .limit(shown)
    .execute()
  return rows.map((row) => ({
    id: `fact:${row.id}`,
    kind: 'parked_fact' as const,
    title: Number(row.n) === 1 ? 'Непонятное сообщение' : `Непонятные сообщения: ${row.n}`,
    reason: row.reason ?? 'Причина не записана.',
    at: row.at,
    traceId: row.traceId,
    action: { name: 'dismiss' as const, label: 'Убрать из списка' },
  }))
}

/** Takes a message off the list, and all others with the same reason; they stay in the inbox. */
export async function dismissFacts(hub: Hub, id: string): Promise<boolean> {
  const fact = await hub.inbox.get(id)
  if (fact?.state !== 'parked') return false
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await trx
      .updateTable('inboxFact')
      .set({ state: 'done', handledAt: now })
      .where('state', '=', 'parked')
      .where('reason', '=', fact.reason)
      .execute()
    await writeJournal(trx, now, {
      traceId: fact.traceId,
      topic: 'call',
      step: 'fact.dismissed',
      text: 'Сообщения с этой причиной убраны из списка дел человеком',
    })
  })
  return true
}
