import SQLite from 'better-sqlite3'

/**
 * What a trial of mappings has to remember of the records it has read, by scope and reference. It lies in a temporary database
 * of its own, which SQLite spills to disk: memory stays the same whatever the size of the base, and the store sees no write.
 */
export interface EffectScratch {
  /** Replaces what was kept before. */
  put(scope: string, ref: string, value: unknown): void
  /** What was kept for these references; absent ones are absent. */
  find(scope: string, refs: readonly string[]): Map<string, unknown>
  drop(scope: string, ref: string): void
  /** In the order of references, after `after`. */
  page(scope: string, after: string, limit: number): { ref: string; value: unknown }[]
  has(scope: string): boolean
  close(): void
}

export function openEffectScratch(): EffectScratch {
  const db = new SQLite('')
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.exec('create table kept (scope text, ref text, value text, primary key (scope, ref)) without rowid')
  db.exec('begin')
  const put = db.prepare('insert or replace into kept values (?, ?, ?)')
  const get = db.prepare('select value from kept where scope = ? and ref = ?').pluck()
  const drop = db.prepare('delete from kept where scope = ? and ref = ?')
  const page = db.prepare<[string, string, number], { ref: string; value: string }>(
    'select ref, value from kept where scope = ? and ref > ? order by ref limit ?',
  )
  const any = db.prepare('select 1 from kept where scope = ? limit 1').pluck()
  return {
    put: (scope, ref, value) => void put.run(scope, ref, JSON.stringify(value)),
    find: (scope, refs) =>
      new Map(
        refs.flatMap((ref) => {
          const value = get.get(scope, ref) as string | undefined
          return value === undefined ? [] : [[ref, JSON.parse(value) as unknown] as const]
        }),
      ),
    drop: (scope, ref) => void drop.run(scope, ref),
    page: (scope, after, limit) =>
      page.all(scope, after, limit).map(({ ref, value }) => ({ ref, value: JSON.parse(value) as unknown })),
    has: (scope) => any.get(scope) !== undefined,
    close: () => void db.close(),
  }
}
