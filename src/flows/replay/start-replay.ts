import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import { ReplayFilter, type ReplayMapping, replayStates } from '../../model/replay.ts'
import { type Catching, keepRows } from '../../store/caught.ts'
import { writeJournal } from '../../store/journal.ts'
import {
  addReplay,
  changeReplay,
  countItems,
  getReplay,
  noItems,
  releaseItems,
  runningReplay,
} from '../../store/replays.ts'
import { uuidV7 } from '../../store/uuid-v7.ts'
import { newTraceId } from '../trace.ts'
import { findAll } from './search-caught.ts'

export interface ReplayWish {
  /** Mapping files of today, or those in use when each thing came in. */
  mapping: ReplayMapping
  /** Only tells what would be done: nothing is changed here or in 1C. */
  dry: boolean
  /** Login of whoever asked. */
  author: string
}

export interface ReplayStarted {
  id: string
  /** How many things it is about. */
  total: number
  /** False when the same replay runs already: it is the one with this id. */
  isNew: boolean
}

/** Rows made items in one statement; the event loop has its turn between two. */
const keptAtOnce = 2000

/**
 * Begins to do a set of past things once more. What the filter catches now is the replay, whatever happens later; asked for
 * twice, it is begun once. Throws ZodError for a filter that is none.
 */
export async function startReplay(hub: Hub, filter: ReplayFilter, wish: ReplayWish): Promise<ReplayStarted> {
  const caught = catching(hub, filter)
  const same = { filter: JSON.stringify(ReplayFilter.parse(filter)), mapping: wish.mapping, dry: Number(wish.dry) }
  const hash = createHash('sha256').update(JSON.stringify(same)).digest('base64url')
  const { total, rows } = await findAll(hub, caught)
  const started = await hub.db.transaction().execute(async (trx) => {
    const running = await runningReplay(trx, hash)
    if (running) return { id: running.id, total: await sizeOf(trx, running.id), isNew: false }
    const at = hub.now()
    const now = at.toISOString()
    const id = uuidV7(at)
    const traceId = newTraceId()
    const beyond = total - rows.length
    await addReplay(trx, { id, at: now, author: wish.author, ...same, hash, state: 'running', beyond, traceId })
    for (let at = 0; at < rows.length; at += keptAtOnce)
      await keepRows(trx, id, caught.what, rows.slice(at, at + keptAtOnce))
    await enqueueReplay(hub, trx, { id, dry: same.dry, traceId })
    if (!wish.dry)
      await writeJournal(trx, now, {
        traceId,
        topic: 'system',
        step: 'replay.started',
        title: `Повтор: ${total - beyond}`,
        text: `Начат повтор, попало под отбор: ${total - beyond}`,
        facts: { replay: id, author: wish.author },
      })
    return { id, total: total - beyond, isNew: true }
  })
  hub.jobs.wake()
  hub.live.changed('replay', 'journal')
  return started
}

/** What is under way ends, the rest waits. False when it does not run. */
export async function stopReplay(hub: Hub, id: string): Promise<boolean> {
  return hub.db.transaction().execute(async (trx) => {
    const replay = await getReplay(trx, id)
    if (replay?.state !== 'running') return false
    await changeReplay(trx, id, { state: 'stopped', waiting: null, finishedAt: hub.now().toISOString() })
    hub.live.changed('replay')
    return true
  })
}

/**
 * Goes on with a replay where it was, and with what 1C put off in it. False when it runs, or has nothing left, or the same
 * runs anew already.
 */
export async function resumeReplay(hub: Hub, id: string): Promise<boolean> {
  const resumed = await hub.db.transaction().execute(async (trx) => {
    const replay = await getReplay(trx, id)
    if (!replay || (await runningReplay(trx, replay.hash))) return false
    const { held } = (await countItems(trx, [id])).get(id) ?? noItems
    if (replay.state === 'done' && held === 0) return false
    await releaseItems(trx, id)
    await changeReplay(trx, id, { state: 'running', finishedAt: null })
    await enqueueReplay(hub, trx, replay)
    return true
  })
  hub.jobs.wake()
  hub.live.changed('replay')
  return resumed
}

/** Real ones go one after another; to look costs nobody's turn. */
async function enqueueReplay(hub: Hub, trx: Trx, { id, dry, traceId }: { id: string; dry: number; traceId: string }) {
  const key = dry === 1 ? {} : { key: 'replay' }
  await hub.jobs.enqueue(trx, 'replay', { replayId: id }, { ...key, dedupeKey: `replay:${id}`, traceId })
}

/** A filter as the store understands it: its moments in the infobase's zone, its states by name. */
export function catching(hub: Pick<Hub, 'config'>, filter: ReplayFilter): Catching {
  const { state, since, until, ...rest } = ReplayFilter.parse(filter)
  const [usual, ...others] = replayStates[rest.what]
  const instant = (text: string) => DateTime.fromISO(text, { zone: hub.config.onec.timezone }).toUTC().toISO() ?? text
  return {
    ...rest,
    states: state === 'all' ? [usual, ...others] : [state ?? usual],
    ...(since === undefined ? {} : { since: instant(since) }),
    ...(until === undefined ? {} : { until: instant(until) }),
  }
}

async function sizeOf(trx: Trx, replayId: string): Promise<number> {
  const counts = (await countItems(trx, [replayId])).get(replayId) ?? noItems
  return Object.values(counts).reduce((sum, n) => sum + n, 0)
}
