import { empty } from './empty.ts'
import { formatNumber } from './number.ts'

/** Kopecks → `7 850 000 ₽`; kopecks are shown only when there are any. */
export function formatMoney(kopecks: number | null): string {
  if (kopecks === null) return empty
  return `${formatNumber(kopecks / 100, kopecks % 100 === 0 ? 0 : 2)}\u202f₽`
}

/** Kopecks → `223 624 ₽`: for derived values, whose kopecks mean nothing. */
export function formatRoubles(kopecks: number | null): string {
  return kopecks === null ? empty : `${formatNumber(kopecks / 100)}\u202f₽`
}

/** Kopecks → `7 850 000,00 ₽`: for columns of sums, where the decimals have to stand under each other. */
export function formatMoneyExact(kopecks: number | null): string {
  return kopecks === null ? empty : `${formatNumber(kopecks / 100, 2)}\u202f₽`
}

/** Kopecks → `7,85 млн`, below a million `850 тыс.`: for places too narrow for a whole sum. */
export function formatMoneyShort(kopecks: number | null): string {
  if (kopecks === null) return empty
  const roubles = kopecks / 100
  if (roubles < 1_000_000) return `${formatNumber(roubles / 1000)}\u00a0тыс.`
  return `${formatNumber(roubles / 1_000_000, 2)}\u00a0млн`
}
