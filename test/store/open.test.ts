import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ConfigError } from '../../src/errors.ts'
import { openStore } from '../../src/store/open.ts'
import { getState, putState } from '../../src/store/state.ts'
import { storeFault } from '../../src/store/store-fault.ts'
import { tempFolder, tempStore } from './temp-store.ts'

test('the file is made together with its folder', async () => {
  const file = join(tempFolder(), 'deep', 'down', 'hub.db')
  const store = await openStore(file)
  await store.close()
  expect(existsSync(file)).toBe(true)
})

test('commits are durable and foreign keys are watched', async () => {
  const { db } = await tempStore()
  const pragma = async (name: string) => (await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0]
  expect(await pragma('journal_mode')).toEqual({ journalMode: 'wal' })
  expect(await pragma('synchronous')).toEqual({ synchronous: 2 })
  expect(await pragma('foreign_keys')).toEqual({ foreignKeys: 1 })
  expect(await pragma('busy_timeout')).toEqual({ timeout: 0 })
})

test('ru_lower folds Cyrillic case and ё', async () => {
  const { db } = await tempStore()
  const { rows } = await sql`select ru_lower('ЖИЛЁВ Ёж Test') as text, ru_lower(null) as missing`.execute(db)
  expect(rows).toEqual([{ text: 'жилев еж test', missing: null }])
})

test('keys inside stored JSON are left as they are', async () => {
  const { db } = await tempStore()
  const headers = JSON.stringify({ 'x-hub-token': '1', some_key: 2, someKey: 3 })
  await db
    .insertInto('inboxFact')
    .values({
      id: '1',
      source: 'test',
      key: 'k',
      traceId: 't',
      receivedAt: '2026-11-24T00:00:00.000Z',
      contentType: null,
      headers,
      body: '',
      subjectKey: null,
      state: 'new',
      reason: null,
      handledAt: null,
    })
    .execute()
  const row = await db.selectFrom('inboxFact').select(['headers', 'receivedAt']).executeTakeFirstOrThrow()
  expect(row).toEqual({ headers, receivedAt: '2026-11-24T00:00:00.000Z' })
})

test('a transaction that reads first may still write after another connection has committed', async () => {
  const { db, file } = await tempStore()
  const other = await openStore(file)
  const put = (name: string) => ({ name, slot: '2026-11-24T00:00:00.000Z', firedAt: null })
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('scheduleSlot').selectAll().execute()
    // `begin immediate` made us the writer already, so the other one cannot slip in between and spoil our snapshot.
    await sql`pragma busy_timeout = 0`.execute(other.db)
    await expect(other.db.insertInto('scheduleSlot').values(put('theirs')).execute()).rejects.toThrow(/locked/)
    await trx.insertInto('scheduleSlot').values(put('ours')).execute()
  })
  await other.db.insertInto('scheduleSlot').values(put('theirs')).execute()
  await other.close()
  expect(await db.selectFrom('scheduleSlot').select('name').orderBy('name').execute()).toHaveLength(2)
})

test('a file that is no database is refused with a remedy', async () => {
  const file = join(tempFolder(), 'hub.db')
  writeFileSync(file, 'this is a letter, not a database, and long enough to be looked at as one'.repeat(20))
  const opening = openStore(file)
  await expect(opening).rejects.toThrow(ConfigError)
  await expect(opening).rejects.toThrow(/hub\.db cannot be opened: .*HUB_DATABASE/)
})

test('another process that keeps the database is waited for, and the event loop goes on meanwhile', async () => {
  const { db, file } = await tempStore()
  const other = new SQLite(file)
  other.exec('begin immediate')
  let turns = 0
  const letGo = setInterval(() => {
    turns += 1
    if (turns === 5) other.exec('rollback')
  }, 20)
  await db.transaction().execute((trx) => putState(trx, 'a', '1', '2026-11-24T00:00:00.000Z'))
  expect(turns).toBeGreaterThanOrEqual(5)
  clearInterval(letGo)
  other.close()
  expect(await getState(db, 'a')).toBe('1')
})

test('a database that may grow no more says so, takes back what was begun, and goes on once it may', async () => {
  const { db } = await tempStore()
  const long = 'x'.repeat(1_000_000)
  const put = () => db.transaction().execute((trx) => putState(trx, 'long', long, '2026-11-24T00:00:00.000Z'))
  await sql`pragma max_page_count = 1`.execute(db)
  const refused = await put().catch((error: unknown) => error)
  expect(storeFault(refused)).toBe('the disk is full')
  expect(await getState(db, 'long')).toBeNull()
  await sql`pragma max_page_count = 1000000`.execute(db)
  await put()
  expect(await getState(db, 'long')).toBe(long)
})
