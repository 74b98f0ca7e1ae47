import { type Expression, type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import type { ReplayFilter, ReplayKind } from '../model/replay.ts'
import { fold } from './fold.ts'
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

/** Numbers of rows in a table, from one to another, both included. */
export interface Stretch {
  first: number
  last: number
}

/** All numbers a kind of things has rows under; null when there is none. */
export async function stretchOf(db: Db, what: ReplayKind): Promise<Stretch | null> {
  const from = sql.raw(kinds[what].from)
  // Each of the two is one step down the tree; asked for together they would be the whole table.
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select (select min(rowid) from ${from}) as first, (select max(rowid) from ${from}) as last
  `.execute(db)
  const [{ first, last } = { first: null, last: null }] = rows
  return first === null || last === null ? null : { first, last }
}

/** Whether no more than `most` things are in the states of a filter; looks no further than that. */
export async function isFew(db: Db, { what, states }: Catching, most: number): Promise<boolean> {
  const { from } = kinds[what]
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from ${sql.raw(from)} where ${where({ what, states })} limit ${most + 1})
  `.execute(db)
  return Number(rows[0]?.n ?? 0) <= most
}

/** A thing found: the number of its row, and why it is as it is. */
export interface Hit {
  row: number
  since: string
  reason: string | null
}

/** What a filter catches in a stretch of the table, which is read from end to end. */
export async function hitsIn(db: Db, filter: Catching, stretch: Stretch): Promise<Hit[]> {
  const { from, since, reason } = kinds[filter.what]
  const { rows } = await sql<Hit>`
    select rowid as row, ${sql.raw(since)} as since, ${sql.raw(reason)} as reason
    from ${sql.raw(from)}
    where ${where(filter, stretch)}
  `.execute(db)
  return rows
}

/** The same of the whole table in one go: for few things, found by their keys or states. */
export async function hitsAtOnce(db: Db, filter: Catching): Promise<Hit[]> {
  const { from, since, reason } = kinds[filter.what]
  const { rows } = await sql<Hit>`
    select rowid as row, ${sql.raw(since)} as since, ${sql.raw(reason)} as reason
    from ${sql.raw(from)}
    where ${where(filter)}
  `.execute(db)
  return rows
}

/** How many things a filter catches in a stretch of the table, by reason. */
export async function countsIn(
  db: Db,
  filter: Catching,
  stretch: Stretch,
): Promise<Pick<ReasonCount, 'reason' | 'n'>[]> {
  const { from, reason } = kinds[filter.what]
  const { rows } = await sql<{ reason: string | null; n: number }>`
    select ${sql.raw(reason)} as reason, count(*) as n
    from ${sql.raw(from)}
    where ${where(filter, stretch)}
    group by 1
  `.execute(db)
  return rows
}

/** The things in these rows, oldest first. */
export async function listRows(db: Db, what: ReplayKind, rowNumbers: readonly number[]): Promise<Caught[]> {
  const { rows } = await sql<Caught>`${select(what)} where ${among(rowNumbers)} ${inOrder(what)}`.execute(db)
  return rows
}

/** The thing with this key; null when it is not in one of these states any more. */
export async function findCaught(db: Db, filter: Catching): Promise<Caught | null> {
  const { rows } = await sql<Caught>`${select(filter.what)} where ${where(filter)} limit 1`.execute(db)
  return rows[0] ?? null
}

/** Makes the things in these rows items of a replay, in the order they came in. */
export async function keepRows(
  trx: Transaction<Database>,
  id: string,
  what: ReplayKind,
  rowNumbers: readonly number[],
) {
  await sql`
    insert into replay_item (replay_id, subject, target, since, title, state)
    select ${id}, subject, target, since, title, 'waiting'
    from (${select(what)} where ${among(rowNumbers)} ${inOrder(what)}) as caught
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

/** Rows whose sources are offered: a sender not heard of for so long is not looked for by a list. */
const recent = 50_000

/** What `source` may be for a kind of things, as far as the latest of them tell. */
export async function listSources(db: Db, what: ReplayKind): Promise<string[]> {
  const { from, source } = kinds[what]
  const { rows } = await sql<{ source: string }>`
    select distinct source
    from (select ${sql.raw(source)} as source from ${sql.raw(from)} order by rowid desc limit ${recent})
    order by 1
    limit 50
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

function select(what: ReplayKind) {
  const { from, target, subject, since, title, state, reason, source } = kinds[what]
  return sql`
    select ${sql.raw(target)} as target, ${sql.raw(subject)} as subject, ${sql.raw(since)} as since,
      ${sql.raw(title)} as title, ${sql.raw(state)} as state, ${sql.raw(reason)} as reason,
      ${sql.raw(source)} as source
    from ${sql.raw(from)}
  `
}

const inOrder = (what: ReplayKind) => sql`order by ${sql.raw(kinds[what].since)}, rowid`

const among = (rowNumbers: readonly number[]) =>
  sql`rowid in (select value from json_each(${JSON.stringify(rowNumbers)}))`

/** With a stretch no index is used but the number of the row: those of a stretch lie side by side. */
function where(filter: Catching, stretch?: Stretch): Expression<SqlBool> {
  const { what, source, states, since, until, reason, text, ids } = filter
  const columns = kinds[what]
  const at = (column: string) => sql.raw(stretch ? `+(${column})` : column)
  const parts: Expression<SqlBool>[] = []
  if (stretch) parts.push(sql`rowid between ${stretch.first} and ${stretch.last}`)
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
    const pattern = `%${escaped(fold(text))}%`
    // SQLite knows the two cases of Latin letters itself, and is told those of all others at ten times the price.
    const folded = (column: string) => (isLatin(text) ? at(column) : sql`ru_lower(${at(column)})`)
    const found = columns.texts.map((column) => sql<SqlBool>`${folded(column)} like ${pattern} escape '\\'`)
    parts.push(sql`(${sql.join(found, sql` or `)})`)
  }
  if (ids !== undefined) parts.push(sql`${at(columns.target)} in (${sql.join(ids)})`)
  return parts.length === 0 ? sql`1 = 1` : sql`${sql.join(parts, sql` and `)}`
}

const isLatin = (text: string) => /^[\x20-\x7e]*$/.test(text)

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** `*` stands for anything; everything else for itself. */
const likeOf = (pattern: string) => pattern.split('*').map(escaped).join('%')
