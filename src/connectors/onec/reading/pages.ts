import { HubError } from '../../../errors.ts'
import type { RawRecord } from '../../../model/raw.ts'
import type { Onec, Query } from '../client.ts'

export interface PagePlan {
  filter?: string | undefined
  /** All properties when absent. */
  select?: readonly string[] | undefined
  /** References whose objects come with each record. */
  expand?: readonly string[] | undefined
  /** Total order of the rows; without one rows get lost between pages (1c-odata §9). */
  order: string
  pageSize: number
  /** Pages asked for at once. */
  parallel?: number | undefined
  /** Rows to leave out at the beginning: those of an earlier, broken reading. */
  from?: number | undefined
  /** How many rows there are, when that is known: no page is asked for in advance beyond them. */
  total?: number | null | undefined
  signal?: AbortSignal | undefined
  /** Told when pages have to be smaller, so that the next reading need not find out again. */
  onShrink?: ((rows: number) => void) | undefined
}

export interface PageOf<T = RawRecord[]> {
  rows: T
  /** Objects 1C cannot hand out, named by their key. */
  unreadable: Unreadable[]
  /** Rows of the set up to the end of this page: where a later reading would go on. */
  next: number
}

/** What becomes of an answer: the rows as whoever asked wants them, how many there are, and their weight on the wire. */
export interface PageRead<T> {
  rows: T
  count: number
  bytes: number
}

/** Asks for one page. */
export type AskPage<T> = (query: Query) => Promise<PageRead<T>>

export interface Unreadable {
  ref: string
  reason: string
}

interface Part<T> extends PageOf<T> {
  count: number
  bytes: number
}

interface Ahead<T> {
  /** Rows it may have. */
  asked: number
  parts: Promise<Part<T>[]>
  isHere: boolean
}

/** A reply above this only costs memory on both sides (1c-odata §9). */
const budgetBytes = 32 * 1024 * 1024

/** Failures that a smaller page may not meet: 1C or the hub ran out of time or memory over this one. */
const tooMuch = new Set<unknown>(['timeout', 'crashed', 'refused', 'too_large'])
/** A character that no reply can carry makes 1C refuse whatever holds it (1c-odata §7). */
const poisoned = new Set<unknown>(['bad_request', 'refused', 'garbled'])

const reasonOf = (error: unknown): unknown => (error instanceof HubError ? error.facts.reason : null)

/** Reads a set page by page; see `readPagesAs`. */
export function readPages(onec: Onec, set: string, plan: PagePlan): AsyncGenerator<PageOf> {
  const ask: AskPage<RawRecord[]> = async (query) => {
    const rows = await onec.list(set, query)
    return { rows, count: rows.length, bytes: weigh(rows) }
  }
  return readPagesAs(onec, set, plan, ask, [])
}

/**
 * Reads a set page by page in its order, a few pages ahead of whoever stores them. Memory holds `parallel` pages at most.
 * A page that 1C cannot manage is asked for in halves and the next ones are as small; an object that cannot be handed out
 * at all is named and passed over, on a page of its own with `none` for rows.
 */
export async function* readPagesAs<T>(
  onec: Onec,
  set: string,
  plan: PagePlan,
  ask: AskPage<T>,
  none: T,
): AsyncGenerator<PageOf<T>> {
  const { parallel = 1, signal, total = null } = plan
  let size = plan.pageSize
  let skip = plan.from ?? 0
  const ahead: Ahead<T>[] = []
  // As far ahead as it takes for a page to be here when it is wanted: while storing is slower than 1C, pages that wait
  // would only fill the memory.
  let reach = parallel

  const shrink = (rows: number) => {
    const smaller = Math.max(1, Math.min(size, rows))
    if (smaller < size) plan.onShrink?.(smaller)
    size = smaller
  }
  const source = { onec, set, plan, ask, none, shrink }
  const askAhead = () => {
    const parts = readWhole(source, skip, size)
    const one: Ahead<T> = { asked: size, parts, isHere: false }
    // Whoever takes the page meets the failure; until then it must not count as unhandled.
    parts.then(
      () => {
        one.isHere = true
      },
      () => undefined,
    )
    ahead.push(one)
    skip += size
  }

  for (;;) {
    signal?.throwIfAborted()
    while (ahead.length < reach && (ahead.length === 0 || total === null || skip < total)) askAhead()
    const first = ahead.shift()
    if (!first) return
    reach = first.isHere ? Math.max(Math.min(2, parallel), reach - 1) : Math.min(parallel, reach + 1)
    let read = 0
    for (const { count, bytes, ...page } of await first.parts) {
      if (count > 0) shrink(Math.floor(count * (budgetBytes / Math.max(1, bytes))) || 1)
      read += count + page.unreadable.length
      if (count + page.unreadable.length > 0) yield page
    }
    if (read < first.asked) return
  }
}

/** Bytes of a page on the wire, judged by a few of its rows. */
function weigh(rows: readonly RawRecord[]): number {
  const some = rows.filter((_, at) => at % Math.ceil(rows.length / 4) === 0)
  const bytes = some.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0)
  return some.length === 0 ? 0 : (bytes / some.length) * rows.length
}

interface Source<T> {
  onec: Onec
  set: string
  plan: PagePlan
  ask: AskPage<T>
  none: T
  shrink(rows: number): void
}

/** The page in one part, or in as many as 1C could manage. */
async function readWhole<T>(source: Source<T>, skip: number, size: number): Promise<Part<T>[]> {
  const { onec, set, plan, ask, none, shrink } = source
  plan.signal?.throwIfAborted()
  const { filter, select, expand, order } = plan
  const query: Query = { filter, select, expand, orderby: order, top: size, skip }
  try {
    const page = await ask(query)
    return [{ ...page, unreadable: [], next: skip + page.count }]
  } catch (error) {
    const reason = reasonOf(error)
    if (!tooMuch.has(reason) && !poisoned.has(reason)) throw error
    // References alone travel where the objects do not; where even they do not, it is the question that is wrong.
    const refs = poisoned.has(reason) ? await refsOf(onec, set, query) : null
    if (refs === null && !tooMuch.has(reason)) throw error
    if (size === 1) {
      const [ref] = refs ?? []
      if (ref === undefined) throw error
      const unreadable = [{ ref, reason: (error as Error).message }]
      return [{ rows: none, count: 0, bytes: 0, unreadable, next: skip + 1 }]
    }
    const half = Math.ceil(size / 2)
    if (tooMuch.has(reason)) shrink(half)
    const left = await readWhole(source, skip, half)
    if (rowsOf(left) < half) return left
    return [...left, ...(await readWhole(source, skip + half, size - half))]
  }
}

function rowsOf(parts: readonly Part<unknown>[]): number {
  return parts.reduce((sum, { count, unreadable }) => sum + count + unreadable.length, 0)
}

async function refsOf(onec: Onec, set: string, query: Query): Promise<string[] | null> {
  try {
    const rows = await onec.list(set, { ...query, select: ['Ref_Key'], expand: undefined })
    return rows.map((row) => String(row.Ref_Key))
  } catch {
    return null
  }
}
