import type { RawRecord, RawScalar, RawValue } from '../../model/raw.ts'
import { cleanText, isGuid } from './literals.ts'

type Scalar = RawScalar

const emptyDate = '0001-01-01T00:00:00'
const emptyRef = '00000000-0000-0000-0000-000000000000'
const dateShape = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/
const decimalShape = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/

/**
 * Whether 1C holds what we wanted it to hold, in whatever form it gives it back (1c-odata §5, §7): Int64 and long
 * decimals as text, fixed-length strings padded, dates, references and strings each with an empty value of their own.
 *
 * Two texts are compared as texts, so `007` and `7` differ; a number and a text as decimals. A section is compared row by
 * row, in the columns we named, whatever the line numbers.
 */
export function isSame(wanted: RawValue | undefined, got: RawValue | undefined): boolean {
  if (isPlain(wanted) && isPlain(got)) return isSameScalar(wanted ?? null, got ?? null)
  return areRowsSame(rowsOf(wanted), rowsOf(got))
}

const isPlain = (value: RawValue | undefined): value is Scalar | undefined =>
  value === null || typeof value !== 'object'

/** Names of the wanted properties that 1C holds differently. */
export function differences(wanted: RawRecord, got: RawRecord): string[] {
  return Object.keys(wanted).filter((name) => !isSame(wanted[name], got[name]))
}

/** The part of what 1C holds that we wanted something of: of a section only the columns we named. */
export function heldOf(wanted: RawValue | undefined, got: RawValue | undefined): RawValue {
  if (!Array.isArray(wanted) || !Array.isArray(got)) return got ?? null
  const columns = new Set(wanted.flatMap((row) => Object.keys(row)))
  return rowsOf(got).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name))))
}

function rowsOf(value: RawValue | undefined): RawRecord[] {
  if (Array.isArray(value)) return value.toSorted((a, b) => Number(a.LineNumber ?? 0) - Number(b.LineNumber ?? 0))
  if (value === undefined || value === null || value === '') return []
  return [isPlain(value) ? { Value: value } : value]
}

function areRowsSame(wanted: RawRecord[], got: RawRecord[]): boolean {
  return (
    wanted.length === got.length &&
    wanted.every(({ LineNumber: _, ...columns }, at) => differences(columns, got[at] ?? {}).length === 0)
  )
}

function isSameScalar(a: Scalar, b: Scalar): boolean {
  if (isEmpty(a) || isEmpty(b)) return (isEmpty(a) && isEmpty(b)) || isUnfilled(a, b) || isUnfilled(b, a)
  if (typeof a === 'string' && typeof b === 'string') return normal(a) === normal(b)
  if (typeof a === 'number' || typeof b === 'number') return decimal(a) !== null && decimal(a) === decimal(b)
  return String(a) === String(b)
}

/** The empty values of a string, a date and a reference, and of what was never filled in. */
function isEmpty(value: Scalar): boolean {
  return value === null || (typeof value === 'string' && ['', emptyDate, emptyRef].includes(normal(value)))
}

/** A number or a boolean has no empty value but its zero. */
function isUnfilled(nothing: Scalar, value: Scalar): boolean {
  return nothing === null && (value === 0 || value === false)
}

function normal(value: string): string {
  const text = cleanText(value).replaceAll('\r\n', '\n').trimEnd()
  if (isGuid(text)) return text.toLowerCase()
  return dateShape.test(text) && text.length === 10 ? `${text}T00:00:00` : text
}

/** Canonical decimal text; null for what is no number. */
function decimal(value: Scalar): string | null {
  const match = decimalShape.exec(String(value).trim())
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return digits === '0' ? digits : `${sign}${digits}`
}
