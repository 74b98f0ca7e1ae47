import type { Hub } from '../../context.ts'
import { listDebtors } from '../../flows/debts/debtors.ts'
import { today } from '../../flows/debts/today.ts'
import type { Attention } from './contract.ts'

/** Debts nobody can be told of: the contract has no manager, or the manager no phone. */
export async function listUnaddressed(hub: Hub): Promise<Attention[]> {
  const debtors = await listDebtors(hub.db, today(hub), hub.config.onec.timezone)
  const reasons = Map.groupBy(
    debtors.filter((debtor) => !debtor.manager?.phone),
    (debtor) =>
      debtor.manager ? `У менеджера ${debtor.manager.name} нет телефона в 1С.` : 'В договоре не указан менеджер.',
  )
  return [...reasons].map(([reason, list]) => ({
    id: `debt:${list[0]?.dealRef}`,
    kind: 'unmapped' as const,
    title: `О просрочке предупредить некого: договоров ${list.length}`,
    reason: `${reason} Заполните в 1С, и SMS уйдёт само. Договоры: ${list
      .slice(0, 5)
      .map((debtor) => debtor.dealNumber)
      .join(', ')}${list.length > 5 ? '…' : ''}`,
    at: hub.link.checkedAt ?? hub.startedAt,
    traceId: null,
    action: null,
  }))
}
