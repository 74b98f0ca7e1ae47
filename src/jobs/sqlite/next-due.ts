import { type Kysely, sql } from 'kysely'
import type { Database } from '../../store/schema.ts'

/** The next instant after `now` at which a job becomes due or a lease runs out; null when there is none. */
export async function nextDue(db: Kysely<Database>, now: string): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select min(at) as at
    from (
      select min(run_at) as at from job where state = 'ready' and run_at > ${now}
      union all
      select min(lease_until) as at from job where state = 'active' and lease_until > ${now}
    )
  `.execute(db)
  return rows[0]?.at ?? null
}
