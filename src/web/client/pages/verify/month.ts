/** Days of a month in weeks from Monday to Sunday, `2026-11` → `['2026-11-01', …]`; null outside the month. */
export function weeksOf(month: string): (string | null)[][] {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7
  const cells = [
    ...Array<null>(before).fill(null),
    ...Array.from({ length: days }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`),
  ]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The month `step` months later, `2026-11` → `2026-12`. */
export function shiftMonth(month: string, step: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7)
}

const title = new Intl.DateTimeFormat('ru-RU', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** `2026-11` → `Ноябрь 2026`. */
export function monthTitle(month: string): string {
  const text = title.format(new Date(`${month}-01T00:00:00Z`)).replace(/\s*г\.$/, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
