/** Thin space between thousands: the browser puts a full-width no-break space there, which is too loose in tables. */
const thin = (text: string): string => text.replaceAll(/[\u00a0 ]/g, '\u202f')

const byDigits = new Map<number, Intl.NumberFormat>()

/** `1234.5` → `1 234,50` with exactly `digits` decimals. */
export function formatNumber(value: number, digits = 0): string {
  let format = byDigits.get(digits)
  if (!format) {
    format = new Intl.NumberFormat('ru-RU', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    byDigits.set(digits, format)
  }
  return thin(format.format(value))
}

/** What a person typed into a number field: `7,5`, `7.5`, ` 1 200 `. Null when it is no number. */
export function readNumber(text: string | undefined): number | null {
  const cleaned = (text ?? '').replaceAll(/\s/g, '').replace(',', '.')
  if (cleaned === '') return null
  const value = Number(cleaned)
  return Number.isFinite(value) ? value : null
}
