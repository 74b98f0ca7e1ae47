import { alertText, digestText } from './alert-text.ts'
import type { Debtor } from './debtors.ts'

/** What the manager of these debtors is told and where: a sentence about one, a digest of several. */
export function alertMessage(debtors: readonly Debtor[]): { phone: string; text: string } {
  const facts = debtors.map((debtor) => ({
    clientName: debtor.clientName,
    dealNumber: debtor.dealNumber,
    overdue: debtor.debt.overdue,
    dpd: debtor.debt.dpd,
    clientPhone: debtor.clientPhone,
  }))
  const [first] = facts
  return {
    phone: debtors[0]?.manager?.phone ?? '',
    text: first && facts.length === 1 ? alertText(first) : digestText(facts),
  }
}
