/** What buyers paid: most on time or a few days early, some late, debtors not at all (domain §8). */
import type { Books } from './books.ts'
import { addDays, at } from './dates.ts'
import { type Deal, firstUnpaid } from './deals.ts'
import type { Random } from './random.ts'

type PaymentPlan = { deal: Deal; on: string; kopecks: number; isRefund: boolean }

export type Payment = PaymentPlan & { key: string; moment: string }

export function seedPayments(books: Books, random: Random, deals: readonly Deal[], today: string): void {
  const payments = deals.flatMap((deal) => paymentsOf(random, deal, today)).sort((a, b) => (a.on < b.on ? -1 : 1))
  for (const payment of payments) {
    const key = random.guid()
    const moment = at(payment.on, random.int(9, 17), random.int(0, 59), random.int(0, 59))
    books.payment({ ...payment, key, moment })
  }
}

function paymentsOf(random: Random, deal: Deal, today: string): PaymentPlan[] {
  const unpaidFrom = firstUnpaid(deal, today)
  const givenUpOn = deal.isTerminated ? addDays(deal.registeredOn ?? deal.signedOn, 60) : null
  const paid = deal.lines.flatMap((line, index): PaymentPlan[] => {
    if (line.dueOn === null || index > unpaidFrom || (givenUpOn && line.dueOn > givenUpOn)) return []
    if (index === unpaidFrom) {
      // Some debtors pay a part; the line stays overdue all the same.
      const part = random.chance(0.3) ? Math.floor(line.kopecks * 0.4) : 0
      return part > 0 ? [{ deal, on: line.dueOn, kopecks: part, isRefund: false }] : []
    }
    const on = paidOn(random, line.dueOn, deal.registeredOn ?? line.dueOn, today)
    return on === null ? [] : [{ deal, on, kopecks: line.kopecks, isRefund: false }]
  })
  const total = paid.reduce((sum, payment) => sum + payment.kopecks, 0)
  if (!givenUpOn || total === 0) return paid
  return [...paid, { deal, on: addDays(givenUpOn, 21), kopecks: total, isRefund: true }]
}

/** The day a line was paid; null when it is not due yet. A line due before today is always paid by today. */
function paidOn(random: Random, dueOn: string, registeredOn: string, today: string): string | null {
  const late = addDays(dueOn, random.int(1, 18))
  if (random.chance(0.07) && late < today) return late
  const early = addDays(dueOn, -random.int(0, 5))
  const on = early < registeredOn ? registeredOn : early
  return on < today ? on : dueOn < today ? dueOn : null
}
