import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { newTraceId } from '../trace.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { isLeftToPlan, noteChanged } from './known.ts'
import { pullNumber } from './pull-state.ts'
import { pulledMappings } from './read-ways.ts'
import { type Scanned, scanEntity } from './scan-entity.ts'
import { entityTitles } from './titles.ts'

/** Older records of a set that is read by date windows are compared by the nightly reconciliation only. */
const windowDays = 35

/**
 * Compares entities with 1C and brings them up to date: with `everything` all of them whole, otherwise those that the
 * exchange plan does not bring, or has not yet proved to bring, each in its own way. What a mapping reads beyond references is
 * never brought with the record.
 */
export async function compareAll(hub: Hub, everything: boolean, signal: AbortSignal): Promise<void> {
  const traceId = newTraceId()
  const seen = await pullNumber(hub)
  const changed: Mirrored[] = []
  for (const mapping of pulledMappings(hub)) {
    const name = mapping.entity as Mirrored
    const chosen = hub.link.ways.find(({ entity }) => entity === name)
    if (!everything && isLeftToPlan(mapping, chosen) && hub.link.pause === null) continue
    const since = !everything && chosen?.way === 'window' ? windowStart(hub) : undefined
    const scanned = await scanEntity(hub, mapping, { seen, traceId, signal, since })
    if (chosen?.way === 'plan' && scanned.changed.length > 0)
      hub.link.silent.set(mapping.spec.from.set, scanned.changed)
    if (scanned.stored + scanned.gone === 0) continue
    changed.push(name)
    await noteChanged(hub, name)
    await tell(hub, name, traceId, scanned)
  }
  hub.link.comparedAt = hub.now().toISOString()
  if (changed.length === 0) return
  await hub.db.transaction().execute((trx) => enqueueConsequences(hub, trx, changed, traceId))
  hub.link.lastChangeAt = hub.now().toISOString()
  announceChange(hub, changed)
}

function windowStart(hub: Hub): string {
  return DateTime.fromJSDate(hub.now(), { zone: hub.config.onec.timezone })
    .minus({ days: windowDays })
    .startOf('day')
    .toFormat("yyyy-MM-dd'T'HH:mm:ss")
}

async function tell(hub: Hub, name: Mirrored, traceId: string, { stored, refused, gone }: Scanned): Promise<void> {
  const parts = [
    ...(stored > 0 ? [`обновлено ${stored}`] : []),
    ...(refused > 0 ? [`не разобрано ${refused}`] : []),
    ...(gone > 0 ? [`исчезло из 1С ${gone}`] : []),
  ]
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId,
    topic: 'exchange',
    step: 'changes.compared',
    level: refused > 0 ? 'warning' : 'info',
    title: 'Сверка версий с 1С',
    text: `${entityTitles[name]}: ${parts.join(', ')}`,
    facts: { entity: name, stored, refused, gone },
  })
}
