import SQLite from 'better-sqlite3'

/**
 * Keeps what streams in until all of it is here, then gives it back in another order: by rank, and within a rank as it
 * came. It lies in a temporary database that SQLite spills to disk, so memory stays the same whatever the size.
 */
export interface Spool<T> {
  push(rank: number, item: T): void
  size(): number
  batches(size: number): Generator<T[]>
  close(): void
}

export function openSpool<T>(): Spool<T> {
  const db = new SQLite('')
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.exec('create table item (rank integer, n integer, body text, primary key (rank, n)) without rowid')
  db.exec('begin')
  const put = db.prepare('insert into item values (?, ?, ?)')
  const after = db.prepare<[number, number, number], { rank: number; n: number; body: string }>(
    'select * from item where (rank, n) > (?, ?) order by rank, n limit ?',
  )
  let count = 0
  return {
    push(rank, item) {
      count += 1
      put.run(rank, count, JSON.stringify(item))
    },
    size: () => count,
    *batches(size) {
      for (let rank = -1, n = 0; ; ) {
        const rows = after.all(rank, n, size)
        const last = rows.at(-1)
        if (!last) return
        ;({ rank, n } = last)
        yield rows.map((row) => JSON.parse(row.body) as T)
      }
    },
    close: () => void db.close(),
  }
}
