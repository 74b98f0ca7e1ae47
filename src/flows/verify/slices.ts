import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Hub } from '../../context.ts'

/** Rows of a table with keys above `after` and up to `upTo`; null at the open ends. */
export interface Slice {
  after: string | number | null
  upTo: string | number | null
}

const rowsInSlice = 2000

/**
 * Cuts a table by its key, so that a check of millions of rows never keeps calls and people waiting: SQLite answers at once
 * or not at all, and between two slices everyone else gets a turn.
 */
export async function* slices(hub: Hub, table: string, key: string): AsyncGenerator<Slice> {
  for (let after: Slice['after'] = null; ; ) {
    await nextTurn()
    const upTo: Slice['upTo'] = await edgeAfter(hub, table, key, after)
    yield { after, upTo }
    if (upTo === null) return
    after = upTo
  }
}

async function edgeAfter(hub: Hub, table: string, key: string, after: Slice['after']): Promise<Slice['upTo']> {
  const { rows } = await sql<{ edge: string | number }>`
    select ${sql.ref(key)} as edge from ${sql.table(table)} where ${within(key, { after, upTo: null })}
    order by ${sql.ref(key)} limit 1 offset ${rowsInSlice - 1}`.execute(hub.db)
  return rows[0]?.edge ?? null
}

/** The condition that a key lies in a slice. */
export function within(key: string, { after, upTo }: Slice) {
  const column = sql.ref(key)
  return sql<boolean>`${after === null ? sql`1` : sql`${column} > ${after}`} and ${upTo === null ? sql`1` : sql`${column} <= ${upTo}`}`
}
