import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { LiveTopic } from '../../live.ts'
import type { Mirrored } from '../../store/mirror.ts'

interface Consequence {
  /** Parts of the window that show the entity. */
  shown: LiveTopic[]
  /** Flows that start when it changed in 1C. */
  starts: string[]
}

/** What follows a change in 1C. */
export const consequences: Readonly<Record<Mirrored, Consequence>> = {
  manager: { shown: [], starts: ['alert-debtors'] },
  project: { shown: ['units'], starts: ['publish-feeds'] },
  building: { shown: ['units'], starts: ['publish-feeds'] },
  unit: { shown: ['units'], starts: ['publish-feeds'] },
  client: { shown: ['units', 'calls', 'debts'], starts: [] },
  adPlatform: { shown: ['calls'], starts: [] },
  campaign: { shown: ['calls'], starts: [] },
  deal: { shown: ['debts', 'units'], starts: ['alert-debtors'] },
  payment: { shown: ['debts'], starts: ['alert-debtors'] },
  booking: { shown: ['units'], starts: [] },
}

/** Enqueues, with the change itself, every flow that starts on a change of these entities. */
export async function enqueueConsequences(
  hub: Hub,
  trx: Trx,
  changed: readonly Mirrored[],
  traceId: string,
): Promise<void> {
  for (const flow of new Set(changed.flatMap((entity) => consequences[entity].starts))) {
    await hub.jobs.enqueue(trx, flow, {}, { dedupeKey: flow, traceId })
  }
}

/** After the commit: wakes the queue and the windows. */
export function announceChange(hub: Hub, changed: readonly Mirrored[]): void {
  hub.jobs.wake()
  const topics = new Set(changed.flatMap((entity) => consequences[entity].shown))
  hub.live.changed('journal', 'attention', ...topics)
}
