import { type Kysely, sql, type Transaction } from 'kysely'
import { masked } from '../model/mask.ts'
import { fold } from './fold.ts'
import type { Database } from './schema.ts'
import type { Level, Topic } from './tables/journal.ts'

export interface Step {
  traceId: string
  topic: Topic
  /** Stable name of the step, e.g. `client.created`. */
  step: string
  /** What happened, in Russian, for a person. */
  text: string
  level?: Level
  /** For the administrator; masked before it is stored. */
  facts?: Record<string, unknown>
  /** Title of the trace; without it the text of its first step. */
  title?: string
}

/**
 * Adds a step to its trace. Takes the transaction of the change it tells about, so that the journal never says what did
 * not happen.
 */
export async function writeJournal(
  db: Kysely<Database> | Transaction<Database>,
  now: string,
  step: Step,
): Promise<void> {
  const level = step.level ?? 'info'
  const text = String(masked(step.text))
  await db
    .insertInto('journalEntry')
    .values({
      traceId: step.traceId,
      at: now,
      step: step.step,
      text,
      level,
      facts: JSON.stringify(masked(step.facts ?? {})),
    })
    .execute()
  const search = fold(text)
  await db
    .insertInto('trace')
    .values({
      traceId: step.traceId,
      topic: step.topic,
      title: String(masked(step.title ?? step.text)),
      startedAt: now,
      lastAt: now,
      steps: 1,
      level,
      search,
    })
    .onConflict((conflict) =>
      conflict.column('traceId').doUpdateSet({
        lastAt: now,
        steps: sql`trace.steps + 1`,
        level: sql`case when 'error' in (trace.level, ${level}) then 'error' when 'warning' in (trace.level, ${level}) then 'warning' else 'info' end`,
        search: sql`substr(trace.search || ' ' || ${search}, 1, 4000)`,
        ...(step.title ? { title: String(masked(step.title)) } : {}),
      }),
    )
    .execute()
}

export interface TraceFilter {
  topic?: Topic | undefined
  level?: Level | undefined
  q?: string | undefined
  /** Cursor of the previous page. */
  before?: string | undefined
  limit: number
}

/** Traces, the one that moved last first; `next` is the cursor of the following page. */
export async function listTraces(db: Kysely<Database>, filter: TraceFilter) {
  let query = db
    .selectFrom('trace')
    .select(['traceId', 'topic', 'title', 'startedAt', 'lastAt', 'steps', 'level'])
    .orderBy('lastAt', 'desc')
    .orderBy('traceId', 'desc')
    .limit(filter.limit + 1)
  if (filter.topic) query = query.where('topic', '=', filter.topic)
  if (filter.level) query = query.where('level', '=', filter.level)
  if (filter.q) {
    const pattern = `%${fold(filter.q).replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`(search like ${pattern} escape '\\' or trace_id = ${filter.q.trim()})`)
  }
  const [lastAt, traceId] = filter.before?.split('|') ?? []
  if (lastAt && traceId) query = query.where(sql<boolean>`(last_at, trace_id) < (${lastAt}, ${traceId})`)
  const rows = await query.execute()
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > filter.limit && last ? `${last.lastAt}|${last.traceId}` : null }
}

/** One trace with its steps, oldest first; null when there is none. */
export async function getTrace(db: Kysely<Database>, traceId: string) {
  const trace = await db.selectFrom('trace').selectAll().where('traceId', '=', traceId).executeTakeFirst()
  if (!trace) return null
  const steps = await db.selectFrom('journalEntry').selectAll().where('traceId', '=', traceId).orderBy('id').execute()
  return {
    ...trace,
    steps: steps.map((step) => ({ ...step, facts: JSON.parse(step.facts) as Record<string, unknown> })),
  }
}
