/** The price history of a unit: an opening price, then a rise every half year or so (domain §2). */
import { addDays } from './dates.ts'
import type { Random } from './random.ts'

/** Roubles asked from a day on. */
export type DatedPrice = { from: string; price: number }

/** Longer ago than the first deal, so that every deal has a price to be made at. */
const OPENED_DAYS_AGO = 780
const RISE = 0.045

/** @param asked What is asked today, before rounding to thousands. */
export function inventPrices(random: Random, asked: number, today: string): DatedPrice[] {
  const rises = random.weighted([
    [0, 3],
    [1, 4],
    [2, 2],
  ])
  return Array.from({ length: rises + 1 }, (_, step): DatedPrice => {
    const daysAgo = step === 0 ? OPENED_DAYS_AGO : 45 + (rises - step) * 215
    const price = asked * (1 - RISE * (rises - step))
    return { from: addDays(today, -daysAgo - random.int(0, 20)), price: Math.round(price / 1000) * 1000 }
  })
}

/** The history as it stood on a day. */
export function pricesUntil(prices: readonly DatedPrice[], day: string): DatedPrice[] {
  return prices.filter(({ from }) => from <= day)
}

export function lastPrice(prices: readonly DatedPrice[]): number {
  const last = prices.at(-1)
  if (!last) throw new Error('A unit has no price.')
  return last.price
}
