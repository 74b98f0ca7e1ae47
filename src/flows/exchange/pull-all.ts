import type { Hub } from '../../context.ts'
import { BrakeError, MappingError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import {
  countUnseen,
  type Incoming,
  type Mirrored,
  markUnseen,
  mirroredEntities,
  putMirrored,
} from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { mapRecords, recordUnmapped } from './map-records.ts'
import { entityTitles } from './titles.ts'

/**
 * Reads the whole of 1C into the mirror, entity by entity, and takes away what is no longer there.
 *
 * Resumes after a stop at the entity it was at: the number of the pull and the finished entities are kept. A pull in
 * which too large a share of an entity has disappeared leaves that entity as it was and asks a person (design §4.7).
 */
export async function pullAll(hub: Hub, traceId: string, signal: AbortSignal): Promise<void> {
  const number = await beginPull(hub, traceId)
  for (const name of mirroredEntities) {
    if (signal.aborted) return
    if ((await getState(hub.db, `pull.entity.${name}`)) === String(number)) continue
    await pullEntity(hub, name, number, traceId, signal)
    if (signal.aborted) return
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

async function pullEntity(
  hub: Hub,
  name: Mirrored,
  number: number,
  traceId: string,
  signal: AbortSignal,
): Promise<void> {
  const mapping = hub.mappings.of(name)
  if (!mapping) {
    const now = hub.now().toISOString()
    await writeJournal(hub.db, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.skipped',
      level: 'warning',
      text: `${entityTitles[name]} не прочитаны: нет исправного файла соответствий для «${name}»`,
    })
    return
  }
  const { set, filter, order } = mapping.spec.from
  const started = Date.now()
  const pages = hub.onec.readAll(set, { filter, order, pageSize: hub.config.settings.exchange.page, signal })
  let stored = 0
  let refused = 0
  for (;;) {
    const page = await pages.next()
    if (page.done) {
      if (signal.aborted) return
      await finishEntity(hub, name, number, traceId, {
        stored,
        refused,
        complete: page.value.complete,
        ms: Date.now() - started,
      })
      return
    }
    const mapped = mapRecords(hub, set, page.value.rows)
    const list = (mapped.incoming.get(name) ?? []) as Incoming<Mirrored>[]
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await putMirrored(trx, name, list, number, now)
      await recordUnmapped(trx, mapped, traceId, now)
    })
    stored += list.length
    refused += mapped.unmapped.length
    hub.link.progress = { entity: entityTitles[name], done: page.value.done, total: page.value.total }
    hub.live.changed('link')
  }
}

interface Outcome {
  stored: number
  refused: number
  complete: boolean
  ms: number
}

async function finishEntity(
  hub: Hub,
  name: Mirrored,
  number: number,
  traceId: string,
  outcome: Outcome,
): Promise<void> {
  const title = entityTitles[name]
  const { unseen, alive } = await countUnseen(hub.db, name, number)
  // Records a mapping refused are still in 1C: what was known of them stays.
  const mayTake = outcome.complete && outcome.refused === 0
  const braked = mayTake && (await isBraked(hub, name, unseen, alive))
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    const gone = mayTake && !braked ? await markUnseen(trx, name, number, now) : 0
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'pull.entity',
      level: braked || outcome.refused > 0 || !outcome.complete ? 'warning' : 'info',
      text: `${title}: прочитано ${outcome.stored}${outcome.refused > 0 ? `, не разобрано ${outcome.refused}` : ''}${gone > 0 ? `, исчезло из 1С ${gone}` : ''}${
        outcome.complete ? '' : '; база менялась во время чтения, остальное придёт с изменениями'
      }`,
      facts: { entity: name, ...outcome, gone },
    })
    if (braked) {
      const brake = new BrakeError(
        `${title}: из 1С исчезло ${unseen} из ${alive}. Хаб оставил их как есть и ждёт решения.`,
      )
      await putState(
        trx,
        `pull.brake.${name}`,
        JSON.stringify({ unseen, alive, number, traceId, reason: brake.message }),
        now,
      )
      await writeJournal(trx, now, {
        traceId,
        topic: 'exchange',
        step: 'pull.brake',
        level: 'error',
        text: brake.message,
      })
    }
  })
}

async function isBraked(hub: Hub, name: Mirrored, unseen: number, alive: number): Promise<boolean> {
  if (unseen === 0 || unseen <= alive * hub.config.settings.exchange.brake) return false
  const confirmed = await getState(hub.db, `pull.brake.${name}.confirmed`)
  if (confirmed === null) return true
  await dropState(hub.db, `pull.brake.${name}.confirmed`)
  return false
}

/** Throws when nothing at all can be pulled: every mapping is broken or `mappings/` is empty. */
export function requireMappings(hub: Hub): void {
  if (hub.mappings.all.length > 0) return
  throw new MappingError(
    'Нет ни одного исправного файла соответствий. Проверьте папку mappings командой realtor-hub lint.',
  )
}
