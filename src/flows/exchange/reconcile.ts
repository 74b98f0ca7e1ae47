import type { Hub } from '../../context.ts'
import { putState } from '../../store/state.ts'

/**
 * Asks the exchange loop to compare everything with 1C: what was deleted there never comes through the exchange plan (1c-odata
 * §14). References and versions are enough for that; only what differs is read in full.
 */
export async function reconcile(hub: Hub): Promise<void> {
  const now = hub.now().toISOString()
  await putState(hub.db, 'reconcile.wanted', now, now)
  hub.poke()
}
