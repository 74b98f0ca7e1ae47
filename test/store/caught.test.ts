import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { CamelCasePlugin, type CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countReasons, hitsAtOnce, hitsIn, isFew } from '../../src/store/caught.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'
import type { Database } from '../../src/store/schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-caught-'))
let sqlite: SQLite.Database
let db: Kysely<Database>
let asked: CompiledQuery[] = []

beforeAll(async () => {
  const file = join(folder, 'hub.db')
  const store = await openStore(file)
  await migrate(store.db)
  await store.close()
  sqlite = new SQLite(file)
  db = new Kysely<Database>({
    dialect: new SqliteDialect({ database: sqlite }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void asked.push(query),
  })
})
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

/** How SQLite goes about what `ask` asks of it, step by step. */
async function stepsOf(ask: () => Promise<unknown>): Promise<string[]> {
  asked = []
  await ask()
  return asked.flatMap(({ sql, parameters }) =>
    sqlite
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...parameters)
      .map(({ detail }) => detail),
  )
}

test.each([
  { what: 'fact', states: ['parked'] },
  { what: 'call', states: ['failed'] },
] as const)('what went wrong with a $what is found without reading all that ever came in', async (filter) => {
  const steps = await stepsOf(async () => {
    await isFew(db, filter, 1000)
    await hitsAtOnce(db, filter)
    await countReasons(db, filter, 8)
  })
  // What is counted is scanned: the few rows that were found.
  expect(steps.filter((step) => /^SCAN (?!\()/.test(step))).toEqual([])
  expect(steps.filter((step) => step.startsWith('SEARCH'))).toHaveLength(3)
})

test.each(['fact', 'call', 'effect', 'job', 'record'] as const)(
  'a stretch of things of the kind %s is found by the numbers of its rows alone',
  async (what) => {
    const filter = { what, states: ['done', 'sent', 'dead', 'written'], text: '+7999' }
    const steps = await stepsOf(() => hitsIn(db, filter, { first: 1, last: 100 }))
    expect(steps).toEqual([expect.stringMatching(/^SEARCH \w+ USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/)])
  },
)
