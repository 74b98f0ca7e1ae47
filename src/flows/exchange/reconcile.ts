import type { Hub } from '../../context.ts'
import { putState } from '../../store/state.ts'

/** Asks the exchange loop for a full pull: what was deleted in 1C never comes through the exchange plan (1c-odata §14). */
export async function reconcile(hub: Hub): Promise<void> {
  const now = hub.now().toISOString()
  await putState(hub.db, 'pull.wanted', now, now)
  hub.poke()
}
