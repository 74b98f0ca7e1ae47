import { sql } from 'kysely'
import { uuidV7 } from '../../store/uuid-v7.ts'
import type { EnqueueOptions, Trx } from '../engine.ts'

/**
 * Adds a job and returns its id; with a dedupeKey that a ready job of the queue already has, returns that one's id and
 * adds nothing (the waiting job keeps its data, priority and runAt). A job waiting for another try counts as waiting too,
 * or every firing during an outage would leave one more job behind.
 */
export async function enqueueJob(
  trx: Trx,
  now: string,
  queue: string,
  data: object,
  options: EnqueueOptions = {},
): Promise<string> {
  if (options.dedupeKey !== undefined) {
    const waiting = await waitingTwin(trx, queue, options.dedupeKey)
    if (waiting !== undefined) return waiting
  }
  const id = uuidV7()
  await trx
    .insertInto('job')
    .values({
      id,
      queue,
      state: 'ready',
      key: options.key ?? null,
      dedupeKey: options.dedupeKey ?? null,
      priority: options.priority ?? 0,
      data: JSON.stringify(data),
      traceId: options.traceId ?? null,
      attempt: 0,
      failures: 0,
      runAt: options.runAt === undefined ? now : instant(options.runAt),
      leaseUntil: null,
      worker: null,
      lastError: null,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  return id
}

async function waitingTwin(trx: Trx, queue: string, dedupeKey: string): Promise<string | undefined> {
  // Without the hint SQLite reads every ready job of the queue.
  const { rows } = await sql<{ id: string }>`
    select id
    from job indexed by job_ready_by_dedupe_key
    where queue = ${queue} and dedupe_key = ${dedupeKey} and state = 'ready'
    order by seq
    limit 1
  `.execute(trx)
  return rows[0]?.id
}

/** The one spelling in which instants compare as text. */
function instant(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw new RangeError(`runAt is no instant: ${text}`)
  return at.toISOString()
}
