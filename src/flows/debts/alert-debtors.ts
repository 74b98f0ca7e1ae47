import type { Hub } from '../../context.ts'
import type { Job, Trx } from '../../jobs/engine.ts'
import { writeJournal } from '../../store/journal.ts'
import { oweEffect } from '../../store/outbox.ts'
import { hasPulledAll } from '../exchange/pull-state.ts'
import { newTraceId } from '../trace.ts'
import { alertMessage } from './alert-message.ts'
import { alertKey, alertStage } from './alert-stage.ts'
import { type Debtor, listDebtors } from './debtors.ts'
import { today } from './today.ts'

interface Due {
  debtor: Debtor
  key: string
}

/**
 * Tells managers about their debtors, each stage of each debt once (domain §8): one SMS a debtor, or one digest when a
 * manager would get more than a few at a time. Runs as often as one likes: what was told is not told again.
 */
export async function alertDebtors(hub: Hub, _data: unknown, job: Job): Promise<void> {
  if (!(await hasPulledAll(hub))) return
  const { stages, digestOver } = hub.config.settings.debts
  const debtors = await listDebtors(hub.db, today(hub), hub.config.onec.timezone)
  const due = await untold(hub, debtors, stages)
  const [addressed, unaddressed] = split(due, ({ debtor }) => Boolean(debtor.manager?.phone))
  const traceId = job.traceId ?? newTraceId()
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    for (const { debtor } of unaddressed) await tellUnaddressed(trx, now, traceId, debtor)
    if (addressed.length === 0) return
    const text = `Просрочки, о которых менеджеры ещё не знают: ${addressed.length}`
    await writeJournal(trx, now, { traceId, topic: 'debt', step: 'debts.found', text })
    for (const list of Map.groupBy(addressed, ({ debtor }) => debtor.manager?.ref).values()) {
      const groups = list.length > digestOver ? [list] : list.map((one) => [one])
      for (const group of groups) await owe(hub, trx, now, traceId, group)
    }
  })
  hub.jobs.wake()
  hub.live.changed('debts', 'journal')
}

/** Debts whose stage no message has told of yet. */
async function untold(hub: Hub, debtors: Debtor[], stages: readonly number[]): Promise<Due[]> {
  const due = debtors.flatMap((debtor) => {
    const stage = alertStage(debtor.debt.dpd, stages)
    const since = debtor.debt.overdueSince
    return stage === null || since === null ? [] : [{ debtor, key: alertKey(debtor.dealRef, since, stage) }]
  })
  const told = new Set<string>()
  for (let at = 0; at < due.length; at += 500) {
    const keys = due.slice(at, at + 500).map((one) => one.key)
    const rows = await hub.db.selectFrom('debtAlert').select('key').where('key', 'in', keys).execute()
    for (const row of rows) told.add(row.key)
  }
  return due.filter((one) => !told.has(one.key))
}

function split<T>(list: T[], fits: (item: T) => boolean): [T[], T[]] {
  return [list.filter(fits), list.filter((item) => !fits(item))]
}

async function owe(hub: Hub, trx: Trx, now: string, traceId: string, group: Due[]): Promise<void> {
  const debtors = group.map(({ debtor }) => debtor)
  const keys = group.map((one) => one.key).sort()
  const message = await oweEffect(
    trx,
    {
      sink: 'sms',
      kind: 'debt-alert',
      key: keys.length === 1 ? String(keys[0]) : `digest:${keys.join('+')}`,
      subject: debtors.map((debtor) => debtor.dealRef).join(' '),
      payload: alertMessage(debtors),
      traceId,
    },
    now,
  )
  for (const { key, debtor } of group) {
    await trx.insertInto('debtAlert').values({ key, dealRef: debtor.dealRef, messageId: message.id, at: now }).execute()
  }
  const [first] = debtors
  const what = debtors.length === 1 ? `долг по договору ${first?.dealNumber}` : `сводка по ${debtors.length} должникам`
  await writeJournal(trx, now, {
    traceId,
    topic: 'debt',
    step: 'alert.queued',
    text: `SMS менеджеру ${first?.manager?.name ?? ''}: ${what}`,
    facts: { messageId: message.id },
  })
  await hub.jobs.enqueue(trx, 'deliver-alert', { messageId: message.id }, { traceId })
}

/** Nobody can be told: that itself is told, once. */
async function tellUnaddressed(trx: Trx, now: string, traceId: string, debtor: Debtor): Promise<void> {
  const key = `unaddressed:${debtor.dealRef}:${debtor.debt.overdueSince}`
  const known = await trx.selectFrom('debtAlert').select('key').where('key', '=', key).executeTakeFirst()
  if (known) return
  const why = debtor.manager ? `у менеджера ${debtor.manager.name} нет телефона в 1С` : 'в договоре не указан менеджер'
  await trx.insertInto('debtAlert').values({ key, dealRef: debtor.dealRef, messageId: null, at: now }).execute()
  await writeJournal(trx, now, {
    traceId,
    topic: 'debt',
    step: 'alert.unaddressed',
    level: 'warning',
    text: `О долге по договору ${debtor.dealNumber} предупредить некого: ${why}. Заполните в 1С, и SMS уйдёт само`,
  })
}
