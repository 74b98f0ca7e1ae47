/** Date arithmetic of the expression language (1c-odata §9), on wall-clock text without a zone. */
import { badOption } from '../errors.ts'

export type DateUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'quarter' | 'year'

const MS: Partial<Record<DateUnit, number>> = { second: 1e3, minute: 6e4, hour: 36e5, day: 864e5 }
const MONTHS: Partial<Record<DateUnit, number>> = { month: 1, quarter: 3, year: 12 }

const toUtc = (date: string) => new Date(`${date}Z`)
const toText = (date: Date) => date.toISOString().slice(0, 19)

/** Adding months keeps the day, clamped to the end of a shorter month. */
export function addToDate(date: string, unit: string, count: number): string {
  const known = unitOf(unit)
  const start = toUtc(date)
  const ms = MS[known]
  if (ms !== undefined) return toText(new Date(start.getTime() + ms * count))
  const months = (MONTHS[known] ?? 0) * count
  const moved = new Date(start)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(start.getUTCDate(), lastDay))
  return toText(moved)
}

/** Boundaries crossed between two dates, as РАЗНОСТЬДАТ counts them: 31.01 23:59 to 01.02 00:00 is one day and one month. */
export function dateDifference(from: string, to: string, unit: string): number {
  const known = unitOf(unit)
  const [a, b] = [toUtc(from), toUtc(to)]
  const ms = MS[known]
  if (ms !== undefined) return Math.floor(b.getTime() / ms) - Math.floor(a.getTime() / ms)
  const months = MONTHS[known] ?? 1
  const ordinal = (date: Date) => Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months)
  return ordinal(b) - ordinal(a)
}

export type DatePart = 'year' | 'quarter' | 'month' | 'day' | 'dayofyear' | 'dayofweek' | 'hour' | 'minute' | 'second'

/** A part of a date; the week starts on Monday with 1. */
export function datePart(text: string, part: DatePart): number {
  const date = toUtc(text)
  switch (part) {
    case 'year':
      return date.getUTCFullYear()
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1
    case 'month':
      return date.getUTCMonth() + 1
    case 'day':
      return date.getUTCDate()
    case 'dayofyear':
      return dateDifference(`${text.slice(0, 4)}-01-01T00:00:00`, text, 'day') + 1
    case 'dayofweek':
      return date.getUTCDay() || 7
    case 'hour':
      return date.getUTCHours()
    case 'minute':
      return date.getUTCMinutes()
    case 'second':
      return date.getUTCSeconds()
  }
}

function unitOf(unit: string): DateUnit {
  const known = unit.toLowerCase()
  if (Object.hasOwn(MS, known) || Object.hasOwn(MONTHS, known)) return known as DateUnit
  throw badOption('$filter')
}
