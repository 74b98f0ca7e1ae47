import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { LiveTopic } from '../../live.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { flows } from '../index.ts'

/** Which parts of the window show an entity. */
const shownIn: Record<Mirrored, LiveTopic[]> = {
  manager: [],
  project: ['units'],
  building: ['units'],
  unit: ['units'],
  client: ['units', 'calls', 'debts'],
  adPlatform: ['calls'],
  campaign: ['calls'],
  deal: ['debts', 'units'],
  payment: ['debts'],
  booking: ['units'],
}

/** Enqueues, with the change itself, every flow that starts on a change of these entities. */
export async function enqueueConsequences(
  hub: Hub,
  trx: Trx,
  changed: readonly Mirrored[],
  traceId: string,
): Promise<void> {
  for (const flow of flows) {
    if (!flow.onChange?.some((entity) => changed.includes(entity))) continue
    await hub.jobs.enqueue(trx, flow.name, {}, { dedupeKey: flow.name, traceId })
  }
}

/** After the commit: wakes the queue and the windows. */
export function announceChange(hub: Hub, changed: readonly Mirrored[]): void {
  hub.jobs.wake()
  const topics = new Set(changed.flatMap((entity) => shownIn[entity]))
  hub.live.changed('journal', 'attention', ...topics)
}
