import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { getCall } from '../../../store/calls.ts'
import { foreseeCall } from '../foresee-call.ts'
import { done, failed, type Run, skipped, type Thing } from '../thing.ts'

/** Longer than this nobody waits for one job: it goes on in its queue. */
const patienceMs = 10_000
const lookMs = 60

const settledAlready = 'Задание уже не ждёт решения.'
const OfCall = z.object({ callId: z.string() })

/** A job nobody tries any more gets a fresh set of tries in its old place in the queue; always with today's mapping. */
export const job: Thing = {
  async foresee(run, { target, since }) {
    const row = await stateOf(run, target)
    if (row?.state !== 'dead') return skipped(settledAlready)
    const { data: ofCall } = row.queue === 'record-call' ? OfCall.safeParse(JSON.parse(row.data)) : {}
    const call = ofCall ? await getCall(run.hub.db, ofCall.callId) : null
    return call ? foreseeCall(run, call, since) : done('Задание будет выполнено заново.')
  },
  async redo(run, { target }) {
    const { hub, signal } = run
    const before = await stateOf(run, target)
    if (before?.state === 'dead') await hub.jobs.redrive({ id: target })
    else if (before?.state !== 'ready' && before?.state !== 'active') return skipped(settledAlready)
    hub.jobs.wake()
    for (const end = Date.now() + patienceMs; ; ) {
      const row = await stateOf(run, target)
      if (row?.state === 'dead') return failed(row.lastError ?? 'Причина не записана.')
      if (row?.state !== 'ready' && row?.state !== 'active') return done('Задание выполнено.')
      if (Date.now() >= end || row.failures > 0)
        return done(`Задание возвращено в очередь. ${row.lastError ?? ''}`.trimEnd())
      await pause(lookMs, undefined, { signal })
    }
  },
}

async function stateOf({ hub }: Run, id: string) {
  return hub.db
    .selectFrom('job')
    .select(['queue', 'state', 'data', 'failures', 'lastError'])
    .where('id', '=', id)
    .executeTakeFirst()
}
