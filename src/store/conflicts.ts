import type { Kysely, Transaction } from 'kysely'
import { z } from 'zod'
import type { Database } from './schema.ts'

/** What of a sink's answer tells that the far side holds something else than was wanted. */
const Result = z.object({
  conflicts: z.array(z.object({ property: z.string(), wanted: z.unknown(), got: z.unknown() })).default([]),
})

/**
 * Keeps the list of what differs with the last delivery of an effect: what is settled goes, what is new is open, and what
 * a person accepted stays accepted until one of the two values changes.
 */
export async function keepConflicts(
  trx: Transaction<Database>,
  message: { id: number; traceId: string },
  result: unknown,
  now: string,
): Promise<void> {
  const { data } = Result.safeParse(result)
  const conflicts = data?.conflicts ?? []
  const known = await trx.selectFrom('conflict').selectAll().where('messageId', '=', message.id).execute()
  if (known.length === 0 && conflicts.length === 0) return
  await trx.deleteFrom('conflict').where('messageId', '=', message.id).execute()
  for (const { property, ...values } of conflicts) {
    const wanted = JSON.stringify(values.wanted ?? null)
    const got = JSON.stringify(values.got ?? null)
    const same = known.find((row) => row.property === property && row.wanted === wanted && row.got === got)
    const row = same ?? { state: 'open' as const, traceId: message.traceId, at: now }
    const { state, traceId, at } = row
    await trx
      .insertInto('conflict')
      .values({ messageId: message.id, property, wanted, got, state, traceId, at })
      .execute()
  }
}

/** Open ones, the latest first, with the kind of the effect; values as the sink gave them. */
export async function openConflicts(db: Kysely<Database>, limit: number) {
  const rows = await db
    .selectFrom('conflict')
    .innerJoin('outbox', 'outbox.id', 'conflict.messageId')
    .select([
      'conflict.messageId',
      'conflict.property',
      'conflict.wanted',
      'conflict.got',
      'conflict.traceId',
      'conflict.at',
      'outbox.kind',
    ])
    .where('conflict.state', '=', 'open')
    .orderBy('conflict.at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    wanted: JSON.parse(row.wanted) as unknown,
    got: JSON.parse(row.got) as unknown,
  }))
}

/** A person says that 1C is right; false when there was nothing open. */
export async function acceptConflicts(db: Kysely<Database>, messageId: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('conflict')
    .set({ state: 'accepted' })
    .where('messageId', '=', messageId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A string of which 1C kept only the beginning. */
export interface CutString {
  /** Entity of the effect. */
  entity: string
  /** In 1C's names. */
  attribute: string
  /** Characters that were kept. */
  kept: number
}

/** Strings that 1C was seen to cut short, accepted ones included: once for each attribute. */
export async function cutStrings(db: Kysely<Database>): Promise<CutString[]> {
  const rows = await db
    .selectFrom('conflict')
    .innerJoin('outbox', 'outbox.id', 'conflict.messageId')
    .select(['conflict.property', 'conflict.wanted', 'conflict.got', 'outbox.payload'])
    .execute()
  const found = new Map<string, CutString>()
  for (const { property: attribute, payload, ...values } of rows) {
    const [wanted, got] = [JSON.parse(values.wanted), JSON.parse(values.got)] as unknown[]
    const isCut = typeof wanted === 'string' && typeof got === 'string' && got !== '' && got.length < wanted.length
    if (!isCut || !wanted.startsWith(got)) continue
    const { entity } = JSON.parse(payload) as { entity?: unknown }
    if (typeof entity === 'string') found.set(`${entity} ${attribute}`, { entity, attribute, kept: got.length })
  }
  return [...found.values()]
}
