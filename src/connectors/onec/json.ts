import { z } from 'zod'
import type { RawRecord, RawValue } from '../../model/raw.ts'
import { isExact } from './decimal.ts'
import { cleanText } from './literals.ts'

/** A list on the wire. */
export const Envelope = z.object({ value: z.array(z.unknown()), 'odata.count': z.string().optional() })

/** One page of a set; `count` when it was asked for (`$inlinecount`; a string on the wire, 1c-odata §5). */
export interface Page {
  rows: RawRecord[]
  count: number | null
}

/** Reads a list in minimal or no metadata. Throws for anything else. */
export function parseList(text: string): Page {
  const { value, 'odata.count': count } = Envelope.parse(parse(text))
  return { rows: value.map(recordOf), count: count === undefined ? null : Number(count) }
}

/** Reads a single object in minimal or no metadata. Throws for anything else. */
export function parseOne(text: string): RawRecord {
  return recordOf(parse(text))
}

/** The text of a body for POST or PATCH, without characters that 1C could never give back (1c-odata §7). */
export function formatBody(body: RawRecord): string {
  return JSON.stringify(body, (_, value: unknown) => (typeof value === 'string' ? cleanText(value) : value))
}

/** A number of more digits than a double keeps; one such text in a string costs only a slower parse. */
const longNumber = /[:[,]\s*-?[\d.]{17}/

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown

/** 1C prints decimals of up to 38 digits (1c-odata §7): those a double would round stay decimal text. */
const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && !isExact(source, value) ? source : value

/** JSON whose numbers keep all their digits: those a double would round come as text. */
export function parse(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) : JSON.parse(text)
}

/** Links (`X@navigationLinkUrl`) and annotations (`odata.…`, `X@odata.type`) say nothing about the object. */
function isAnnotation(name: string): boolean {
  return name.includes('@') || name.startsWith('odata.')
}

/** Throws for what is no object. */
export function recordOf(value: unknown): RawRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`an object was expected, not ${JSON.stringify(value)?.slice(0, 60)}`)
  const fields = value as Record<string, unknown>
  const record: RawRecord = {}
  // A list of clients passes here field by field: entries() would double the time the whole parse takes.
  for (const name in fields) if (!isAnnotation(name)) record[name] = fieldOf(fields[name])
  return record
}

/** A lone object (an expanded reference, a complex value) is a record; plain values are rows of one column `Value`, as in Atom. */
function fieldOf(value: unknown): RawValue {
  if (Array.isArray(value)) return value.map((item) => (isPlain(item) ? { Value: item } : recordOf(item)))
  return isPlain(value) ? value : recordOf(value)
}

export function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value !== 'object'
}
