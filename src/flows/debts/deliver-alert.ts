import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { getEffect } from '../../store/outbox.ts'
import { deliverEffect } from '../effects.ts'
import { mirrorAge } from '../exchange/link.ts'
import { listDebtors } from './debtors.ts'

const DeliverAlert = z.object({ messageId: z.int() })

/** Older than this the mirror may not know of a payment that has come meanwhile. */
const freshSeconds = 120

/** Sends one queued alert, unless the debt was paid meanwhile (domain §8: 1C is asked first, so its answer must be fresh). */
export async function deliverAlert(hub: Hub, data: unknown): Promise<void> {
  const { messageId } = DeliverAlert.parse(data)
  const message = await getEffect(hub.db, messageId)
  // Pending is certainly unsent; of any other state the first thing to know is whether it went out.
  if (message.state === 'pending') {
    const age = mirrorAge(hub.link, hub.now())
    if (age === null || age > freshSeconds) {
      throw new UnavailableError('Не знаем, не оплачен ли уже долг: 1С не отвечает. SMS подождёт связи с 1С.', {
        messageId,
      })
    }
    if (!(await isStillOwed(hub, message.subject))) {
      await hub.db.transaction().execute(async (trx) => {
        const now = hub.now().toISOString()
        const reason = 'долг оплачен, предупреждать не о чем'
        await trx
          .updateTable('outbox')
          .set({ state: 'cancelled', reason, updatedAt: now })
          .where('id', '=', messageId)
          .execute()
        await writeJournal(trx, now, {
          traceId: message.traceId,
          topic: 'debt',
          step: 'alert.cancelled',
          text: `SMS не отправлено: ${reason}`,
        })
      })
      hub.live.changed('debts', 'journal')
      return
    }
  }
  try {
    await deliverEffect(hub, messageId, {
      topic: 'debt',
      doing: 'Передаём SMS шлюзу',
      done: () => 'Шлюз принял SMS',
      failed: 'SMS не отправлено',
    })
  } finally {
    hub.live.changed('debts')
  }
}

/** At least one of the contracts the message is about still has something overdue. */
async function isStillOwed(hub: Hub, subject: string): Promise<boolean> {
  const asOf = DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone).toISODate() ?? ''
  for (const dealRef of subject.split(' ')) {
    if ((await listDebtors(hub.db, asOf, hub.config.onec.timezone, { dealRef })).length > 0) return true
  }
  return false
}
