import type { Hub } from '../../context.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { getState } from '../../store/state.ts'

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
