import { datetime } from '../literals.ts'
import type { Metadata } from '../metadata.ts'

/** From (inclusive) and to (exclusive), wall clock of the infobase; an empty side is open. */
export interface DateWindow {
  from: string
  to: string
}

/** The property a set can be cut into windows by, in 1C's words; null when it has none. */
export function windowProperty(metadata: Metadata, set: string): 'Date' | 'Period' | 'RecordSet' | null {
  const properties = metadata.entityTypes.get(metadata.sets.get(set) ?? '')?.properties
  if (!properties) return null
  if (properties.has('RecordSet')) return 'RecordSet'
  for (const name of ['Date', 'Period'] as const) if (properties.has(name)) return name
  return null
}

/**
 * Condition of a window. The period of a record set can be asked for through its rows only: `Period …` answers 400 and
 * `RecordSet/Period …` 500 (1c-odata §9).
 */
export function windowFilter(property: 'Date' | 'Period' | 'RecordSet', window: DateWindow, filter?: string): string {
  const name = property === 'RecordSet' ? 'r/Period' : property
  const sides = [
    window.from && `${name} ge ${datetime(window.from)}`,
    window.to && `${name} lt ${datetime(window.to)}`,
  ].filter(Boolean)
  const inside = sides.join(' and ')
  const own = property === 'RecordSet' && inside ? `RecordSet/any(r: ${inside})` : inside
  return [filter && own ? `(${filter})` : filter, own].filter(Boolean).join(' and ')
}

/** Dates older than any sales business keeps: empty ones (`0001-01-01`) among them, all read in one window. */
const beginning = '2000-01-01T00:00:00'

/** Months that cover everything from the first date to the last, both ends open: later documents are in the last one. */
export function monthsBetween(first: string, last: string): DateWindow[] {
  const starts: string[] = []
  const [until = ''] = last.split('T')
  let [year = 0, month = 0] = (first < beginning ? beginning : first).split('-').map(Number)
  for (let at = startOf(year, month); at.slice(0, 10) <= until; at = startOf(year, month)) {
    starts.push(at)
    month += 1
    if (month > 12) {
      month = 1
      year += 1
    }
  }
  if (first >= beginning) starts.shift()
  return ['', ...starts].map((from, n) => ({ from, to: starts[n] ?? '' }))
}

const startOf = (year: number, month: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01T00:00:00`
