import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { describeError, fateOf, HubError } from '../../errors.ts'
import type { Job, RunContext } from '../../jobs/engine.ts'
import { ReplayFilter } from '../../model/replay.ts'
import { writeJournal } from '../../store/journal.ts'
import {
  changeReplay,
  countItems,
  getReplay,
  holdItem,
  noItems,
  noteTry,
  type ReplayItemRow,
  settleItem,
  waitingItems,
} from '../../store/replays.ts'
import { failed, type Outcome, type Run } from './thing.ts'
import { things } from './things.ts'
import { hubsUnder } from './under-mapping.ts'

const RunReplay = z.object({ replayId: z.string() })

/** Items looked at in one go; between two goes everything of the first is settled. */
const atOnce = 200
/** Subjects worked on side by side: few enough for live calls to find their place. */
const lanes = 6
/** Tries of one item before its subject has to wait for the next round, and the pause between them. */
const tries = 4
const pauseMs = 250
/** Rounds in which 1C may put an item off while it takes others; then nobody waits for that item any more. */
const patience = 5
/** So many subjects put off in one round are not stubborn: it is 1C that is unwell, and everything waits for it. */
const mostAside = 20

const behindText =
  'Не начато, чтобы не нарушить порядок: раньше должно пройти то, что ждёт 1С и касается того же клиента или звонка.'

/** Subjects that 1C puts off in this round, with the item each of them got stuck at. */
type Aside = Map<string, { item: ReplayItemRow; error: HubError }>

/**
 * Works a replay off, item by item. Items of one subject go one after another in the order they came in. Broken off, it
 * goes on with the items that are not settled; while 1C is away it waits, which is no failure of an item. A subject that 1C
 * alone puts off keeps no other waiting: it is tried again after all others, and after some rounds it is held for a person.
 */
export async function runReplay(hub: Hub, data: unknown, _job: Job, { signal }: RunContext): Promise<void> {
  const { replayId } = RunReplay.parse(data)
  const replay = await getReplay(hub.db, replayId)
  if (replay?.state !== 'running') return
  const run: Run = { hub, replay, hubAt: hubsUnder(hub, replay.mapping), signal }
  const aside: Aside = new Map()
  for (;;) {
    // From the first on each time: a stop that was taken back at once leaves items behind.
    const items = await waitingItems(hub.db, replayId, [...aside.keys()], atOnce)
    if (items.length === 0) break
    const delay = await workOff(run, items, aside)
    if (signal.aborted || !(await stillRunning(run))) return
    await wait(run, delay)
  }
  await wait(run, await putOff(run, aside))
  await finish(run)
}

/** Tells why nothing moves. The queue comes back to it with growing pauses. */
async function wait({ hub, replay }: Run, delay: HubError | null): Promise<void> {
  await changeReplay(hub.db, replay.id, { waiting: delay === null ? null : describeError(delay) })
  hub.live.changed('replay')
  if (delay !== null) throw delay
}

/** Counts this round against what got stuck in it; gives an error back when there is something left to try again. */
async function putOff({ hub }: Run, aside: Aside): Promise<HubError | null> {
  let delay: HubError | null = null
  for (const { item, error } of aside.values()) {
    const reason = describeError(error)
    if (item.tries + 1 < patience) {
      await noteTry(hub.db, item.id, reason)
      delay ??= error
    } else await hub.db.transaction().execute((trx) => holdItem(trx, item, { item: reason, behind: behindText }))
  }
  return delay
}

/**
 * Settles these items, but for subjects that 1C puts off: those are noted in `aside` and stay as they are. An error is given
 * back when it is not about a subject but about all of 1C.
 */
async function workOff(run: Run, items: readonly ReplayItemRow[], aside: Aside): Promise<HubError | null> {
  const queues = [...Map.groupBy(items, (item) => item.subject).values()]
  const unstuck: { delay: HubError | null } = { delay: null }
  const lane = async () => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const item of queue) {
        if (unstuck.delay || run.signal.aborted || !(await stillRunning(run))) return
        const outcome = await handle(run, item)
        if (!(outcome instanceof HubError)) {
          await settle(run, item, outcome)
          continue
        }
        aside.set(item.subject, { item, error: outcome })
        if (run.hub.link.state === 'offline' || aside.size > mostAside) unstuck.delay ??= outcome
        break
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return unstuck.delay
}

async function handle(run: Run, item: ReplayItemRow): Promise<Outcome | HubError> {
  const { what } = ReplayFilter.parse(JSON.parse(run.replay.filter))
  const thing = things[what]
  for (let n = 1; ; n++) {
    try {
      return await (run.replay.dry === 1 ? thing.foresee(run, item) : thing.redo(run, item))
    } catch (error) {
      if (fateOf(error) === 'park') return failed(describeError(error))
      if (n >= tries) {
        if (error instanceof HubError) return error
        // Nobody's turn but the programmer's: the others must not wait for that.
        run.hub.log.error('replay item broke', { replay: run.replay.id, item: item.id, error: describeError(error) })
        return failed(`Ошибка на нашей стороне: ${describeError(error)}`)
      }
      await pause(pauseMs * n, undefined, { signal: run.signal })
    }
  }
}

async function settle({ hub }: Run, item: ReplayItemRow, { state, text, detail }: Outcome): Promise<void> {
  const kept = detail === undefined ? null : JSON.stringify(detail)
  await settleItem(hub.db, item.id, { state, text, detail: kept }, hub.now().toISOString())
  hub.live.changed('replay')
}

const stillRunning = async ({ hub, replay }: Run) => (await getReplay(hub.db, replay.id))?.state === 'running'

async function finish({ hub, replay }: Run): Promise<void> {
  const now = hub.now().toISOString()
  const counts = (await countItems(hub.db, [replay.id])).get(replay.id) ?? noItems
  await hub.db.transaction().execute(async (trx) => {
    await changeReplay(trx, replay.id, { state: 'done', waiting: null, finishedAt: now })
    if (replay.dry === 1) return
    const { done, failed: broken, skipped: left, held } = counts
    await writeJournal(trx, now, {
      traceId: replay.traceId,
      topic: 'system',
      step: 'replay.finished',
      level: broken + held > 0 ? 'warning' : 'info',
      text: `Повтор закончен: сделано ${done}, не получилось ${broken}, повторять не нужно ${left}${held > 0 ? `, ждёт 1С ${held}` : ''}`,
      facts: { replay: replay.id },
    })
  })
  hub.live.changed('replay', 'attention', 'journal', 'calls')
}
