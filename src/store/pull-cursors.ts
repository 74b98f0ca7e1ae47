import type { Kysely, Transaction } from 'kysely'
import type { Mirrored } from './mirror.ts'
import type { Database } from './schema.ts'

export interface Cursor {
  n: number
  window: { from: string; to: string }
  /** Rows of the range that are stored. */
  next: number
}

/** What is left of a pull that was begun: its unfinished ranges in their order; null when it has not come to this entity. */
export async function openCursors(db: Kysely<Database>, entity: Mirrored, pull: number): Promise<Cursor[] | null> {
  const rows = await db
    .selectFrom('pullCursor')
    .selectAll()
    .where('entity', '=', entity)
    .where('pull', '=', pull)
    .orderBy('n')
    .execute()
  if (rows.length === 0) return null
  return rows
    .filter((row) => row.finished === 0)
    .map(({ n, rangeFrom, rangeTo, next }) => ({ n, window: { from: rangeFrom, to: rangeTo }, next }))
}

/** Begins an entity: nothing of any of its ranges is stored yet. */
export async function beginCursors(
  db: Kysely<Database>,
  entity: Mirrored,
  pull: number,
  windows: readonly Cursor['window'][],
): Promise<Cursor[]> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('pullCursor').where('entity', '=', entity).execute()
    for (const [n, { from, to }] of windows.entries()) {
      await trx
        .insertInto('pullCursor')
        .values({ entity, n, pull, rangeFrom: from, rangeTo: to, next: 0, finished: 0 })
        .execute()
    }
  })
  return windows.map((window, n) => ({ n, window, next: 0 }))
}

/** Moves on, in the transaction of the rows themselves: rows first, then the cursor (design §4.4). */
export async function moveCursor(
  trx: Transaction<Database> | Kysely<Database>,
  entity: Mirrored,
  n: number,
  step: { next: number } | { finished: 1 },
): Promise<void> {
  await trx.updateTable('pullCursor').set(step).where('entity', '=', entity).where('n', '=', n).execute()
}
