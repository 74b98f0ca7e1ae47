import SQLite from 'better-sqlite3'

/** One thing that did not look right at first sight. */
export interface Suspect {
  entity: string
  ref: string
  /** What was seen here at the first look; a changed one has moved since. */
  was: string
}

/**
 * Notes of one comparison: what was met in 1C and what is suspicious. They lie in a temporary database of their own, which
 * SQLite spills to disk: memory stays the same whatever the number of records, and the store sees no write at all.
 */
export interface Scratch {
  /** Notes keys of 1C with the object that bears each; returns those not met before. */
  meet(scope: string, pairs: readonly (readonly [key: string, ref: string])[]): Set<string>
  /** By how many objects each key is borne; keys never met are absent. */
  borne(scope: string, keys: readonly string[]): Map<string, number>
  /** Keys after `after` in their order, of all or of those borne by several objects. */
  keys(scope: string, after: string, limit: number, only: 'all' | 'repeated'): string[]
  suspect(suspect: Suspect): void
  clear(entity: string, ref: string): void
  suspects(entity: string, after: string, limit: number): Suspect[]
  count(entity: string): number
  close(): void
}

export function openScratch(): Scratch {
  const db = new SQLite('')
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.exec(`
    create table met (scope text, key text, ref text, primary key (scope, key, ref)) without rowid;
    create table suspect (entity text, ref text, was text, primary key (entity, ref)) without rowid;
  `)
  const known = db.prepare('select 1 from met where scope = ? and key = ? limit 1').pluck()
  const meet = db.prepare('insert or ignore into met values (?, ?, ?)')
  const borne = db.prepare('select count(*) from met where scope = ? and key = ?').pluck()
  const keys = {
    all: db.prepare('select distinct key from met where scope = ? and key > ? order by key limit ?').pluck(),
    repeated: db
      .prepare('select key from met where scope = ? and key > ? group by key having count(*) > 1 order by key limit ?')
      .pluck(),
  }
  const suspect = db.prepare('insert or replace into suspect values (?, ?, ?)')
  const clear = db.prepare('delete from suspect where entity = ? and ref = ?')
  const suspects = db.prepare('select * from suspect where entity = ? and ref > ? order by ref limit ?')
  const count = db.prepare('select count(*) from suspect where entity = ?').pluck()
  return {
    meet: db.transaction((scope, pairs) => {
      const fresh = new Set<string>()
      for (const [key, ref] of pairs) {
        if (known.get(scope, key) === undefined) fresh.add(key)
        meet.run(scope, key, ref)
      }
      return fresh
    }) as Scratch['meet'],
    borne: (scope, wanted) =>
      new Map(
        wanted.flatMap((key) => {
          const objects = borne.get(scope, key) as number
          return objects > 0 ? [[key, objects] as const] : []
        }),
      ),
    keys: (scope, after, limit, only) => keys[only].all(scope, after, limit) as string[],
    suspect: ({ entity, ref, was }) => void suspect.run(entity, ref, was),
    clear: (entity, ref) => void clear.run(entity, ref),
    suspects: (entity, after, limit) => suspects.all(entity, after, limit) as Suspect[],
    count: (entity) => count.get(entity) as number,
    close: () => void db.close(),
  }
}
