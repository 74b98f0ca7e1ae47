import { randomUUID } from 'node:crypto'
import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import type { EnqueueOptions, JobEngine } from '../jobs/engine.ts'
import type { Database } from './schema.ts'
import { sharedCommit } from './shared-commit.ts'
import type { InboxFactTable } from './tables/inbox.ts'
import { uuidV7 } from './uuid-v7.ts'

/** Something that came in. */
export interface InboundFact {
  source: string
  /** The sender's repeat of the same thing has the same key. */
  key: string
  contentType: string | null
  headers: Record<string, string>
  /** Exactly as received. */
  body: string
  /** What it is about, e.g. the key of a call. */
  subjectKey?: string | null
  /** The trace it continues; without it the fact begins one. */
  traceId?: string | undefined
  /** Why it waits for a person from the start: it could not be read at the door. */
  parked?: string
  /** Enqueued in the same commit, under the fact's trace, with `data` and the fact's id as `factId`. */
  job?: { queue: string; data: object; options?: Omit<EnqueueOptions, 'traceId'> }
}

export interface Receipt {
  id: string
  traceId: string
  /** False for a repeat: it has the first one's id and trace, and nothing was enqueued. */
  isNew: boolean
}

/** A fact as stored. */
export type InboxFact = Omit<Selectable<InboxFactTable>, 'headers'> & { headers: Record<string, string> }

export interface InboxFilter {
  source?: string
  state?: InboxFactTable['state']
  /** Only facts older than the one with this id: the cursor of the next page. */
  before?: string
  /** 100 when absent. */
  limit?: number
}

export interface InboxOptions {
  db: Kysely<Database>
  jobs: Pick<JobEngine, 'enqueue' | 'wake'>
  now?: () => Date
  /** Called after every shared commit that brought something new, with just that. */
  onCommitted?: (receipts: Receipt[]) => void
}

export type Inbox = ReturnType<typeof createInbox>

interface Arrival {
  row: Insertable<InboxFactTable>
  job: InboundFact['job']
}

/** The durable inbox: an inbound fact may be answered with 2xx once `put` has resolved (design §4.2). */
export function createInbox({ db, jobs, now = () => new Date(), onCommitted }: InboxOptions) {
  const commit = sharedCommit(db, store, (receipts: Receipt[]) => {
    const fresh = receipts.filter((receipt) => receipt.isNew)
    if (fresh.length === 0) return
    jobs.wake()
    onCommitted?.(fresh)
  })

  async function store(trx: Transaction<Database>, arrivals: Arrival[]): Promise<Receipt[]> {
    const inserted = await trx
      .insertInto('inboxFact')
      .values(arrivals.map((arrival) => arrival.row))
      .onConflict((conflict) => conflict.columns(['source', 'key']).doNothing())
      .returning('id')
      .execute()
    const fresh = new Set(inserted.map((row) => row.id))
    const receipts: Receipt[] = []
    for (const arrival of arrivals) {
      receipts.push(fresh.has(arrival.row.id) ? await begin(trx, arrival) : await repeat(trx, arrival.row))
    }
    return receipts
  }

  async function begin(trx: Transaction<Database>, { row: { id, traceId }, job }: Arrival): Promise<Receipt> {
    if (job) await jobs.enqueue(trx, job.queue, { ...job.data, factId: id }, { ...job.options, traceId })
    return { id, traceId, isNew: true }
  }

  async function repeat(trx: Transaction<Database>, row: Arrival['row']): Promise<Receipt> {
    const first = await trx
      .selectFrom('inboxFact')
      .select(['id', 'traceId'])
      .where('source', '=', row.source)
      .where('key', '=', row.key)
      .executeTakeFirstOrThrow()
    return { ...first, isNew: false }
  }

  return {
    /** Rejects with the store's error when the fact could not be kept; the sender must then be told to repeat it. */
    async put(fact: InboundFact): Promise<Receipt> {
      return commit({ row: toRow(fact, now()), job: fact.job })
    },

    /** Says what became of a fact; a parked one carries the reason a person reads. */
    async settle(
      trx: Transaction<Database>,
      id: string,
      state: InboxFactTable['state'],
      reason?: string,
    ): Promise<void> {
      await trx
        .updateTable('inboxFact')
        .set({ state, reason: reason ?? null, handledAt: state === 'new' ? null : now().toISOString() })
        .where('id', '=', id)
        .execute()
    },

    /** Everything that came in about one thing, oldest first. */
    async bySubject(subjectKey: string): Promise<InboxFact[]> {
      const rows = await db
        .selectFrom('inboxFact')
        .selectAll()
        .where('subjectKey', '=', subjectKey)
        .orderBy('receivedAt')
        .orderBy('id')
        .execute()
      return rows.map(toFact)
    },

    async get(id: string): Promise<InboxFact | null> {
      const row = await db.selectFrom('inboxFact').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toFact(row) : null
    },

    /** The fact its sender gave this key; null when there is none. */
    async find(source: string, key: string): Promise<InboxFact | null> {
      const row = await db
        .selectFrom('inboxFact')
        .selectAll()
        .where('source', '=', source)
        .where('key', '=', key)
        .executeTakeFirst()
      return row ? toFact(row) : null
    },

    /** Newest first. */
    async list(filter: InboxFilter = {}): Promise<InboxFact[]> {
      let query = db
        .selectFrom('inboxFact')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(filter.limit ?? 100)
      if (filter.source !== undefined) query = query.where('source', '=', filter.source)
      if (filter.state !== undefined) query = query.where('state', '=', filter.state)
      if (filter.before !== undefined) query = query.where('id', '<', filter.before)
      return (await query.execute()).map(toFact)
    },
  }
}

function toRow(fact: InboundFact, at: Date): Insertable<InboxFactTable> {
  return {
    id: uuidV7(at),
    source: fact.source,
    key: fact.key,
    traceId: fact.traceId ?? randomUUID(),
    receivedAt: at.toISOString(),
    contentType: fact.contentType,
    headers: JSON.stringify(fact.headers),
    body: fact.body,
    subjectKey: fact.subjectKey ?? null,
    state: fact.parked === undefined ? 'new' : 'parked',
    reason: fact.parked ?? null,
    handledAt: fact.parked === undefined ? null : at.toISOString(),
  }
}

function toFact(row: Selectable<InboxFactTable>): InboxFact {
  return { ...row, headers: JSON.parse(row.headers) as Record<string, string> }
}
