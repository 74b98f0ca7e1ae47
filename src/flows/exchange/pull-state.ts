import type { Hub } from '../../context.ts'
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
