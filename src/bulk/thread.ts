import { parentPort, workerData } from 'node:worker_threads'
import { describeError } from '../errors.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { openStore } from '../store/open.ts'
import {
  openRange,
  type PageIn,
  type PageToStore,
  type Prepared,
  type Range,
  type RangeOrder,
  type Tally,
} from './range.ts'

/** What `open-bulk.ts` asks of its thread; it answers with the same `id`. */
export type Ask = { id: number; range: number } & (
  | { what: 'open'; order: RangeOrder }
  | { what: 'prepare'; page: PageIn }
  | { what: 'store'; pages: readonly PageToStore[]; now: string }
  | { what: 'end' }
)

export type Answer = { id: number } & ({ done: Prepared | Tally | null } | { failure: string })

export interface ThreadData {
  database: string
  context: ConvertContext
}

const { database, context } = workerData as ThreadData
const { db } = await openStore(database)
const ranges = new Map<number, Range>()

async function answer(ask: Ask): Promise<Prepared | Tally | null> {
  if (ask.what === 'open') ranges.set(ask.range, openRange(db, context, ask.order))
  if (ask.what === 'end') ranges.delete(ask.range)
  const range = ranges.get(ask.range)
  if (!range || ask.what === 'open' || ask.what === 'end') return null
  return ask.what === 'prepare' ? range.prepare(ask.page) : range.store(ask.pages, ask.now)
}

parentPort?.on('message', (ask: Ask) => {
  answer(ask).then(
    (done) => parentPort?.postMessage({ id: ask.id, done } satisfies Answer),
    (error: unknown) => parentPort?.postMessage({ id: ask.id, failure: describeError(error) } satisfies Answer),
  )
})
