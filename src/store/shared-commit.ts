import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/** Stores items inside one transaction; returns their results in the same order. */
export type StoreBatch<Item, Result> = (trx: Transaction<Database>, items: Item[]) => Promise<Result[]>

interface Waiting<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/** A larger batch gains little (performance A.a) and keeps its first member waiting for longer. */
const batchSize = 256

/**
 * Returns a function that stores one item and resolves after its commit. Items that arrive in one turn of the event loop,
 * or while a commit is under way, share the next one: a commit waits for the disk once, however much is in it.
 *
 * An item that cannot be stored fails alone; the batch is halved until it is found. `onCommitted` is called after every
 * commit, before those who wait for it go on.
 */
export function sharedCommit<Item, Result>(
  db: Kysely<Database>,
  store: StoreBatch<Item, Result>,
  onCommitted: (results: Result[]) => void,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = []
  let committing = false

  async function commitAll(): Promise<void> {
    committing = true
    while (waiting.length > 0) {
      await nextTurn()
      await commit(waiting.splice(0, batchSize))
    }
    committing = false
  }

  async function commit(batch: Waiting<Item, Result>[]): Promise<void> {
    let isItemsFault = false
    let results: Result[]
    try {
      results = await db.transaction().execute(async (trx) => {
        try {
          return await store(
            trx,
            batch.map(({ item }) => item),
          )
        } catch (error) {
          isItemsFault = true
          throw error
        }
      })
    } catch (error) {
      if (isItemsFault && batch.length > 1) {
        const half = Math.ceil(batch.length / 2)
        await commit(batch.slice(0, half))
        await commit(batch.slice(half))
      } else {
        for (const { reject } of batch) reject(error)
      }
      return
    }
    // In a turn of its own: what a listener throws must not look like a failed commit.
    queueMicrotask(() => onCommitted(results))
    for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result)
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!committing) void commitAll()
    })
}
