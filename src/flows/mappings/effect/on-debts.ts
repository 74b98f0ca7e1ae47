import type { Hub } from '../../../context.ts'
import type { Deal, Payment } from '../../../model/deal.ts'
import type { EffectScratch } from '../../../store/effect-scratch.ts'
import { computeDebt } from '../../debts/compute-debt.ts'
import { dayIn } from '../../debts/debtors.ts'
import { today } from '../../debts/today.ts'
import { addTo, type DebtEffect, newGroup } from './effect-result.ts'
import { afterScope, paidScope, touchedDeals } from './scopes.ts'

type DebtDeal = Pick<Deal, 'ref' | 'number' | 'price' | 'schedule' | 'posted' | 'terminated' | 'deleted'>
type DebtPayment = Pick<Payment, 'ref' | 'date' | 'amount' | 'kind' | 'posted' | 'deleted'> & { dealRef: string | null }

const atOnce = 200

/** Notes which contracts a changed contract or payment concerns; called for each that would be another one. */
export function touchDebts(
  scratch: EffectScratch,
  entity: string,
  ref: string,
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): void {
  if (entity === 'deal') scratch.put(touchedDeals, ref, true)
  if (entity !== 'payment') return
  for (const dealRef of [before?.dealRef, after?.dealRef]) {
    if (typeof dealRef === 'string') scratch.put(touchedDeals, dealRef, true)
  }
  if (after && typeof after.dealRef === 'string') scratch.put(paidScope(after.dealRef), ref, after)
}

/** Contracts whose overdue sum would be another one at the end of today. */
export async function effectOnDebts(hub: Hub, scratch: EffectScratch): Promise<DebtEffect> {
  const effect: DebtEffect = { ...newGroup(), before: 0, after: 0 }
  const rubles = (kopecks: number) => `${(kopecks / 100).toLocaleString('ru-RU')} ₽`
  for (let last = ''; ; ) {
    const refs = scratch.page(touchedDeals, last, atOnce).map(({ ref }) => ref)
    if (refs.length === 0) return effect
    last = refs.at(-1) ?? ''
    const deals = await mirroredDeals(hub, refs)
    const payments = await mirroredPayments(hub, refs)
    const laterDeals = scratch.find(afterScope('deal'), refs)
    for (const ref of refs) {
      const deal = deals.get(ref) ?? null
      const later = laterDeals.has(ref) ? (laterDeals.get(ref) as DebtDeal | null) : deal
      const paid = payments.get(ref) ?? []
      const before = overdue(hub, deal, paid)
      const after = overdue(hub, later, laterPayments(scratch, ref, paid))
      if (before === after) continue
      effect.before += before
      effect.after += after
      const label = `№ ${(later ?? deal)?.number ?? ref}`
      addTo(effect, () => ({ ref, label, before: rubles(before), after: rubles(after) }))
    }
  }
}

function overdue(hub: Hub, deal: DebtDeal | null, payments: readonly DebtPayment[]): number {
  if (!deal || deal.deleted || !deal.posted || deal.terminated) return 0
  const { timezone } = hub.config.onec
  const counted = payments.filter(({ posted, deleted }) => posted && !deleted)
  return computeDebt({
    price: deal.price,
    schedule: deal.schedule,
    payments: counted.map(({ date, kind, amount }) => ({
      on: dayIn(timezone, date),
      amount: kind === 'refund' ? -amount : amount,
    })),
    asOf: today(hub),
  }).overdue
}

/** Payments as they would be: those that would be others replaced, moved away or come here. */
function laterPayments(scratch: EffectScratch, dealRef: string, payments: readonly DebtPayment[]): DebtPayment[] {
  const changed = scratch.find(
    afterScope('payment'),
    payments.map(({ ref }) => ref),
  )
  const come: DebtPayment[] = []
  for (let last = ''; ; ) {
    const page = scratch.page(paidScope(dealRef), last, atOnce)
    for (const { ref, value } of page) {
      come.push(value as DebtPayment)
      last = ref
    }
    if (page.length === 0) break
  }
  return [...payments.filter(({ ref }) => !changed.has(ref)), ...come]
}

async function mirroredDeals(hub: Hub, refs: readonly string[]): Promise<Map<string, DebtDeal>> {
  const rows = await hub.db
    .selectFrom('deal')
    .select(['ref', 'number', 'price', 'posted', 'terminated', 'deleted'])
    .where('ref', 'in', refs)
    .execute()
  const lines = await hub.db.selectFrom('scheduleLine').selectAll().where('dealRef', 'in', refs).execute()
  const schedules = Map.groupBy(lines, ({ dealRef }) => dealRef)
  return new Map(
    rows.map((row) => [
      row.ref,
      {
        ...row,
        posted: row.posted === 1,
        terminated: row.terminated === 1,
        deleted: row.deleted === 1,
        schedule: (schedules.get(row.ref) ?? []).map(({ line, dueOn, amount }) => ({ line, dueOn, amount })),
      },
    ]),
  )
}

async function mirroredPayments(hub: Hub, refs: readonly string[]): Promise<Map<string, DebtPayment[]>> {
  const rows = await hub.db
    .selectFrom('payment')
    .select(['ref', 'dealRef', 'date', 'amount', 'kind', 'posted', 'deleted'])
    .where('dealRef', 'in', refs)
    .execute()
  const payments = rows.map((row) => ({
    ...row,
    kind: row.kind as Payment['kind'],
    posted: row.posted === 1,
    deleted: row.deleted === 1,
  }))
  return Map.groupBy(payments, ({ dealRef }) => dealRef ?? '')
}
