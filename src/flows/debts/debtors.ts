import type { Kysely } from 'kysely'
import { DateTime } from 'luxon'
import type { Database } from '../../store/schema.ts'
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
  let query = db
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
  if (only) query = query.where('deal.ref', '=', only.dealRef)
  const deals = await query.execute()
  const schedule = grouped(
    await (only ? db.selectFrom('scheduleLine').where('dealRef', '=', only.dealRef) : db.selectFrom('scheduleLine'))
      .selectAll()
      .execute(),
  )
  const payments = grouped(
    await db
      .selectFrom('payment')
      .select(['dealRef', 'date', 'amount', 'kind'])
      .where('deleted', '=', 0)
      .where('posted', '=', 1)
      .where('dealRef', 'is not', null)
      .$if(only !== undefined, (eb) => eb.where('dealRef', '=', only?.dealRef ?? ''))
      .execute(),
  )
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

const dayIn = (timezone: string, instant: string): string =>
  DateTime.fromISO(instant).setZone(timezone).toISODate() ?? instant.slice(0, 10)

function grouped<T extends { dealRef: string | null }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    if (row.dealRef === null) continue
    const group = groups.get(row.dealRef)
    if (group) group.push(row)
    else groups.set(row.dealRef, [row])
  }
  return groups
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
