import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/** Single values by name: resume points and the like. */
export async function getState(db: Kysely<Database> | Transaction<Database>, name: string): Promise<string | null> {
  const row = await db.selectFrom('state').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

export async function putState(
  db: Kysely<Database> | Transaction<Database>,
  name: string,
  value: string,
  now: string,
): Promise<void> {
  await db
    .insertInto('state')
    .values({ name, value, updatedAt: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, updatedAt: now }))
    .execute()
}

export async function dropState(db: Kysely<Database> | Transaction<Database>, name: string): Promise<void> {
  await db.deleteFrom('state').where('name', '=', name).execute()
}
