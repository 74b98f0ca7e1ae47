import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { type Debtor, listDebtors } from '../../flows/debts/debtors.ts'
import { loginIs } from '../auth/own.ts'
import type { Person } from '../auth/people.ts'
import type { DebtRow, Desktop } from './contract.ts'

/** Overdue contracts as of today; a salesperson sees their own (domain §15). */
export async function debtsView(hub: Hub, person: Person, limit = 200): Promise<NonNullable<Desktop['debts']>> {
  const asOf = DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone).toISODate() ?? ''
  const all = await listDebtors(hub.db, asOf, hub.config.onec.timezone)
  const own = person.role === 'sales' ? await ownRefs(hub, person.login) : null
  const debtors = own ? all.filter((debtor) => debtor.manager && own.has(debtor.manager.ref)) : all
  const shown = debtors.slice(0, limit)
  const [units, alerts] = await Promise.all([unitTitles(hub, shown), lastAlerts(hub, shown)])
  return {
    count: debtors.length,
    overdueTotal: debtors.reduce((sum, { debt }) => sum + debt.overdue, 0),
    rows: shown.map((debtor) => ({
      dealRef: debtor.dealRef,
      dealNumber: debtor.dealNumber,
      clientName: debtor.clientName,
      unitTitle: (debtor.unitRef && units.get(debtor.unitRef)) ?? null,
      managerName: debtor.manager?.name ?? null,
      overdue: debtor.debt.overdue,
      balance: debtor.debt.balance,
      daysPastDue: debtor.debt.dpd,
      nextDueOn: debtor.debt.next?.dueOn ?? null,
      nextAmount: debtor.debt.next?.amount ?? null,
      alert: alerts.get(debtor.dealRef) ?? null,
    })),
  }
}

async function ownRefs(hub: Hub, login: string): Promise<Set<string>> {
  const rows = await hub.db.selectFrom('manager').select('ref').where(loginIs(login)).execute()
  return new Set(rows.map((row) => row.ref))
}

async function unitTitles(hub: Hub, debtors: Debtor[]): Promise<Map<string, string>> {
  const refs = debtors.flatMap((debtor) => debtor.unitRef ?? [])
  if (refs.length === 0) return new Map()
  const rows = await hub.db
    .selectFrom('unit')
    .innerJoin('building', 'building.ref', 'unit.buildingRef')
    .innerJoin('project', 'project.ref', 'building.projectRef')
    .select(['unit.ref', 'unit.number', 'building.name as building', 'project.name as project'])
    .where('unit.ref', 'in', refs)
    .execute()
  return new Map(rows.map((row) => [row.ref, `${row.project}, ${row.building}, № ${row.number}`]))
}

const alertTexts = {
  pending: 'Ждёт отправки',
  sending: 'Отправляется',
  sent: 'SMS менеджеру отправлено',
  failed: 'SMS не отправлено',
  unknown: 'Отправлено ли SMS, неизвестно',
  cancelled: 'SMS отменено',
} as const

/** The latest message about each debt. */
async function lastAlerts(hub: Hub, debtors: Debtor[]): Promise<Map<string, NonNullable<DebtRow['alert']>>> {
  const refs = debtors.map((debtor) => debtor.dealRef)
  if (refs.length === 0) return new Map()
  const rows = await hub.db
    .selectFrom('debtAlert')
    .innerJoin('outbox', 'outbox.id', 'debtAlert.messageId')
    .select(['debtAlert.dealRef', 'outbox.state', 'outbox.reason', 'outbox.updatedAt', 'outbox.traceId'])
    .where('debtAlert.dealRef', 'in', refs)
    .orderBy('outbox.id')
    .execute()
  return new Map(
    rows.map((row) => {
      const text = row.reason ? `${alertTexts[row.state]}: ${row.reason}` : alertTexts[row.state]
      return [row.dealRef, { state: row.state, text, at: row.updatedAt, traceId: row.traceId }]
    }),
  )
}
