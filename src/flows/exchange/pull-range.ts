import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { type Cursor, moveCursor } from '../../store/pull-cursors.ts'
import { gather } from './gather.ts'
import { type Laid, layOutPage } from './lay-out-page.ts'
import { storeLaid } from './store-page.ts'

type Reading = Hub['onec']['reading']
type Plan = Parameters<Reading['pagesAs']>[1]

/** Rows that share a commit when they come quickly, in pages; and how long the first may wait for the others, in ms. */
const together = { pages: 4, ms: 1000 }

export interface RangeTally {
  stored: number
  refused: number
}

/** A page on its way from 1C into the mirror. */
interface OnTheWay {
  /** In slices; only once. */
  rows(): Iterable<Laid>
  unreadable: Laid['unreadable']
  next: number
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
  const pages = mapping.expand.length > 0 ? expanded(hub, mapping, plan, seen) : bulk(hub, mapping, plan, seen)
  const nothing = layOutPage(mapping, { rows: [] }, seen, '')
  let before = next
  const weight = (page: OnTheWay) => {
    const rows = page.next - before
    before = page.next
    return rows
  }
  const name = mapping.entity as Mirrored
  const { pages: some, ms } = together
  for await (const list of gather(pages, weight, { enough: some * pageSize, ms })) {
    const now = hub.now().toISOString()
    const step = { next: list.at(-1)?.next ?? 0 }
    const also = (trx: Trx) => moveCursor(trx, name, n, step)
    await onStored(await storeLaid(hub.db, name, unpacked(list, nothing), { seen, traceId, now, also }))
  }
  await moveCursor(hub.db, name, n, { finished: 1 })
}

/** One slice in memory at a time. */
function* unpacked(list: readonly OnTheWay[], nothing: Laid): Generator<Laid> {
  for (const { rows, unreadable } of list) {
    yield* rows()
    if (unreadable?.length) yield { ...nothing, unreadable }
  }
}

/** Answers go to the bulk reader as they come. */
function bulk(hub: Hub, mapping: Mapping, plan: Plan, seen: number): AsyncIterable<OnTheWay> {
  const { file, text, spec } = mapping
  return hub.onec.reading.pagesAs(
    spec.from.set,
    plan,
    (body) => hub.bulk.layOut({ ...body, file, text, seen, now: hub.now().toISOString() }),
    () => [],
  )
}

/** A mapping that reads beyond references: not every object of those comes with the answer itself. */
async function* expanded(hub: Hub, mapping: Mapping, plan: Plan, seen: number): AsyncGenerator<OnTheWay> {
  const { expand, spec } = mapping
  for await (const { rows, ...page } of hub.onec.reading.pages(spec.from.set, { ...plan, expand })) {
    const laid = layOutPage(mapping, { rows }, seen, hub.now().toISOString())
    yield { ...page, rows: () => [laid] }
  }
}
