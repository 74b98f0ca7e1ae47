import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import type { Job } from '../../jobs/engine.ts'
import { writeJournal } from '../../store/journal.ts'
import { getEffect, type OutboxMessage, oweEffect } from '../../store/outbox.ts'
import { deliverEffect } from '../effects.ts'
import { mirrorAge } from '../exchange/link.ts'
import { alertMessage } from './alert-message.ts'
import { type Debtor, listDebtors } from './debtors.ts'
import { nextLoudMoment } from './quiet-hours.ts'
import { localNow, today } from './today.ts'

const DeliverAlert = z.object({ messageId: z.int() })

/** Older than this the mirror may not know of a payment that has come meanwhile. */
const freshSeconds = 120

/**
 * Sends one queued alert: not in quiet hours, not when the debt was paid meanwhile, and with the sums of this moment (domain
 * §8). What may have gone out already is first asked about, never changed.
 */
export async function deliverAlert(hub: Hub, data: unknown, job: Job): Promise<void> {
  const { messageId } = DeliverAlert.parse(data)
  const message = await getEffect(hub.db, messageId)
  const isUnsent = message.state === 'pending' || message.state === 'failed'
  if (isUnsent) {
    if (await isPutOff(hub, messageId, job)) return
    const debtors = await stillOwing(hub, message)
    if (debtors.length === 0) return callOff(hub, message)
    await refresh(hub, message, debtors)
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

/** In quiet hours another job takes over, at their end. */
async function isPutOff(hub: Hub, messageId: number, job: Job): Promise<boolean> {
  const { quiet } = hub.config.settings.debts
  if (!quiet) return false
  const local = localNow(hub)
  const loud = nextLoudMoment(local, quiet)
  if (loud <= local) return false
  const runAt = loud.toUTC().toISO() ?? undefined
  await hub.db.transaction().execute(async (trx) => {
    await hub.jobs.enqueue(
      trx,
      'deliver-alert',
      { messageId },
      { ...(runAt ? { runAt } : {}), ...(job.traceId ? { traceId: job.traceId } : {}) },
    )
    await writeJournal(trx, hub.now().toISOString(), {
      traceId: job.traceId ?? String(messageId),
      topic: 'debt',
      step: 'alert.put-off',
      text: `Тихие часы: SMS уйдёт в ${loud.toFormat('HH:mm')}`,
    })
  })
  return true
}

async function stillOwing(hub: Hub, message: OutboxMessage): Promise<Debtor[]> {
  const age = mirrorAge(hub.link, hub.now())
  if (age === null || age > freshSeconds) {
    throw new UnavailableError('Не знаем, не оплачен ли уже долг: 1С не отвечает. SMS подождёт связи с 1С.', {
      messageId: message.id,
    })
  }
  const refs = message.subject.split(' ')
  const lists = await Promise.all(
    refs.map((dealRef) => listDebtors(hub.db, today(hub), hub.config.onec.timezone, { dealRef })),
  )
  return lists.flat()
}

async function refresh(hub: Hub, message: OutboxMessage, debtors: Debtor[]): Promise<void> {
  const { sink, kind, key, subject, traceId } = message
  const payload = alertMessage(debtors)
  if (payload.phone === '') return
  await hub.db
    .transaction()
    .execute((trx) => oweEffect(trx, { sink, kind, key, subject, traceId, payload }, hub.now().toISOString()))
}

async function callOff(hub: Hub, message: OutboxMessage): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    const reason = 'долг оплачен, предупреждать не о чем'
    await trx
      .updateTable('outbox')
      .set({ state: 'cancelled', reason, updatedAt: now })
      .where('id', '=', message.id)
      .execute()
    const text = `SMS не отправлено: ${reason}`
    await writeJournal(trx, now, { traceId: message.traceId, topic: 'debt', step: 'alert.cancelled', text })
  })
  hub.live.changed('debts', 'journal')
}
