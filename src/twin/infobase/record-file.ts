/** The SQLite file behind a store: a row per record, its body as JSON, so that any configuration fits one table. */
import Database from 'better-sqlite3'
import { z } from 'zod'
import type { StoredRecord } from './record.ts'
import type { Change } from './store.ts'

export type RecordFile = {
  load: () => { table: string; key: string; record: StoredRecord }[]
  save: (changes: Iterable<Change>) => void
  close: () => void
}

const storedRows = z.array(z.object({ set_name: z.string(), key: z.string(), body: z.string() }))

/** Opens or creates the file. The order of rows is the order of their creation and survives changes. */
export function openRecordFile(path: string): RecordFile {
  const database = new Database(path)
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = normal')
  database.exec(
    'create table if not exists record (set_name text, key text, body text not null, primary key (set_name, key))',
  )
  const upsert = database.prepare(
    'insert into record (set_name, key, body) values (?, ?, ?) on conflict do update set body = excluded.body',
  )
  const erase = database.prepare('delete from record where set_name = ? and key = ?')
  const save = database.transaction((changes: Iterable<Change>) => {
    for (const { table, key, after } of changes) {
      if (after) upsert.run(table, key, JSON.stringify(after))
      else erase.run(table, key)
    }
  })
  return {
    load: () =>
      storedRows
        .parse(database.prepare('select set_name, key, body from record order by rowid').all())
        .map((row) => ({ table: row.set_name, key: row.key, record: JSON.parse(row.body) as StoredRecord })),
    save: (changes) => save(changes),
    close: () => database.close(),
  }
}
