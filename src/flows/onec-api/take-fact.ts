import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { readStoredCall } from './accept-fact.ts'
import { type BookingFact, bookingText } from './booking-fact.ts'

const TakeFact = z.object({ factId: z.string() })

/**
 * What 1C reported is put down in the journal, where it says more than the exchange will. The data itself comes by the
 * exchange, which the report has woken already.
 */
export async function takeFact(hub: Hub, data: unknown): Promise<void> {
  const { factId } = TakeFact.parse(data)
  const fact = await hub.inbox.get(factId)
  if (fact?.state !== 'new') return
  const call = readStoredCall(fact)
  const text = call.operation === 'bookingFact' ? await bookingText(hub, call.input as unknown as BookingFact) : null
  await hub.db.transaction().execute(async (trx) => {
    if (text !== null) {
      await writeJournal(trx, hub.now().toISOString(), {
        traceId: fact.traceId,
        topic: 'exchange',
        step: 'booking.reported',
        text,
        facts: { factId, ...call.input },
      })
    }
    await hub.inbox.settle(trx, factId, 'done')
  })
  hub.live.changed('journal')
}
