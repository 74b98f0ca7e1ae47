import { type DebtInput, dayOf, runningBalances } from './compute-debt.ts'

export interface PenaltyRate {
  /** Key rate, percent a year. */
  ratePercent: number
  /** Part of the rate due per day: 300 by 214-FZ art. 5 p. 6 as in force. */
  divisor: number
}

/**
 * Estimate of the penalty that ran up by the end of `asOf`, kopecks (domain §8): overdue × rate ÷ divisor for every day
 * after a due day, the day of payment included; money already paid late counts for the days it was late. Rounded once.
 */
export function penalty(
  { schedule, payments, asOf }: Omit<DebtInput, 'price'>,
  { ratePercent, divisor }: PenaltyRate,
): number {
  const balances = runningBalances(payments, asOf)
  const dues = schedule.flatMap(({ dueOn, amount }) => (dueOn !== null && dueOn < asOf ? [{ dueOn, amount }] : []))
  const turns = [...new Set([...dues.map(({ dueOn }) => dueOn), ...balances.map(({ on }) => on)])].sort()

  let kopeckDays = 0
  for (const [index, from] of turns.entries()) {
    const due = dues.reduce((total, { dueOn, amount }) => total + (dueOn <= from ? amount : 0), 0)
    const paid = balances.findLast(({ on }) => on <= from)?.paid ?? 0
    kopeckDays += Math.max(0, due - paid) * (dayOf(turns[index + 1] ?? asOf) - dayOf(from))
  }
  return Math.round((kopeckDays * ratePercent) / (100 * divisor))
}
