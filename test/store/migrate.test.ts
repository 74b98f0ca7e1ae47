import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.ts'
import { type Migration, migrate } from '../../src/store/migrate.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import { openStore } from '../../src/store/open.ts'
import { startChild } from '../child.ts'
import { tempFolder, tempStore } from './temp-store.ts'

const names = migrations.map((migration) => migration.name)

const creates = (name: string, table: string): Migration => ({
  name,
  up: async (db: Kysely<unknown>) => {
    await db.schema.createTable(table).addColumn('id', 'integer').execute()
  },
})

async function tablesOf(db: Kysely<never>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
  return rows.map((row) => row.name)
}

test('migrations are numbered in the order in which they apply', () => {
  expect(names).toEqual([...names].sort())
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^\d{4}-[a-z-]+$/)
})

test('a new database gets every migration, and a second start applies nothing', async () => {
  const store = await openStore(':memory:')
  expect(await migrate(store.db)).toEqual(names)
  expect(await migrate(store.db)).toEqual([])
  await store.close()
})

test('an update applies only what is new', async () => {
  const { db } = await tempStore()
  expect(await migrate(db, [...migrations, creates('9000-garden', 'garden')])).toEqual(['9000-garden'])
})

test('a migration that fails leaves nothing of itself behind, and what came before it stays', async () => {
  const { db } = await tempStore()
  const broken: Migration = {
    name: '9001-broken',
    up: async (trx) => {
      await creates('', 'half').up(trx)
      throw new Error('no more ideas')
    },
  }
  const known = [...migrations, creates('9000-garden', 'garden'), broken]
  await expect(migrate(db, known)).rejects.toThrow('no more ideas')
  const tables = await tablesOf(db as never)
  expect(tables).toContain('garden')
  expect(tables).not.toContain('half')
  expect(await migrate(db, [...known.slice(0, -1), creates('9001-broken', 'half')])).toEqual(['9001-broken'])
})

test('an older hub refuses the database of a newer one and says what to do', async () => {
  const { db } = await tempStore()
  await migrate(db, [...migrations, creates('9000-garden', 'garden')])
  const refusal = migrate(db)
  await expect(refusal).rejects.toThrow(ConfigError)
  await expect(refusal).rejects.toThrow(/newer version of the hub.*9000-garden.*Start that newer version, or restore/)
})

test('processes that start at once on a new file share the work', async () => {
  const file = join(tempFolder(), 'hub.db')
  const children = Array.from({ length: 3 }, () => startChild(new URL('./migrate-child.ts', import.meta.url), file))
  const codes = await Promise.all(children.map((child) => child.ended))
  expect(codes).toEqual([0, 0, 0])
  const applied = children.map((child) => Number(child.lines[0]))
  expect(applied.reduce((sum, count) => sum + count)).toBe(names.length)
})

test('lists of a hub that is updated keep their rows', async () => {
  const store = await openStore(':memory:')
  await migrate(store.db, migrations.slice(0, names.indexOf('0016-lean-lists')))
  await sql`insert into client_phone values ('b', 0, '+79990000001', null, '1'), ('a', 1, null, '7', '2'), ('a', 0, null, null, '3')`.execute(
    store.db,
  )
  await sql`insert into schedule_line values ('d', 1, null, 5)`.execute(store.db)
  await migrate(store.db)
  expect(await store.db.selectFrom('clientPhone').selectAll().execute()).toEqual([
    { clientRef: 'a', n: 0, e164: null, ext: null, raw: '3' },
    { clientRef: 'a', n: 1, e164: null, ext: '7', raw: '2' },
    { clientRef: 'b', n: 0, e164: '+79990000001', ext: null, raw: '1' },
  ])
  expect(await store.db.selectFrom('scheduleLine').selectAll().execute()).toHaveLength(1)
  await store.close()
})
