/** Calendar arithmetic of the demo data, on dates as 1C writes them: `2026-11-24T00:00:00`. */
const toUtc = (date: string) => new Date(`${date.slice(0, 10)}T00:00:00Z`)
const toText = (date: Date) => `${date.toISOString().slice(0, 10)}T00:00:00`

export function addDays(date: string, days: number): string {
  return toText(new Date(toUtc(date).getTime() + days * 864e5))
}

/** Keeps the day of the anchor, clamped to the end of a shorter month (domain §7). */
export function addMonths(date: string, months: number): string {
  const anchor = toUtc(date)
  const [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return toText(new Date(Date.UTC(year, month, Math.min(anchor.getUTCDate(), lastDay))))
}

export function daysBetween(from: string, to: string): number {
  return Math.round((toUtc(to).getTime() - toUtc(from).getTime()) / 864e5)
}

/** The next day that is no Saturday or Sunday, the day itself included. */
export function workingDay(date: string): string {
  const weekday = toUtc(date).getUTCDay()
  return addDays(date, weekday === 6 ? 2 : weekday === 0 ? 1 : 0)
}

/** A moment of a day: `at(day, 9, 30)`. */
export function at(day: string, hour: number, minute: number, second = 0): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.slice(0, 10)}T${two(hour)}:${two(minute)}:${two(second)}`
}
