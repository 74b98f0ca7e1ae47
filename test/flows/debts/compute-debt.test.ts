import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeDebt, type DebtInput } from '../../../src/flows/debts/compute-debt.ts'
import { penalty } from '../../../src/flows/debts/penalty.ts'

const roubles = (amount: number) => amount * 100

/** The golden of domain §8. */
const golden: DebtInput = {
  price: roubles(5_000_000),
  schedule: [
    { line: 1, dueOn: '2026-01-15', amount: roubles(1_500_000) },
    { line: 2, dueOn: '2026-02-15', amount: roubles(875_000) },
    { line: 3, dueOn: '2026-03-15', amount: roubles(875_000) },
    { line: 4, dueOn: '2026-04-15', amount: roubles(875_000) },
    { line: 5, dueOn: '2026-05-15', amount: roubles(875_000) },
  ],
  payments: [
    { on: '2026-01-14', amount: roubles(1_500_000) },
    { on: '2026-02-20', amount: roubles(875_000) },
    { on: '2026-03-30', amount: roubles(400_000) },
  ],
  asOf: '2026-04-20',
}

describe('debt of a contract', () => {
  test('of the worked example is as worked', () => {
    const debt = computeDebt(golden)
    expect(debt).toMatchObject({
      balance: roubles(2_225_000),
      paid: roubles(2_775_000),
      scheduled: roubles(4_125_000),
      dueToday: 0,
      overdue: roubles(1_350_000),
      advance: 0,
      dpd: 36,
      overdueSince: '2026-03-15',
      buckets: { '0': roubles(875_000), '1-30': roubles(875_000), '31-60': roubles(475_000), '61-90': 0, '>90': 0 },
      violations: 3,
      next: { dueOn: '2026-05-15', amount: roubles(875_000) },
    })
    expect(debt.lines.map(({ coveredOn, uncovered, dpd }) => [coveredOn, uncovered, dpd])).toEqual([
      ['2026-01-14', 0, 0],
      ['2026-02-20', 0, 0],
      [null, roubles(475_000), 36],
      [null, roubles(875_000), 5],
      [null, roubles(875_000), 0],
    ])
  })

  test('has its penalty estimate rounded once', () => {
    expect(penalty(golden, { ratePercent: 16, divisor: 300 })).toBe(1_698_667)
    const simple = {
      schedule: [{ line: 1, dueOn: '2026-03-01', amount: roubles(150_000) }],
      payments: [],
      asOf: '2026-03-11',
    }
    expect(penalty(simple, { ratePercent: 15, divisor: 300 })).toBe(roubles(750))
  })

  test('is none on the due day itself', () => {
    const debt = computeDebt({ ...golden, payments: golden.payments.slice(0, 1), asOf: '2026-02-15' })
    expect(debt).toMatchObject({ overdue: 0, dueToday: roubles(875_000), dpd: 0, overdueSince: null, violations: 0 })
    expect(debt.next).toEqual({ dueOn: '2026-02-15', amount: roubles(875_000) })
  })

  test('does not count lines whose day is not known yet', () => {
    const schedule = [
      { line: 1, dueOn: null, amount: roubles(100) },
      { line: 2, dueOn: '2026-03-01', amount: roubles(50) },
    ]
    const debt = computeDebt({
      price: roubles(150),
      schedule,
      payments: [{ on: '2026-02-01', amount: roubles(60) }],
      asOf: '2026-04-01',
    })
    expect(debt).toMatchObject({
      overdue: 0,
      scheduled: roubles(50),
      advance: roubles(10),
      awaiting: roubles(90),
      dpd: 0,
      violations: 0,
      next: null,
    })
    expect(debt.lines.map(({ line }) => line)).toEqual([2, 1])
  })

  test('does not know payments of later days', () => {
    expect(computeDebt({ ...golden, asOf: '2026-02-19' })).toMatchObject({
      overdue: roubles(875_000),
      dpd: 4,
      paid: roubles(1_500_000),
    })
  })

  test('comes back with a refund', () => {
    const payments = [...golden.payments, { on: '2026-04-18', amount: -roubles(500_000) }]
    const debt = computeDebt({ ...golden, payments })
    expect(debt).toMatchObject({ overdue: roubles(1_850_000), overdueSince: '2026-02-15', dpd: 64 })
    expect(debt.lines[1]?.coveredOn).toBeNull()
  })

  test('paid on the due day itself is no violation', () => {
    const payments = [{ on: '2026-01-15', amount: roubles(1_500_000) }]
    expect(computeDebt({ ...golden, payments, asOf: '2026-02-01' }).violations).toBe(0)
  })

  test.each([
    ['2026-01-15', '0'],
    ['2026-01-16', '1-30'],
    ['2026-02-14', '1-30'],
    ['2026-02-15', '31-60'],
    ['2026-03-16', '31-60'],
    ['2026-03-17', '61-90'],
    ['2026-04-15', '61-90'],
    ['2026-04-16', '>90'],
  ] as const)('of 15 January is on %s in the bucket %s', (asOf, bucket) => {
    const schedule = [{ line: 1, dueOn: '2026-01-15', amount: roubles(100) }]
    expect(computeDebt({ price: roubles(100), schedule, payments: [], asOf }).buckets[bucket]).toBe(roubles(100))
  })

  test('forgets violations after twelve months', () => {
    const late = (asOf: string) =>
      computeDebt({ ...golden, payments: [{ on: '2026-06-01', amount: golden.price }], asOf }).violations
    expect(late('2027-01-14')).toBe(5)
    expect(late('2027-01-15')).toBe(4)
    expect(late('2027-05-15')).toBe(0)
  })

  test('refuses a moment in place of a day', () => {
    const payments = [{ on: '2026-01-14T09:00:00.000Z', amount: 1 }]
    expect(() => computeDebt({ ...golden, payments })).toThrow(/calendar date/)
  })

  const day = fc.integer({ min: 0, max: 500 }).map((n) => new Date(Date.UTC(2025, 5, 1 + n)).toISOString().slice(0, 10))
  const anyDebt = fc.record({
    schedule: fc
      .array(fc.record({ dueOn: fc.option(day), amount: fc.integer({ min: 1, max: 1_000_000 }) }), { maxLength: 12 })
      .map((lines) => lines.map((line, index) => ({ ...line, line: index + 1 }))),
    payments: fc.array(fc.record({ on: day, amount: fc.integer({ min: 1, max: 2_000_000 }) }), { maxLength: 12 }),
    asOf: day,
  })
  const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)

  test('adds up, and covers lines strictly in their order', () => {
    fc.assert(
      fc.property(anyDebt, ({ schedule, payments, asOf }) => {
        const price = total(schedule.map(({ amount }) => amount))
        const debt = computeDebt({ price, schedule, payments, asOf })
        const uncovered = total(debt.lines.map((line) => line.uncovered))
        expect(total(debt.lines.map((line) => line.covered))).toBe(Math.min(debt.paid, price))
        expect(uncovered).toBe(Math.max(0, debt.balance))
        expect(total(Object.values(debt.buckets)) + debt.awaiting).toBe(uncovered)
        expect(total(debt.lines.filter(({ dpd }) => dpd > 0).map((line) => line.uncovered))).toBe(debt.overdue)
        expect(debt.overdue > 0).toBe(debt.dpd > 0)
        expect(debt.overdue === 0 || debt.advance === 0).toBe(true)
        // No line is touched before the one ahead of it is covered in full.
        for (const [index, line] of debt.lines.entries()) {
          if (line.covered > 0) expect(debt.lines.slice(0, index).every((ahead) => ahead.uncovered === 0)).toBe(true)
          expect(line.coveredOn !== null).toBe(line.uncovered === 0)
        }
      }),
    )
  })

  test('and its penalty do not depend on the order of lines and payments', () => {
    fc.assert(
      fc.property(anyDebt, ({ schedule, payments, asOf }) => {
        const reversed = { price: 0, schedule: schedule.toReversed(), payments: payments.toReversed(), asOf }
        expect(computeDebt(reversed)).toEqual(computeDebt({ price: 0, schedule, payments, asOf }))
        const rate = { ratePercent: 16, divisor: 300 }
        expect(penalty(reversed, rate)).toBe(penalty({ schedule, payments, asOf }, rate))
      }),
    )
  })

  test('never grows by a payment', () => {
    fc.assert(
      fc.property(anyDebt, day, fc.integer({ min: 1, max: 1_000_000 }), ({ schedule, payments, asOf }, on, amount) => {
        const before = computeDebt({ price: 0, schedule, payments, asOf })
        const after = computeDebt({ price: 0, schedule, payments: [...payments, { on, amount }], asOf })
        expect(after.overdue).toBeLessThanOrEqual(before.overdue)
        expect(after.dpd).toBeLessThanOrEqual(before.dpd)
        expect(after.violations).toBeLessThanOrEqual(before.violations)
      }),
    )
  })

  test('costs the same penalty as counting it day by day', () => {
    const rate = { ratePercent: 100, divisor: 1 }
    fc.assert(
      fc.property(anyDebt, ({ schedule, payments, asOf }) => {
        let expected = 0
        for (let ms = Date.UTC(2025, 5, 1); ms < Date.parse(asOf); ms += 86_400_000) {
          const dayBefore = new Date(ms).toISOString().slice(0, 10)
          const due = total(
            schedule.filter(({ dueOn }) => dueOn !== null && dueOn <= dayBefore).map(({ amount }) => amount),
          )
          const paid = total(payments.filter(({ on }) => on <= dayBefore).map(({ amount }) => amount))
          expected += Math.max(0, due - paid)
        }
        expect(penalty({ schedule, payments, asOf }, rate)).toBe(expected)
      }),
      { numRuns: 50 },
    )
  })
})
