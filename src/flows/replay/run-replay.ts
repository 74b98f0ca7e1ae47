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
/** Tries of one item before the whole replay waits, and the pause between them. */
const tries = 4
const pauseMs = 250

/**
 * Works a replay off, item by item. Items of one subject go one after another in the order they came in. Broken off, it
 * goes on with the items that are not settled; while 1C is away it waits, which is no failure of an item.
 */
export async function runReplay(hub: Hub, data: unknown, _job: Job, { signal }: RunContext): Promise<void> {
  const { replayId } = RunReplay.parse(data)
  const replay = await getReplay(hub.db, replayId)
  if (replay?.state !== 'running') return
  const run: Run = { hub, replay, hubAt: hubsUnder(hub, replay.mapping), signal }
  for (;;) {
    // From the first on each time: a stop that was taken back at once leaves items behind.
    const items = await waitingItems(hub.db, replayId, atOnce)
    if (items.length === 0) break
    const delay = await workOff(run, items)
    if (signal.aborted || !(await stillRunning(run))) return
    await changeReplay(hub.db, replayId, { waiting: delay === null ? null : describeError(delay) })
    hub.live.changed('replay')
    // The queue comes back to it with growing pauses.
    if (delay !== null) throw delay
  }
  await finish(run)
}

/** Settles these items; an error that will pass is given back, and what it concerns stays as it was. */
async function workOff(run: Run, items: readonly ReplayItemRow[]): Promise<HubError | null> {
  const queues = [...Map.groupBy(items, (item) => item.subject).values()]
  const unstuck: { delay: HubError | null } = { delay: null }
  const lane = async () => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const item of queue) {
        if (unstuck.delay || run.signal.aborted || !(await stillRunning(run))) return
        const outcome = await handle(run, item)
        if (outcome instanceof HubError) unstuck.delay ??= outcome
        else await settle(run, item, outcome)
        if (outcome instanceof HubError) return
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
  const counts = (await countItems(hub.db, [replay.id])).get(replay.id)
  await hub.db.transaction().execute(async (trx) => {
    await changeReplay(trx, replay.id, { state: 'done', waiting: null, finishedAt: now })
    if (replay.dry === 1) return
    const { done = 0, failed: broken = 0, skipped: left = 0 } = counts ?? {}
    await writeJournal(trx, now, {
      traceId: replay.traceId,
      topic: 'system',
      step: 'replay.finished',
      level: broken > 0 ? 'warning' : 'info',
      text: `Повтор закончен: сделано ${done}, не получилось ${broken}, повторять не нужно ${left}`,
      facts: { replay: replay.id },
    })
  })
  hub.live.changed('replay', 'attention', 'journal', 'calls')
}
