import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { VerificationGapTable, VerificationTable } from './tables/verify.ts'
import { uuidV7 } from './uuid-v7.ts'

type Db = Kysely<Database> | Transaction<Database>

export type Verification = Selectable<VerificationTable>
export type VerificationGap = Selectable<VerificationGapTable>

const keptMs = 400 * 24 * 3_600_000
/** A running one moves at least once a page; 1C may think about a page for long, but not for so long. */
const brokenOffMs = 15 * 60_000

/**
 * Begins a certificate; null while another comparison is under way, here or in another process. One that was broken off by
 * the end of its process is closed first, and certificates past their time are removed.
 */
export async function beginVerification(
  db: Kysely<Database>,
  facts: Pick<Verification, 'day' | 'cause' | 'traceId'>,
  at: Date,
  /** What has not moved since is over, whatever it says. */
  brokenBefore: string = new Date(at.getTime() - brokenOffMs).toISOString(),
): Promise<Verification | null> {
  const now = at.toISOString()
  return db.transaction().execute(async (trx) => {
    await trx
      .updateTable('verification')
      .set({ verdict: 'failed', finishedAt: now, progress: null, reason: 'Сверка оборвалась: хаб был остановлен.' })
      .where('verdict', '=', 'running')
      .where('movedAt', '<', brokenBefore)
      .execute()
    const running = await trx
      .selectFrom('verification')
      .select('id')
      .where('verdict', '=', 'running')
      .executeTakeFirst()
    if (running) return null
    const oldest = new Date(at.getTime() - keptMs).toISOString().slice(0, 10)
    await trx.deleteFrom('verification').where('day', '<', oldest).execute()
    return trx
      .insertInto('verification')
      .values({
        id: uuidV7(at),
        ...facts,
        startedAt: now,
        movedAt: now,
        verdict: 'running',
        figures: '[]',
        gaps: 0,
        healed: 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

export async function moveVerification(db: Db, id: string, progress: unknown, now: string): Promise<void> {
  await db
    .updateTable('verification')
    .set({ progress: JSON.stringify(progress), movedAt: now })
    .where('id', '=', id)
    .execute()
}

/** Closes a certificate with its gaps. */
export async function finishVerification(
  trx: Transaction<Database>,
  id: string,
  outcome: Pick<Verification, 'verdict' | 'reason' | 'gaps' | 'healed'> & { figures: unknown },
  gaps: readonly Omit<Insertable<VerificationGapTable>, 'verificationId'>[],
  now: string,
): Promise<void> {
  const figures = JSON.stringify(outcome.figures)
  await trx
    .updateTable('verification')
    .set({ ...outcome, figures, progress: null, finishedAt: now, movedAt: now })
    .where('id', '=', id)
    .execute()
  for (let at = 0; at < gaps.length; at += 500) {
    const some = gaps.slice(at, at + 500).map((gap) => ({ ...gap, verificationId: id }))
    await trx.insertInto('verificationGap').values(some).execute()
  }
}

/** One certificate, or the newest; null when there is none. */
export async function getVerification(db: Db, id: string | null): Promise<Verification | null> {
  const query = db.selectFrom('verification').selectAll()
  const row = await (id === null ? query.orderBy('id', 'desc').limit(1) : query.where('id', '=', id)).executeTakeFirst()
  return row ?? null
}

/** The newest comparison that is over; null before the first. */
export async function lastVerified(db: Db): Promise<Verification | null> {
  const row = await db
    .selectFrom('verification')
    .selectAll()
    .where('verdict', '!=', 'running')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The last finished comparison of each day since `from`, oldest first. */
export async function verifiedDays(
  db: Db,
  from: string,
): Promise<Pick<Verification, 'id' | 'day' | 'verdict' | 'gaps' | 'healed' | 'finishedAt'>[]> {
  return db
    .selectFrom('verification')
    .select(['id', 'day', 'verdict', 'gaps', 'healed', 'finishedAt'])
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('verification')
        .select((inner) => inner.fn.max('id').as('id'))
        .where('verdict', '!=', 'running')
        .where('day', '>=', from)
        .groupBy('day'),
    )
    .orderBy('day')
    .execute()
}

/** Gaps of a certificate as they were found, open ones first. */
export async function gapsOf(db: Db, verificationId: string): Promise<VerificationGap[]> {
  return db
    .selectFrom('verificationGap')
    .selectAll()
    .where('verificationId', '=', verificationId)
    .orderBy((eb) => eb.case().when('state', '=', 'healed').then(1).else(0).end())
    .orderBy('id')
    .execute()
}

export async function getGap(db: Db, id: number): Promise<VerificationGap | null> {
  return (await db.selectFrom('verificationGap').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Notes that a gap was mended after its certificate was closed, and what the certificate says now. */
export async function settleGap(
  trx: Transaction<Database>,
  gap: VerificationGap,
  state: 'sent' | 'healed',
  now: string,
): Promise<void> {
  await trx.updateTable('verificationGap').set({ state, settledAt: now }).where('id', '=', gap.id).execute()
  if (state !== 'healed' || gap.state === 'healed') return
  const run = await trx
    .selectFrom('verification')
    .select(['figures', 'gaps', 'healed', 'verdict'])
    .where('id', '=', gap.verificationId)
    .executeTakeFirstOrThrow()
  const figures = JSON.parse(run.figures) as { entity: string; healed: number }[]
  for (const figure of figures) if (figure.entity === gap.entity) figure.healed += 1
  await trx
    .updateTable('verification')
    .set({
      gaps: run.gaps - 1,
      healed: run.healed + 1,
      verdict: run.verdict === 'gaps' && run.gaps <= 1 ? 'healed' : run.verdict,
      figures: JSON.stringify(figures),
    })
    .where('id', '=', gap.verificationId)
    .execute()
}
