// REVIEW: read /tmp/exchange-review.md (findings to build in), then delete this line.
import type { Hub } from '../../context.ts'
import { MappingError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, mirroredEntities } from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { pullEntity } from './pull-entity.ts'
import { entityTitles } from './titles.ts'

/**
 * Reads the whole of 1C into the mirror, entity by entity, and takes away what is no longer there.
 *
 * Resumes after a stop at the page it was at: the number of the pull, the finished entities and a cursor for each range of
 * pages are kept. A pull in which too large a share of an entity has disappeared leaves those records as they were and asks a
 * person (design §4.7).
 */
export async function pullAll(hub: Hub, traceId: string, signal: AbortSignal): Promise<void> {
  const number = await beginPull(hub, traceId)
  for (const name of mirroredEntities) {
    if ((await getState(hub.db, `pull.entity.${name}`)) === String(number)) continue
    const mapping = hub.mappings.of(name)
    if (mapping) await pullEntity(hub, mapping, number, traceId, signal)
    else await tellSkipped(hub, name, traceId)
    await putState(hub.db, `pull.entity.${name}`, String(number), hub.now().toISOString())
  }
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'pull.finished', String(number), now)
    await dropState(trx, 'pull.trace')
    await dropState(trx, 'pull.wanted')
    await enqueueConsequences(hub, trx, mirroredEntities, traceId)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.finished',
      text: 'База 1С прочитана целиком',
    })
  })
  hub.link.progress = null
  hub.link.lastPullAt = now
  hub.link.checkedAt = now
  announceChange(hub, mirroredEntities)
}

/** Number of the pull to go on with, or of a new one. */
async function beginPull(hub: Hub, traceId: string): Promise<number> {
  const finished = Number((await getState(hub.db, 'pull.finished')) ?? 0)
  const number = finished + 1
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'pull.current', String(number), now)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.started',
      title: finished === 0 ? 'Первоначальное чтение базы 1С' : 'Полная сверка с 1С',
      text: finished === 0 ? 'Начато первоначальное чтение базы 1С' : 'Начата полная сверка с 1С',
    })
  })
  return number
}

async function tellSkipped(hub: Hub, name: Mirrored, traceId: string): Promise<void> {
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId,
    topic: 'exchange',
    step: 'pull.skipped',
    level: 'warning',
    text: `${entityTitles[name]} не прочитаны: нет исправного файла соответствий для «${name}»`,
  })
}

/** Throws when nothing at all can be pulled: every mapping is broken or `mappings/` is empty. */
export function requireMappings(hub: Hub): void {
  if (hub.mappings.all.length > 0) return
  throw new MappingError(
    'Нет ни одного исправного файла соответствий. Проверьте папку mappings командой realtor-hub lint.',
  )
}
