import { type Kysely, sql } from 'kysely'
import { DateTime } from 'luxon'
import type { Database } from '../../store/schema.ts'
import type { PaymentTable, ScheduleLineTable } from '../../store/tables/mirror.ts'
import { computeDebt } from './compute-debt.ts'

export interface Debtor {
  dealRef: string
  dealNumber: string
  clientRef: string | null
  clientName: string
  clientPhone: string | null
  unitRef: string | null
  manager: { ref: string; name: string; phone: string | null } | null
  debt: ReturnType<typeof computeDebt>
}

/** Contracts with an overdue instalment at the end of the day `asOf` of the infobase's zone, the largest debt first (domain §8). */
export async function listDebtors(
  db: Kysely<Database>,
  asOf: string,
  timezone: string,
  only?: { dealRef: string },
): Promise<Debtor[]> {
  const deals = await overdueDeals(db, asOf, timezone, only?.dealRef ?? null)
  const refs = deals.map((deal) => deal.ref)
  const schedule = new Map<string, ScheduleLineTable[]>()
  const payments = new Map<string, Pick<PaymentTable, 'dealRef' | 'date' | 'amount' | 'kind'>[]>()
  for (let at = 0; at < refs.length; at += 500) {
    const some = refs.slice(at, at + 500)
    group(schedule, await db.selectFrom('scheduleLine').selectAll().where('dealRef', 'in', some).execute())
    group(
      payments,
      await db
        .selectFrom('payment')
        .select(['dealRef', 'date', 'amount', 'kind'])
        .where('deleted', '=', 0)
        .where('posted', '=', 1)
        .where('dealRef', 'in', some)
        .execute(),
    )
  }
  const owing = deals.flatMap((deal) => {
    const debt = computeDebt({
      price: deal.price,
      schedule: schedule.get(deal.ref) ?? [],
      payments: (payments.get(deal.ref) ?? []).map((payment) => ({
        on: dayIn(timezone, payment.date),
        amount: payment.kind === 'refund' ? -payment.amount : payment.amount,
      })),
      asOf,
    })
    return debt.overdue > 0 ? [{ deal, debt }] : []
  })
  const buyers = await buyersOf(
    db,
    owing.map(({ deal }) => deal.ref),
  )
  return owing
    .map(({ deal, debt }) => {
      const buyer = buyers.get(deal.ref)
      return {
        dealRef: deal.ref,
        dealNumber: deal.number,
        clientRef: buyer?.ref ?? null,
        clientName: buyer?.name ?? 'покупатель не указан',
        clientPhone: buyer?.e164 ?? null,
        unitRef: deal.unitRef,
        manager: deal.managerRef
          ? { ref: deal.managerRef, name: deal.managerName ?? '', phone: deal.managerPhone }
          : null,
        debt,
      }
    })
    .sort((a, b) => b.debt.overdue - a.debt.overdue || a.dealNumber.localeCompare(b.dealNumber))
}

/** Calendar day of an instant in a zone. */
export const dayIn = (timezone: string, instant: string): string =>
  DateTime.fromISO(instant).setZone(timezone).toISODate() ?? instant.slice(0, 10)

function group<T extends { dealRef: string | null }>(groups: Map<string, T[]>, rows: readonly T[]): void {
  for (const row of rows) {
    if (row.dealRef === null) continue
    const list = groups.get(row.dealRef)
    if (list) list.push(row)
    else groups.set(row.dealRef, [row])
  }
}

/**
 * Contracts for which more was due before `asOf` than is paid. The sums are made by the database: of a hundred thousand
 * contracts a few dozen get here.
 */
function overdueDeals(db: Kysely<Database>, asOf: string, timezone: string, dealRef: string | null) {
  const nextDay = DateTime.fromISO(asOf, { zone: timezone }).plus({ days: 1 }).toUTC().toISO() ?? ''
  const due = sql<number>`(select coalesce(sum(amount), 0) from schedule_line where deal_ref = deal.ref and due_on < ${asOf})`
  const paid = sql<number>`(select coalesce(sum(case kind when 'refund' then -amount else amount end), 0)
    from payment where deal_ref = deal.ref and deleted = 0 and posted = 1 and date < ${nextDay})`
  return db
    .selectFrom('deal')
    .leftJoin('manager', 'manager.ref', 'deal.managerRef')
    .select([
      'deal.ref',
      'deal.number',
      'deal.price',
      'deal.unitRef',
      'deal.managerRef',
      'manager.name as managerName',
      'manager.phone as managerPhone',
    ])
    .where('deal.deleted', '=', 0)
    .where('deal.posted', '=', 1)
    .where('deal.terminated', '=', 0)
    .where(due, '>', paid)
    .$if(dealRef !== null, (query) => query.where('deal.ref', '=', dealRef ?? ''))
    .execute()
}

/** First buyer of each contract with the first dialable phone. */
async function buyersOf(db: Kysely<Database>, dealRefs: string[]) {
  const buyers = new Map<string, { ref: string; name: string; e164: string | null }>()
  for (let at = 0; at < dealRefs.length; at += 500) {
    const rows = await db
      .selectFrom('dealClient')
      .innerJoin('client', 'client.ref', 'dealClient.clientRef')
      .leftJoin('clientPhone', (join) =>
        join.onRef('clientPhone.clientRef', '=', 'client.ref').on('clientPhone.e164', 'is not', null),
      )
      .select(['dealClient.dealRef', 'client.ref', 'client.name', 'clientPhone.e164'])
      .where('dealClient.dealRef', 'in', dealRefs.slice(at, at + 500))
      .orderBy('dealClient.n')
      .orderBy('clientPhone.n')
      .execute()
    for (const row of rows) if (!buyers.has(row.dealRef)) buyers.set(row.dealRef, row)
  }
  return buyers
}
