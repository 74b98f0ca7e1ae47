import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'

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
