import type { RawRecord } from '../../model/raw.ts'
import { decode } from './decode.ts'
import { Envelope, isPlain, parse, recordOf } from './json.ts'

/**
 * Rows of a list, piece by piece, from the body of an answer, which is written to on the way. Throws for what is no list, at
 * the latest when all pieces have been asked for.
 *
 * The body is cut where a record ends, about every `bytes`, and each piece parsed by itself: what is made of so few records
 * dies young, while a whole page of them outlives the young generation, and collecting it costs as much as the parse.
 * Records stay uncopied too: links and annotations remain on them, where no path of a mapping can name them. Records that
 * have no version go by what they hold (`versionOf`), so these are read as `parseList` does, all at once.
 */
export function* rowPieces(body: Buffer, charset?: string, bytes = pieceBytes): Generator<RawRecord[]> {
  const span = /^utf-?8$/i.test(charset ?? 'utf-8') ? spanOfRows(body) : null
  if (span === null) {
    yield rowsOf(decode(body, charset), listed)
    return
  }
  let { from } = span
  while (from < span.to) {
    const cut = cutAfter(body, from, span.to, bytes)
    const rows = rowsBetween(body, from, cut.to)
    if (rows === null) {
      yield rowsOf(bracketed(body, from, span.to), asArray)
      return
    }
    yield rows
    from = cut.next
  }
}

/** The text of so much stays a small object of V8's (128 KB); larger ones are not collected with the young. */
const pieceBytes = 48 * 1024

/** Every record with a version names it once, near its beginning; rows of sections and annotations never do. */
const mark = Buffer.from('"DataVersion"')

/** Where the first record begins and the last one ends, when what is around them is an empty list. */
function spanOfRows(body: Buffer): { from: number; to: number } | null {
  const first = body.indexOf(mark)
  const from = first < 0 ? -1 : body.lastIndexOf('{', first)
  const end = body.lastIndexOf(']')
  const to = body.lastIndexOf('}', end) + 1
  if (from < 0 || to <= from) return null
  try {
    const around = decode(Buffer.concat([body.subarray(0, from), body.subarray(to)]))
    return listed(JSON.parse(around)).length === 0 ? { from, to } : null
  } catch {
    return null
  }
}

/** A likely end of a record some `bytes` from `from` on, and where the next one begins; the end of all when there is none. */
function cutAfter(body: Buffer, from: number, end: number, bytes: number): { to: number; next: number } {
  const last = { to: end, next: end }
  const at = body.indexOf(mark, from + bytes)
  if (at < 0 || at >= end) return last
  const next = body.lastIndexOf('{', at)
  const to = body.lastIndexOf('}', next) + 1
  return to > from && body.toString('latin1', to, next).trim() === ',' ? { to, next } : last
}

/** Null when the cut was wrong: a piece of a list that is JSON by itself can only be whole records. */
function rowsBetween(body: Buffer, from: number, to: number): RawRecord[] | null {
  const text = bracketed(body, from, to)
  try {
    return rowsOf(text, asArray)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Part of the body as a list of its own. The brackets replace what is around it for a moment: a copy would cost more. */
function bracketed(body: Buffer, from: number, to: number): string {
  const [before, after] = [body[from - 1] ?? 0, body[to] ?? 0]
  body[from - 1] = 0x5b
  body[to] = 0x5d
  const text = decode(body.subarray(from - 1, to + 1))
  body[from - 1] = before
  body[to] = after
  return text
}

const listed = (value: unknown): unknown[] => Envelope.parse(value).value
const asArray = (value: unknown): unknown[] => value as unknown[]

function rowsOf(text: string, list: (value: unknown) => unknown[]): RawRecord[] {
  const doubts = { any: false }
  const rows = recordsOf(list(JSON.parse(text)), doubts)
  return doubts.any ? recordsOf(list(parse(text)), doubts) : rows
}

/** Whether a number may have had more digits on the wire: looking at the few numbers beats searching all of the text. */
interface Doubts {
  any: boolean
}

function recordsOf(list: readonly unknown[], doubts: Doubts): RawRecord[] {
  return list.map((row) => {
    if (isVersioned(row)) return settle(row, doubts)
    doubts.any = true
    return recordOf(row)
  })
}

function isVersioned(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null && 'DataVersion' in row && typeof row.DataVersion === 'string'
}

/** Gives the sections of a record the shape of `fieldOf`, in place. */
function settle(record: Record<string, unknown>, doubts: Doubts): RawRecord {
  for (const name in record) {
    const value = record[name]
    if (typeof value === 'number') doubts.any ||= Number(value.toPrecision(15)) !== value
    else if (Array.isArray(value)) settleRows(value, doubts)
    else if (!isPlain(value)) record[name] = recordOf(value)
  }
  return record as RawRecord
}

function settleRows(rows: unknown[], doubts: Doubts): void {
  for (const [n, row] of rows.entries()) {
    if (isPlain(row)) rows[n] = { Value: row }
    else if (Array.isArray(row)) rows[n] = recordOf(row)
    else settle(row as Record<string, unknown>, doubts)
  }
}
