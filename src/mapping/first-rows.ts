import type { RawRecord, RawValue } from '../model/raw.ts'

export interface FirstRows {
  record: RawRecord
  /** Sections that had more rows, by name, with the number they had. */
  cut: { section: string; rows: number }[]
}

/** A copy of a record with no more than `most` rows in any section of it or of what it refers to. */
export function firstRows(record: RawRecord, most: number): FirstRows {
  const cut: FirstRows['cut'] = []

  const recordOf = (raw: RawRecord): RawRecord =>
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, copyOf(name, value)]))

  function copyOf(name: string, value: RawValue | undefined): RawValue | undefined {
    if (typeof value !== 'object' || value === null) return value
    if (!Array.isArray(value)) return recordOf(value)
    if (value.length > most) cut.push({ section: name, rows: value.length })
    return value.slice(0, most).map(recordOf)
  }

  return { record: recordOf(record), cut }
}
