import type { ScheduleLine } from '../../model/deal.ts'

/** Money that came in on a calendar day of the office, in kopecks; a refund is negative. */
export interface DebtPayment {
  on: string
  amount: number
}

export interface DebtInput {
  /** Price of the contract with its amendments, kopecks. */
  price: number
  /** In any order; amounts are positive. */
  schedule: readonly Pick<ScheduleLine, 'line' | 'dueOn' | 'amount'>[]
  payments: readonly DebtPayment[]
  /** The debt as it stands at the end of this day. */
  asOf: string
}

export type Bucket = '0' | '1-30' | '31-60' | '61-90' | '>90'

export interface DebtLine {
  line: number
  dueOn: string | null
  amount: number
  covered: number
  uncovered: number
  /** Day since which the line has been covered in full; null while it is not. */
  coveredOn: string | null
  /** Days past due of an uncovered line; 0 on the due day, before it and when covered. */
  dpd: number
}

export interface Debt {
  balance: number
  paid: number
  scheduled: number
  dueToday: number
  overdue: number
  advance: number
  /** Days past due of the oldest uncovered line. */
  dpd: number
  /** Due day of that line; null when nothing is overdue. */
  overdueSince: string | null
  /** Uncovered amounts of dated lines by their age. */
  buckets: Record<Bucket, number>
  /** Uncovered amount of lines whose due day is not known yet: no debt. */
  awaiting: number
  /** Lines of the trailing 12 months that were paid late or are late now. */
  violations: number
  /** The nearest uncovered line that is not overdue. */
  next: { dueOn: string; amount: number } | null
  /** By due day, then number; undated lines last. Payments cover them in this order. */
  lines: DebtLine[]
}

/**
 * Debt of one contract by the definitions of domain §8. All days are calendar days of one zone, the caller's choice;
 * throws TypeError for anything else. Payments after `asOf` do not exist yet.
 *
 * A line covered in time, uncovered by a refund and covered again late is a violation: the last covering counts.
 */
export function computeDebt({ price, schedule, payments, asOf }: DebtInput): Debt {
  const today = dayOf(asOf)
  const balances = runningBalances(payments, asOf)
  const paid = balances.at(-1)?.paid ?? 0

  let before = 0
  const lines = inOrder(schedule).map(({ line, dueOn, amount }): DebtLine => {
    const covered = Math.min(Math.max(paid - before, 0), amount)
    before += amount
    const uncovered = amount - covered
    const dpd = uncovered > 0 && dueOn !== null ? Math.max(0, today - dayOf(dueOn)) : 0
    return { line, dueOn, amount, covered, uncovered, coveredOn: amount > 0 ? coveredOn(balances, before) : null, dpd }
  })

  const sum = (matches: (dueOn: string) => boolean, part: 'amount' | 'uncovered') =>
    lines.reduce((total, line) => total + (line.dueOn !== null && matches(line.dueOn) ? line[part] : 0), 0)
  const scheduled = sum((dueOn) => dueOn <= asOf, 'amount')
  const oldest = lines.find((line) => line.dpd > 0)
  const next = lines.find((line) => line.uncovered > 0 && line.dueOn !== null && line.dueOn >= asOf)
  const yearAgo = `${Number(asOf.slice(0, 4)) - 1}${asOf.slice(4)}`

  return {
    balance: price - paid,
    paid,
    scheduled,
    dueToday: sum((dueOn) => dueOn === asOf, 'uncovered'),
    overdue: Math.max(0, sum((dueOn) => dueOn < asOf, 'amount') - paid),
    advance: Math.max(0, paid - scheduled),
    dpd: oldest?.dpd ?? 0,
    overdueSince: oldest?.dueOn ?? null,
    buckets: bucketsOf(lines),
    awaiting: lines.reduce((total, { dueOn, uncovered }) => total + (dueOn === null ? uncovered : 0), 0),
    violations: lines.filter((line) => isLate(line, asOf) && line.dueOn !== null && line.dueOn > yearAgo).length,
    next: next?.dueOn ? { dueOn: next.dueOn, amount: next.uncovered } : null,
    lines,
  }
}

/** Whole days since 1970 of a calendar date, the same in any zone and across clock changes. */
export function dayOf(date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms)) throw new TypeError(`${JSON.stringify(date)} is not a calendar date like 2026-11-24`)
  return ms / 86_400_000
}

/** What had been paid at the end of each day with payments, up to `asOf`. */
export function runningBalances(payments: readonly DebtPayment[], asOf: string): { on: string; paid: number }[] {
  const byDay = new Map<string, number>()
  for (const { on, amount } of payments) {
    if (dayOf(on) <= dayOf(asOf)) byDay.set(on, (byDay.get(on) ?? 0) + amount)
  }
  let paid = 0
  return [...byDay.keys()].sort().map((on) => {
    paid += byDay.get(on) ?? 0
    return { on, paid }
  })
}

function inOrder(schedule: DebtInput['schedule']): DebtInput['schedule'] {
  const last = '9999-12-31'
  const key = (dueOn: string | null) => dayOf(dueOn ?? last)
  return schedule.toSorted((a, b) => key(a.dueOn) - key(b.dueOn) || a.line - b.line)
}

function coveredOn(balances: readonly { on: string; paid: number }[], needed: number): string | null {
  const lastShort = balances.findLastIndex(({ paid }) => paid < needed)
  return balances[lastShort + 1]?.on ?? null
}

const isLate = ({ dueOn, coveredOn, dpd }: DebtLine, asOf: string): boolean =>
  dpd > 0 || (dueOn !== null && dueOn <= asOf && coveredOn !== null && coveredOn > dueOn)

function bucketsOf(lines: readonly DebtLine[]): Debt['buckets'] {
  const buckets: Debt['buckets'] = { '0': 0, '1-30': 0, '31-60': 0, '61-90': 0, '>90': 0 }
  for (const { dueOn, dpd, uncovered } of lines) if (dueOn !== null) buckets[bucketOf(dpd)] += uncovered
  return buckets
}

function bucketOf(dpd: number): Bucket {
  if (dpd === 0) return '0'
  if (dpd <= 30) return '1-30'
  if (dpd <= 60) return '31-60'
  return dpd <= 90 ? '61-90' : '>90'
}
