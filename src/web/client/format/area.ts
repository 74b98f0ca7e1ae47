import { empty } from './empty.ts'
import { formatNumber } from './number.ts'

/** Hundredths of m² → `54,30`. */
export function formatArea(hundredths: number | null): string {
  return hundredths === null ? empty : formatNumber(hundredths / 100, 2)
}

/** Hundredths of m² → `54,30 м²`. */
export function formatAreaWithUnit(hundredths: number | null): string {
  return hundredths === null ? empty : `${formatArea(hundredths)}\u00a0м²`
}

/** Sum of many areas, hundredths of m² → `12 480 м²`: decimals of a total mean nothing. */
export function formatAreaTotal(hundredths: number): string {
  return `${formatNumber(hundredths / 100)}\u00a0м²`
}
