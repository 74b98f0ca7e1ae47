import { HubError } from '../../../errors.ts'
import type { RawRecord } from '../../../model/raw.ts'
import type { Onec, Query } from '../client.ts'

export interface PagePlan {
  filter?: string | undefined
  /** All properties when absent. */
  select?: readonly string[] | undefined
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

export interface PageOf {
  rows: RawRecord[]
  /** Objects 1C cannot hand out, named by their key. */
  unreadable: Unreadable[]
  /** Rows of the set up to the end of this page: where a later reading would go on. */
  next: number
}

export interface Unreadable {
  ref: string
  reason: string
}

interface Ahead {
  /** Rows it may have. */
  asked: number
  page: Promise<PageOf>
  isHere: boolean
}

/** A reply above this only costs memory on both sides (1c-odata §9). */
const budgetBytes = 32 * 1024 * 1024

/** Failures that a smaller page may not meet: 1C ran out of time or memory over this one. */
const tooMuch = new Set<unknown>(['timeout', 'crashed', 'refused'])
/** A character that no reply can carry makes 1C refuse whatever holds it (1c-odata §7). */
const poisoned = new Set<unknown>(['bad_request', 'refused', 'garbled'])

const reasonOf = (error: unknown): unknown => (error instanceof HubError ? error.facts.reason : null)

/**
 * Reads a set page by page in its order, a few pages ahead of whoever stores them. Memory holds `parallel` pages at most.
 * A page that 1C cannot manage is asked for in halves and the next ones are as small; an object that cannot be handed out
 * at all is named and passed over.
 */
export async function* readPages(onec: Onec, set: string, plan: PagePlan): AsyncGenerator<PageOf> {
  const { parallel = 1, signal, total = null } = plan
  let size = plan.pageSize
  let skip = plan.from ?? 0
  const ahead: Ahead[] = []
  // As far ahead as it takes for a page to be here when it is wanted: while storing is slower than 1C, pages that wait
  // would only fill the memory.
  let reach = parallel

  const shrink = (rows: number) => {
    const smaller = Math.max(1, Math.min(size, rows))
    if (smaller < size) plan.onShrink?.(smaller)
    size = smaller
  }
  const ask = () => {
    const page = readWhole(onec, set, plan, skip, size, shrink)
    const one: Ahead = { asked: size, page, isHere: false }
    // Whoever takes the page meets the failure; until then it must not count as unhandled.
    page.then(
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
    while (ahead.length < reach && (ahead.length === 0 || total === null || skip < total)) ask()
    const first = ahead.shift()
    if (!first) return
    reach = first.isHere ? Math.max(Math.min(2, parallel), reach - 1) : Math.min(parallel, reach + 1)
    const page = await first.page
    const read = page.rows.length + page.unreadable.length
    shrink(Math.floor(page.rows.length * (budgetBytes / weigh(page.rows))) || 1)
    if (read > 0) yield page
    if (read < first.asked) return
  }
}

/** Bytes of a page on the wire, judged by a few of its rows; at least one row fits any budget. */
function weigh(rows: readonly RawRecord[]): number {
  const some = rows.filter((_, at) => at % Math.ceil(rows.length / 4) === 0)
  const bytes = some.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0)
  return some.length === 0 ? 1 : Math.max(1, (bytes / some.length) * rows.length)
}

async function readWhole(
  onec: Onec,
  set: string,
  plan: PagePlan,
  skip: number,
  size: number,
  shrink: (rows: number) => void,
): Promise<PageOf> {
  plan.signal?.throwIfAborted()
  const { filter, select, order } = plan
  const query: Query = { filter, select, orderby: order, top: size, skip }
  try {
    const rows = await onec.list(set, query)
    return { rows, unreadable: [], next: skip + rows.length }
  } catch (error) {
    const reason = reasonOf(error)
    if (!tooMuch.has(reason) && !poisoned.has(reason)) throw error
    // References alone travel where the objects do not; where even they do not, it is the question that is wrong.
    const refs = poisoned.has(reason) ? await refsOf(onec, set, query) : null
    if (refs === null && !tooMuch.has(reason)) throw error
    if (size === 1) {
      const [ref] = refs ?? []
      if (ref === undefined) throw error
      return { rows: [], unreadable: [{ ref, reason: (error as Error).message }], next: skip + 1 }
    }
    const half = Math.ceil(size / 2)
    if (tooMuch.has(reason)) shrink(half)
    const left = await readWhole(onec, set, plan, skip, half, shrink)
    if (left.rows.length + left.unreadable.length < half) return left
    const right = await readWhole(onec, set, plan, skip + half, size - half, shrink)
    return {
      rows: [...left.rows, ...right.rows],
      unreadable: [...left.unreadable, ...right.unreadable],
      next: right.next,
    }
  }
}

async function refsOf(onec: Onec, set: string, query: Query): Promise<string[] | null> {
  try {
    const rows = await onec.list(set, { ...query, select: ['Ref_Key'] })
    return rows.map((row) => String(row.Ref_Key))
  } catch {
    return null
  }
}
