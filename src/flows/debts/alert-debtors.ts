import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import type { Job, Trx } from '../../jobs/engine.ts'
import { writeJournal } from '../../store/journal.ts'
import { oweEffect } from '../../store/outbox.ts'
import { hasPulledAll } from '../exchange/pull-state.ts'
import { newTraceId } from '../trace.ts'
import { alertKey, alertStage } from './alert-stage.ts'
import { alertText, digestText } from './alert-text.ts'
import { type Debtor, listDebtors } from './debtors.ts'
import { nextLoudMoment } from './quiet-hours.ts'

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
  const { stages, digestOver, quiet } = hub.config.settings.debts
  const local = DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone)
  const debtors = await listDebtors(hub.db, local.toISODate() ?? '', hub.config.onec.timezone)
  const due = await untold(hub, debtors, stages)
  if (due.length === 0) return

  const traceId = job.traceId ?? newTraceId()
  const runAt = quiet ? nextLoudMoment(local, quiet).toUTC().toISO() : null
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await writeJournal(trx, now, {
      traceId,
      topic: 'debt',
      step: 'debts.found',
      text: `Просрочки, о которых менеджеры ещё не знают: ${due.length}`,
    })
    for (const list of byManager(due)) {
      const [first] = list
      if (!first) continue
      const { manager } = first.debtor
      if (!manager?.phone) {
        const who = manager ? `у менеджера ${manager.name} нет телефона в 1С` : 'в договоре не указан менеджер'
        for (const { debtor } of list) await skip(trx, now, traceId, debtor, who)
        continue
      }
      const groups = list.length > digestOver ? [list] : list.map((one) => [one])
      for (const group of groups) await owe(hub, trx, now, traceId, manager.phone, group, runAt)
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

function byManager(due: Due[]): Due[][] {
  return [...Map.groupBy(due, ({ debtor }) => debtor.manager?.ref ?? '').values()]
}

async function owe(
  hub: Hub,
  trx: Trx,
  now: string,
  traceId: string,
  phone: string,
  group: Due[],
  runAt: string | null,
): Promise<void> {
  const facts = group.map(({ debtor }) => ({
    clientName: debtor.clientName,
    dealNumber: debtor.dealNumber,
    overdue: debtor.debt.overdue,
    dpd: debtor.debt.dpd,
    clientPhone: debtor.clientPhone,
  }))
  const [one] = facts
  const text = one && facts.length === 1 ? alertText(one) : digestText(facts)
  const subject = group.map(({ debtor }) => debtor.dealRef).join(' ')
  const [first] = group
  const message = await oweEffect(
    trx,
    {
      sink: 'sms',
      kind: 'debt-alert',
      key:
        group.length === 1 && first
          ? first.key
          : `digest:${group
              .map((item) => item.key)
              .sort()
              .join('+')}`,
      subject,
      payload: { phone, text },
      traceId,
      nextTryAt: runAt,
    },
    now,
  )
  for (const { key, debtor } of group) {
    await trx.insertInto('debtAlert').values({ key, dealRef: debtor.dealRef, messageId: message.id, at: now }).execute()
  }
  const manager = first?.debtor.manager?.name ?? ''
  await writeJournal(trx, now, {
    traceId,
    topic: 'debt',
    step: 'alert.queued',
    text: `SMS менеджеру ${manager}: ${facts.length === 1 ? `долг по договору ${one?.dealNumber}` : `сводка по ${facts.length} должникам`}${runAt ? ', уйдёт после тихих часов' : ''}`,
    facts: { messageId: message.id },
  })
  await hub.jobs.enqueue(trx, 'deliver-alert', { messageId: message.id }, { traceId, ...(runAt ? { runAt } : {}) })
}

/** Nobody can be told: that itself is told, once. */
async function skip(trx: Trx, now: string, traceId: string, debtor: Debtor, why: string): Promise<void> {
  const key = `unaddressed:${debtor.dealRef}:${debtor.debt.overdueSince}`
  const known = await trx.selectFrom('debtAlert').select('key').where('key', '=', key).executeTakeFirst()
  if (known) return
  await trx.insertInto('debtAlert').values({ key, dealRef: debtor.dealRef, messageId: null, at: now }).execute()
  await writeJournal(trx, now, {
    traceId,
    topic: 'debt',
    step: 'alert.unaddressed',
    level: 'warning',
    text: `О долге по договору ${debtor.dealNumber} предупредить некого: ${why}. Заполните в 1С, и SMS уйдёт само`,
  })
}
