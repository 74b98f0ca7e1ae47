import { type Kysely, sql, type Transaction } from 'kysely'
import type { Entity, EntityName } from '../model/index.ts'
import { fold } from './fold.ts'
import type { Database } from './schema.ts'
import type { MirrorTables } from './tables/mirror.ts'

/** Entities the store mirrors; interactions only go the other way. */
export type Mirrored = Exclude<EntityName, 'interaction'>

interface Child<N extends Mirrored> {
  table: keyof MirrorTables
  owner: string
  rows(entity: Entity<N>): Record<string, unknown>[]
}

interface Shape<N extends Mirrored> {
  table: N & keyof MirrorTables
  /** Columns beside those every mirrored record has; flags become 0/1. */
  row(entity: Entity<N>): Record<string, unknown>
  children: Child<N>[]
}

const without = <T extends object, K extends keyof T>(entity: T, ...keys: K[]): Omit<T, K> => {
  const rest = { ...entity }
  for (const key of keys) delete rest[key]
  return rest
}

/** How every entity lies in the tables: a new mirrored entity is a row here, its table and a migration. */
const shapes: { [N in Mirrored]: Shape<N> } = {
  manager: { table: 'manager', row: (manager) => ({ ...manager, phone: manager.phone?.e164 ?? null }), children: [] },
  project: { table: 'project', row: (project) => project, children: [] },
  building: { table: 'building', row: (building) => building, children: [] },
  unit: { table: 'unit', row: (unit) => unit, children: [] },
  client: {
    table: 'client',
    row: (client) => ({ ...without(client, 'phones', 'emails'), nameFolded: fold(client.name) }),
    children: [
      {
        table: 'clientPhone',
        owner: 'clientRef',
        rows: (client) => client.phones.map((phone, n) => ({ n, ...phone })),
      },
      { table: 'clientEmail', owner: 'clientRef', rows: (client) => client.emails.map((email, n) => ({ n, email })) },
    ],
  },
  adPlatform: { table: 'adPlatform', row: (platform) => platform, children: [] },
  campaign: { table: 'campaign', row: (campaign) => campaign, children: [] },
  deal: {
    table: 'deal',
    row: (deal) => without(deal, 'clientRefs', 'schedule'),
    children: [
      {
        table: 'dealClient',
        owner: 'dealRef',
        rows: (deal) => deal.clientRefs.map((clientRef, n) => ({ n, clientRef })),
      },
      { table: 'scheduleLine', owner: 'dealRef', rows: (deal) => deal.schedule },
    ],
  },
  payment: { table: 'payment', row: (payment) => payment, children: [] },
  booking: { table: 'booking', row: (booking) => booking, children: [] },
}

export const mirroredEntities = Object.keys(shapes) as Mirrored[]

export interface Incoming<N extends Mirrored> {
  entity: Entity<N>
  dataVersion: string | null
}

/**
 * Writes a page of one entity with its lists. The last record wins where a page names one twice. `seen` is the number of
 * the full pull it belongs to (or the current one, for changes).
 */
export async function putMirrored<N extends Mirrored>(
  trx: Transaction<Database>,
  name: N,
  page: readonly Incoming<N>[],
  seen: number,
  now: string,
): Promise<void> {
  const shape = shapes[name] as Shape<N>
  const latest = new Map(page.map((incoming) => [incoming.entity.ref as string, incoming]))
  const rows = [...latest.values()].map(({ entity, dataVersion }) => ({
    ...flags(shape.row(entity)),
    dataVersion,
    seen,
    createdAt: now,
    updatedAt: now,
  }))
  await upsert(trx, shape.table, rows)
  for (const child of shape.children) {
    const owners = [...latest.keys()]
    for (const some of chunks(owners, 500)) {
      await trx
        .deleteFrom(child.table)
        .where(child.owner as never, 'in', some as never)
        .execute()
    }
    const lines = [...latest.values()].flatMap(({ entity }) =>
      child.rows(entity).map((row) => ({ [child.owner]: entity.ref, ...row })),
    )
    await insert(trx, child.table, lines)
  }
}

/** Marks a record as deleted in 1C; true when it was here and alive. */
export async function markDeleted(
  trx: Transaction<Database>,
  name: Mirrored,
  ref: string,
  now: string,
): Promise<boolean> {
  const result = await trx
    .updateTable(name as 'unit')
    .set({ deleted: 1, updatedAt: now })
    .where('ref', '=', ref)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Living records that the full pull number `seen` did not meet, and how many there are alive in all. */
export async function countUnseen(
  db: Kysely<Database>,
  name: Mirrored,
  seen: number,
): Promise<{ unseen: number; alive: number }> {
  const row = await db
    .selectFrom(name as 'unit')
    .select((eb) => [eb.fn.countAll<number>().as('alive'), sql<number>`coalesce(sum(seen < ${seen}), 0)`.as('unseen')])
    .where('deleted', '=', 0)
    .executeTakeFirstOrThrow()
  return { alive: Number(row.alive), unseen: Number(row.unseen) }
}

/** Takes away what the full pull did not meet any more; returns how many. */
export async function markUnseen(
  trx: Transaction<Database>,
  name: Mirrored,
  seen: number,
  now: string,
): Promise<number> {
  const result = await trx
    .updateTable(name as 'unit')
    .set({ deleted: 1, updatedAt: now })
    .where('deleted', '=', 0)
    .where('seen', '<', seen)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** Living records of every entity, for the desktop. */
export async function countMirrored(db: Kysely<Database>): Promise<Record<Mirrored, number>> {
  const counts = {} as Record<Mirrored, number>
  for (const name of mirroredEntities) {
    const row = await db
      .selectFrom(name as 'unit')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('deleted', '=', 0)
      .executeTakeFirstOrThrow()
    counts[name] = Number(row.n)
  }
  return counts
}

type Row = Record<string, unknown>

const flags = (row: object): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'boolean' ? Number(value) : value]),
  )

/** SQLite takes 32 766 parameters a statement; chunks stay well below. */
const perStatement = (rows: readonly Row[]) =>
  Math.max(1, Math.floor(20_000 / Math.max(1, Object.keys(rows[0] ?? {}).length)))

async function upsert(trx: Transaction<Database>, table: keyof MirrorTables, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {}).filter((key) => !['ref', 'createdAt', 'updatedAt'].includes(key))
  const owner = sql.table(table)
  for (const some of chunks(rows, perStatement(rows))) {
    await trx
      .insertInto(table)
      .values(some as never)
      .onConflict((conflict) =>
        conflict.column('ref' as never).doUpdateSet(
          (eb) =>
            ({
              ...Object.fromEntries(names.map((key) => [key, eb.ref(`excluded.${key}` as never)])),
              // A record read again unchanged has not changed: feeds keep their dates and ETag.
              updatedAt: sql`case when ${owner}.data_version = excluded.data_version and ${owner}.deleted = excluded.deleted
              then ${owner}.updated_at else excluded.updated_at end`,
            }) as never,
        ),
      )
      .execute()
  }
}

async function insert(trx: Transaction<Database>, table: keyof MirrorTables, rows: readonly Row[]): Promise<void> {
  for (const some of chunks(rows, perStatement(rows))) {
    await trx
      .insertInto(table)
      .values(some as never)
      .execute()
  }
}

function* chunks<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
