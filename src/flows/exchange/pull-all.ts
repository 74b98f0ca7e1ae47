import type { Hub } from '../../context.ts'
import { describeError, fateOf, MappingError } from '../../errors.ts'
import type { Mapping } from '../../mapping/index.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, mirroredEntities } from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { pullEntity } from './pull-entity.ts'
import { pulledAllAt, wantedPull } from './pull-state.ts'
import { entityTitles } from './titles.ts'

/**
 * Reads 1C into the mirror, entity by entity, and takes away what is no longer there: the whole of it, or the entities that
 * somebody has asked for by name.
 *
 * Resumes after a stop at the page it was at: the number of the pull, the finished entities and a cursor for each range of
 * pages are kept. A pull in which too large a share of an entity has disappeared leaves those records as they were and asks a
 * person (design §4.7).
 */
export async function pullAll(hub: Hub, traceId: string, signal: AbortSignal): Promise<void> {
  const wanted = await wantedPull(hub.db)
  const isFirst = (await getState(hub.db, 'pull.finished')) === null
  const names = isFirst || wanted === null ? mirroredEntities : wanted.entities
  const isWhole = names.length === mirroredEntities.length
  const lastWholeAt = await pulledAllAt(hub)
  const number = await beginPull(hub, traceId, isWhole ? null : names)
  for (const name of names) {
    if ((await getState(hub.db, `pull.entity.${name}`)) === String(number)) continue
    const mapping = hub.mappings.of(name)
    if (mapping) await pullOrTell(hub, name, mapping, number, traceId, signal)
    else await tellSkipped(hub, name, traceId)
    await putState(hub.db, `pull.entity.${name}`, String(number), hub.now().toISOString())
  }
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    // A part does not make the rest of the mirror any younger.
    await putState(trx, 'pull.finished', String(number), isWhole ? now : (lastWholeAt ?? now))
    await dropState(trx, 'pull.trace')
    // Whoever asked for another pull while this one ran gets it.
    if ((await getState(trx, 'pull.wanted')) === (wanted?.note ?? null)) await dropState(trx, 'pull.wanted')
    await enqueueConsequences(hub, trx, names, traceId)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.finished',
      text: isWhole ? 'База 1С прочитана целиком' : `Прочитано заново: ${listed(names)}`,
    })
  })
  hub.link.progress = null
  if (isWhole) hub.link.lastPullAt = now
  hub.link.checkedAt = now
  announceChange(hub, names)
}

const listed = (names: readonly Mirrored[]): string => names.map((name) => entityTitles[name].toLowerCase()).join(', ')

/** Number of the pull to go on with, or of a new one. */
async function beginPull(hub: Hub, traceId: string, part: readonly Mirrored[] | null): Promise<number> {
  const finished = Number((await getState(hub.db, 'pull.finished')) ?? 0)
  const number = finished + 1
  // A pull that goes on after a stop is no other pull.
  if ((await getState(hub.db, 'pull.current')) === String(number)) return number
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'pull.current', String(number), now)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.started',
      ...beginning(finished === 0, part),
    })
  })
  return number
}

function beginning(isFirst: boolean, part: readonly Mirrored[] | null): { title: string; text: string } {
  if (part !== null) return { title: 'Повторное чтение из 1С', text: `Начато повторное чтение: ${listed(part)}` }
  return isFirst
    ? { title: 'Первоначальное чтение базы 1С', text: 'Начато первоначальное чтение базы 1С' }
    : { title: 'Полная сверка с 1С', text: 'Начата полная сверка с 1С' }
}

/** Key of the reason why an entity could not be read at all, for the desktop. */
export const unreadKey = (name: Mirrored): string => `pull.unread.${name}`

/** One set that 1C does not hand out (not published, no right) must not keep back all the others. */
async function pullOrTell(
  hub: Hub,
  name: Mirrored,
  mapping: Mapping,
  number: number,
  traceId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pullEntity(hub, mapping, number, traceId, signal)
    await dropState(hub.db, unreadKey(name))
  } catch (error) {
    if (fateOf(error) !== 'park') throw error
    const now = hub.now().toISOString()
    const reason = describeError(error)
    await hub.db.transaction().execute(async (trx) => {
      await putState(trx, unreadKey(name), reason, now)
      const text = `${entityTitles[name]} не прочитаны: ${reason}`
      await writeJournal(trx, now, { traceId, topic: 'exchange', step: 'pull.unread', level: 'error', text })
    })
    hub.live.changed('attention')
  }
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

/** Reason of the failure when nothing at all can be pulled: every mapping is broken or `mappings/` is empty. */
export const noMappings = 'no_mappings'

export function requireMappings(hub: Hub): void {
  if (hub.mappings.all.length > 0) return
  throw new MappingError(
    'Ни один файл соответствий не подходит к этой базе 1С: хаб не знает, откуда читать. Исправьте их на странице «Соответствия» или начните с заготовки: realtor-hub init.',
    { reason: noMappings },
  )
}
