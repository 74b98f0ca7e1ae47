import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { MappingEffectTable } from './tables/mapping-version.ts'
import { uuidV7 } from './uuid-v7.ts'

type Db = Kysely<Database> | Transaction<Database>

/** A trial as it is used: its JSON columns read, progress and result excepted, whose shapes are the flow's. */
export type MappingEffect = Omit<Selectable<MappingEffectTable>, 'files' | 'disk' | 'progress' | 'result'> & {
  files: Record<string, string | null>
  disk: Record<string, string | null>
  progress: unknown
  result: unknown
}

/** Results hold people's data: they are kept no longer than somebody may still decide by them. */
const keptMs = 30 * 24 * 3_600_000

export async function addEffect(
  db: Db,
  effect: Pick<MappingEffect, 'author' | 'baseFingerprint' | 'files' | 'disk'>,
  at: Date,
): Promise<string> {
  const id = uuidV7(at)
  await db
    .deleteFrom('mappingEffect')
    .where('at', '<', new Date(at.getTime() - keptMs).toISOString())
    .execute()
  await db
    .insertInto('mappingEffect')
    .values({
      id,
      at: at.toISOString(),
      author: effect.author,
      baseFingerprint: effect.baseFingerprint,
      files: JSON.stringify(effect.files),
      disk: JSON.stringify(effect.disk),
      state: 'running',
    })
    .execute()
  return id
}

export async function getMappingEffect(db: Db, id: string): Promise<MappingEffect | null> {
  const row = await db.selectFrom('mappingEffect').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? parse(row) : null
}

/** Trials that are waiting or under way. */
export async function runningEffects(db: Db): Promise<MappingEffect[]> {
  const rows = await db.selectFrom('mappingEffect').selectAll().where('state', '=', 'running').orderBy('id').execute()
  return rows.map(parse)
}

/** Job that carries the trial out. */
export async function setEffectJob(db: Db, id: string, jobId: string): Promise<void> {
  await db.updateTable('mappingEffect').set({ jobId }).where('id', '=', id).execute()
}

/** How far it has come; false when it is no longer under way. */
export async function moveEffect(db: Db, id: string, progress: object): Promise<boolean> {
  const result = await db
    .updateTable('mappingEffect')
    .set({ progress: JSON.stringify(progress) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends a trial that is under way; false when it was over already. */
export async function endEffect(
  db: Db,
  id: string,
  end: { state: 'done'; result: object } | { state: 'failed'; reason: string } | { state: 'stopped' },
  now: string,
): Promise<boolean> {
  const result = await db
    .updateTable('mappingEffect')
    .set({
      state: end.state,
      result: end.state === 'done' ? JSON.stringify(end.result) : null,
      reason: end.state === 'failed' ? end.reason : null,
      progress: null,
      finishedAt: now,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function effectSeen(db: Db, id: string, now: string): Promise<void> {
  await db
    .updateTable('mappingEffect')
    .set({ seenAt: now })
    .where('id', '=', id)
    .where('state', '=', 'done')
    .where('seenAt', 'is', null)
    .execute()
}

function parse(row: Selectable<MappingEffectTable>): MappingEffect {
  return {
    ...row,
    files: JSON.parse(row.files) as Record<string, string | null>,
    disk: JSON.parse(row.disk) as Record<string, string | null>,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as unknown),
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  }
}
