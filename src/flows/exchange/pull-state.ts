import type { Kysely, Transaction } from 'kysely'
import type { Hub } from '../../context.ts'
import { type Mirrored, mirroredEntities } from '../../store/mirror.ts'
import type { Database } from '../../store/schema.ts'
import { getState, putState } from '../../store/state.ts'

type Db = Kysely<Database> | Transaction<Database>

/** A whole reading that somebody has asked for. */
export interface WantedPull {
  /** As it is kept; another text means that somebody has asked again. */
  note: string
  entities: readonly Mirrored[]
}

/**
 * Asks the exchange loop to read entities whole, without names all of them. It adds to what others have asked for, and what
 * is being read meanwhile is read once more.
 */
export async function askForPull(db: Db, now: string, names?: readonly Mirrored[]): Promise<void> {
  const known = await wantedPull(db)
  const isAll = names === undefined || known?.entities.length === mirroredEntities.length
  const wanted = mirroredEntities.filter((name) => names?.includes(name) || known?.entities.includes(name))
  await putState(db, 'pull.wanted', [now, ...(isAll ? [] : wanted)].join(' '), now)
}

/** Null when nobody has asked; a note without names means everything. */
export async function wantedPull(db: Db): Promise<WantedPull | null> {
  const note = await getState(db, 'pull.wanted')
  if (note === null) return null
  const [, ...names] = note.split(' ')
  return {
    note,
    entities: names.length === 0 ? mirroredEntities : mirroredEntities.filter((name) => names.includes(name)),
  }
}

/** True once a full pull has come to its end. */
export async function hasPulledAll(hub: Hub): Promise<boolean> {
  return (await getState(hub.db, 'pull.finished')) !== null && (await getState(hub.db, 'pull.wanted')) === null
}

/** When the last whole pull ended, also one of an earlier run of the hub; null before the first. */
export async function pulledAllAt(hub: Hub): Promise<string | null> {
  const row = await hub.db
    .selectFrom('state')
    .select('updatedAt')
    .where('name', '=', 'pull.finished')
    .executeTakeFirst()
  return row?.updatedAt ?? null
}

/** Number of the whole pull that is under way, else of the last one: what is met now counts as seen by it. */
export async function pullNumber(hub: Hub): Promise<number> {
  const numbers = [await getState(hub.db, 'pull.current'), await getState(hub.db, 'pull.finished')]
  return Math.max(0, ...numbers.map(Number))
}

/** True once an entity was read in whole, or could not be and somebody was told why. */
export async function hasPulled(hub: Hub, entity: Mirrored): Promise<boolean> {
  return (await getState(hub.db, `pull.entity.${entity}`)) !== null
}
