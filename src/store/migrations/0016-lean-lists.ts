import { type Kysely, sql } from 'kysely'

/**
 * The lists of mirrored records lie in the order of their owners, in one tree instead of two: half the place, and a row less
 * to write for every phone. Of clients only the few the hub made have an external key.
 */
export const name = '0016-lean-lists'

interface List {
  table: string
  owner: string
  n: string
  columns: string
  index?: string
}

const lists: readonly List[] = [
  {
    table: 'client_phone',
    owner: 'client_ref',
    n: 'n',
    columns: 'e164 text, ext text, raw text not null',
    index: 'e164',
  },
  { table: 'client_email', owner: 'client_ref', n: 'n', columns: 'email text not null' },
  { table: 'deal_client', owner: 'deal_ref', n: 'n', columns: 'client_ref text not null', index: 'client_ref' },
  { table: 'schedule_line', owner: 'deal_ref', n: 'line', columns: 'due_on text, amount integer not null' },
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db)
  for (const { table, owner, n, columns, index } of lists) {
    await run(`alter table ${table} rename to ${table}_before`)
    await run(
      `create table ${table} (${owner} text not null, ${n} integer not null, ${columns}, primary key (${owner}, ${n})) without rowid`,
    )
    await run(`insert into ${table} select * from ${table}_before order by ${owner}, ${n}`)
    await run(`drop table ${table}_before`)
    if (index !== undefined) await run(`create index ${table}_by_${index} on ${table} (${index})`)
  }
  await run('drop index client_by_external_key')
  await run('create index client_by_external_key on client (external_key) where external_key is not null')
}
