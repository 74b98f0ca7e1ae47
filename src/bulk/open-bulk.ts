import type { Kysely } from 'kysely'
import type { ConvertContext } from '../mapping/converters.ts'
import type { Database } from '../store/schema.ts'
import { openThread } from './open-thread.ts'
import { openRange, type PageToStore, type Prepared, type RangeOrder, type Tally } from './range.ts'

/** A page of OData as it came. */
export interface PageBytes {
  bytes: Buffer
  charset: string | undefined
}

/** A range of pages on its way from 1C into the mirror. */
export interface BulkRange {
  /** Decodes, parses and maps; `bytes` are given away. */
  prepare(page: PageBytes): Promise<Prepared>
  /** Stores pages that follow one another, with the cursor, in one transaction. */
  store(pages: readonly PageToStore[]): Promise<Tally>
  /** Whatever was prepared and not stored is forgotten. */
  end(): void
}

export interface Bulk {
  /**
   * `many` pages are handled by a thread of its own, which leaves this one to people; for a few, starting it would take
   * longer than the work.
   */
  open(order: RangeOrder, many: boolean): Promise<BulkRange>
  close(): Promise<void>
}

export interface BulkOptions {
  db: Kysely<Database>
  /** File of the database; one in memory belongs to this thread alone. */
  database: string
  context: ConvertContext
  now(): Date
}

export function openBulk({ db, database, context, now }: BulkOptions): Bulk {
  const thread = openThread({ database, context })
  const moment = () => now().toISOString()

  function here(order: RangeOrder): BulkRange {
    const range = openRange(db, context, order)
    return {
      prepare: async (page) => range.prepare({ ...page, now: moment() }),
      store: (pages) => range.store(pages, moment()),
      end: () => {},
    }
  }

  async function aside(order: RangeOrder): Promise<BulkRange> {
    const range = await thread.open(order)
    return {
      prepare: (page) => range.prepare({ ...page, now: moment() }),
      // While the thread writes, this connection waits in its own queue: SQLite's would block all of the process.
      store: (pages) => db.connection().execute(() => range.store(pages, moment())),
      end: range.end,
    }
  }

  return {
    open: async (order, many) => (many && database !== ':memory:' ? aside(order) : here(order)),
    close: thread.close,
  }
}
