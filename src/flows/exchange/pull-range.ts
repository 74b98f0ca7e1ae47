import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { type Cursor, moveCursor } from '../../store/pull-cursors.ts'
import { gather } from './gather.ts'
import { layOutPage, storeLaid } from './store-page.ts'

type Reading = Hub['onec']['reading']
type Plan = Parameters<Reading['pagesAs']>[1]
type Order = Parameters<Hub['bulk']['open']>[0]

/** Fewer pages are not worth a thread. */
const aFew = 8

/** Rows that share a commit when they come quickly, in pages; and how long the first may wait for the others, in ms. */
const together = { pages: 4, ms: 1000 }

export interface RangeTally {
  stored: number
  refused: number
}

/** Pages on their way from 1C into the mirror. */
interface Way<P> {
  pages: AsyncIterable<P>
  store(some: readonly P[]): Promise<RangeTally>
  end(): void
}

export interface RangePlan {
  /** Number of the whole pull. */
  seen: number
  traceId: string
  /** Rows the range has, when 1C counts. */
  total: number | null
  signal: AbortSignal
}

/**
 * Reads a range of an entity's pages into the mirror, from where its cursor stands; `onStored` is told after every commit.
 */
export async function pullRange(
  hub: Hub,
  mapping: Mapping,
  cursor: Cursor,
  { seen, traceId, total, signal }: RangePlan,
  onStored: (tally: RangeTally) => Promise<void>,
): Promise<void> {
  const { filter, order } = mapping.spec.from
  const { n, window, next } = cursor
  const { page: pageSize } = hub.config.settings.exchange
  const isPart = window.from !== '' || window.to !== ''
  const plan = { filter, order, window: isPart ? window : undefined, pageSize, from: next, total, signal }
  const { file, text } = mapping
  const work: Order = { file, text, seen, traceId, cursor: n }
  if (mapping.expand.length > 0) await follow(expanded(hub, mapping, plan, work))
  else await follow(await bulk(hub, mapping, plan, work, total === null || total > aFew * pageSize))
  await moveCursor(hub.db, mapping.entity as Mirrored, n, { finished: 1 })

  async function follow<P extends { next: number }>({ pages, store, end }: Way<P>): Promise<void> {
    let before = next
    const weight = (page: P) => {
      const rows = page.next - before
      before = page.next
      return rows
    }
    try {
      const { pages: some, ms } = together
      for await (const list of gather(pages, weight, { enough: some * pageSize, ms })) await onStored(await store(list))
    } finally {
      end()
    }
  }
}

/** Answers go to the bulk reader as they come. */
async function bulk(hub: Hub, mapping: Mapping, plan: Plan, order: Order, isMany: boolean) {
  const range = await hub.bulk.open(order, isMany)
  const pages = hub.onec.reading.pagesAs<number | null>(
    mapping.spec.from.set,
    plan,
    async (body) => {
      const { ticket, ...page } = await range.prepare(body)
      return { ...page, rows: ticket }
    },
    null,
  )
  return { pages, store: range.store, end: range.end } satisfies Way<unknown>
}

/** A mapping that reads beyond references: not every object of those comes with the answer itself. */
function expanded(hub: Hub, mapping: Mapping, plan: Plan, { seen, traceId, cursor }: Order) {
  const { expand } = mapping
  const name = mapping.entity as Mirrored
  const pages = hub.onec.reading.pages(mapping.spec.from.set, { ...plan, expand })
  type PageOf = typeof pages extends AsyncGenerator<infer P> ? P : never
  return {
    pages,
    store(some: readonly PageOf[]): Promise<RangeTally> {
      const now = hub.now().toISOString()
      const laid = some.map((page) => layOutPage(mapping, page, seen, now))
      const next = some.at(-1)?.next ?? 0
      return storeLaid(hub.db, name, laid, {
        seen,
        traceId,
        now,
        also: (trx) => moveCursor(trx, name, cursor, { next }),
      })
    },
    end() {},
  } satisfies Way<PageOf>
}
