import { type Expression, type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import type { ReplayFilter, ReplayKind } from '../model/replay.ts'
import type { Database } from './schema.ts'

type Db = Kysely<Database> | Transaction<Database>

/** A thing that may be done once more, the same columns for every kind. */
export interface Caught {
  /** Key of the thing: id of a fact, call, effect or job, `entity ref` of a record. */
  target: string
  /** Things with the same subject are done one after another. */
  subject: string
  /** When it came in. */
  since: string
  title: string
  state: string
  reason: string | null
  source: string
}

/** A filter with its moments as instants and its states as a list. */
export type Catching = Omit<ReplayFilter, 'state'> & { states: readonly string[] }

/** Columns by which a kind of things is filtered; SQL over its table. */
interface Columns {
  from: string
  target: string
  subject: string
  since: string
  title: string
  state: string
  reason: string
  source: string
  /** Where a text is looked for. */
  texts: readonly string[]
  /** Besides the filter. */
  only?: string
}

const kinds: Record<ReplayKind, Columns> = {
  fact: {
    from: 'inbox_fact',
    target: 'id',
    subject: `coalesce('call:' || subject_key, id)`,
    since: 'received_at',
    title: `source || ' ' || coalesce(subject_key, key)`,
    state: 'state',
    reason: 'reason',
    source: 'source',
    texts: ['body', 'key', 'trace_id'],
  },
  call: {
    from: 'call',
    target: 'id',
    subject: `'client:' || coalesce(phone, id)`,
    since: 'started_at',
    title: `coalesce(phone, phone_raw)`,
    state: 'onec_state',
    reason: 'onec_reason',
    source: 'system',
    texts: ['phone', 'phone_raw', 'call_key', 'dialled', 'trace_id'],
    only: `direction != 'internal'`,
  },
  effect: {
    from: 'outbox',
    target: 'cast(id as text)',
    subject: `coalesce((select 'client:' || coalesce(phone, id) from call where call.id = outbox.subject), subject)`,
    since: 'created_at',
    title: 'key',
    state: 'state',
    reason: 'reason',
    source: 'kind',
    texts: ['key', 'payload', 'trace_id'],
    only: `sink = 'onec'`,
  },
  job: {
    from: 'job',
    target: 'id',
    subject: 'coalesce(key, id)',
    since: 'created_at',
    title: 'queue',
    state: 'state',
    reason: 'last_error',
    source: 'queue',
    texts: ['data', 'last_error', 'trace_id'],
    // The work of replays themselves is no work to be replayed.
    only: `queue != 'replay'`,
  },
  record: {
    from: 'unmapped',
    target: `entity || ' ' || ref`,
    subject: `entity || ' ' || ref`,
    since: 'at',
    title: `entity || ' ' || ref`,
    state: `'unmapped'`,
    reason: 'reason',
    source: 'entity',
    texts: ['ref', 'reason', 'trace_id'],
  },
}

/** How many things a filter catches. */
export async function countCaught(db: Db, filter: Catching): Promise<number> {
  const { from } = kinds[filter.what]
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(from)} where ${where(filter)}`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

/** A page of what a filter catches, oldest first. */
export async function listCaught(db: Db, filter: Catching, offset: number, limit: number): Promise<Caught[]> {
  const { rows } = await sql<Caught>`${select(filter)} limit ${limit} offset ${offset}`.execute(db)
  return rows
}

/** Makes what a filter catches the items of a replay, in the order they came in; the oldest `limit` of them. */
export async function keepCaught(trx: Transaction<Database>, id: string, filter: Catching, limit: number) {
  await sql`
    insert into replay_item (replay_id, subject, target, since, title, state)
    select ${id}, subject, target, since, title, 'waiting'
    from (${select(filter)} limit ${limit}) as caught
  `.execute(trx)
}

/** Different reasons of what a filter catches, by source, with their numbers; the commonest first. */
export async function countReasons(db: Db, filter: Catching, limit: number): Promise<ReasonCount[]> {
  const { from, reason, since, source, target, title } = kinds[filter.what]
  const { rows } = await sql<ReasonCount>`
    select ${sql.raw(source)} as source, ${sql.raw(reason)} as reason, count(*) as n, max(${sql.raw(since)}) as last_at,
      max(${sql.raw(target)}) as target, max(${sql.raw(title)}) as title, max(trace_id) as trace_id
    from ${sql.raw(from)}
    where ${where(filter)}
    group by 1, 2
    order by n desc
    limit ${limit}
  `.execute(db)
  return rows.map((row) => ({ ...row, n: Number(row.n) }))
}

/** What `source` may be for a kind of things, as far as there are any. */
export async function listSources(db: Db, what: ReplayKind): Promise<string[]> {
  const { from, source } = kinds[what]
  const { rows } = await sql<{ source: string }>`
    select distinct ${sql.raw(source)} as source from ${sql.raw(from)} order by 1 limit 50
  `.execute(db)
  return rows.map((row) => row.source)
}

export interface ReasonCount {
  source: string
  reason: string | null
  n: number
  lastAt: string
  /** One of them. */
  target: string
  title: string
  traceId: string | null
}

function select({ what, ...filter }: Catching) {
  const { from, target, subject, since, title, state, reason, source } = kinds[what]
  return sql`
    select ${sql.raw(target)} as target, ${sql.raw(subject)} as subject, ${sql.raw(since)} as since,
      ${sql.raw(title)} as title, ${sql.raw(state)} as state, ${sql.raw(reason)} as reason,
      ${sql.raw(source)} as source
    from ${sql.raw(from)}
    where ${where({ what, ...filter })}
    order by ${sql.raw(since)}, ${sql.raw(what === 'record' ? 'ref' : 'id')}
  `
}

function where({ what, source, states, since, until, reason, text, ids }: Catching): Expression<SqlBool> {
  const columns = kinds[what]
  const at = (column: string) => sql.raw(column)
  const parts: Expression<SqlBool>[] = []
  if (columns.only) parts.push(sql`${at(columns.only)}`)
  if (states.length > 0) parts.push(sql`${at(columns.state)} in (${sql.join(states)})`)
  if (source !== undefined) parts.push(sql`${at(columns.source)} = ${source}`)
  if (since !== undefined) parts.push(sql`${at(columns.since)} >= ${since}`)
  if (until !== undefined) parts.push(sql`${at(columns.since)} < ${until}`)
  if (reason !== undefined)
    parts.push(
      reason.includes('*')
        ? sql`${at(columns.reason)} like ${likeOf(reason)} escape '\\'`
        : sql`${at(columns.reason)} = ${reason}`,
    )
  if (text !== undefined) {
    const pattern = `%${escaped(text.toLowerCase().replaceAll('ё', 'е'))}%`
    const found = columns.texts.map((column) => sql<SqlBool>`ru_lower(${at(column)}) like ${pattern} escape '\\'`)
    parts.push(sql`(${sql.join(found, sql` or `)})`)
  }
  if (ids !== undefined) parts.push(sql`${at(columns.target)} in (${sql.join(ids)})`)
  return parts.length === 0 ? sql`1 = 1` : sql`${sql.join(parts, sql` and `)}`
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** `*` stands for anything; everything else for itself. */
const likeOf = (pattern: string) => pattern.split('*').map(escaped).join('%')
