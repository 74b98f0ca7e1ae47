import { getCall, reportsOf } from '../../../store/calls.ts'
import { foreseeCall } from '../foresee-call.ts'
import { redoCall } from '../redo-call.ts'
import { type Run, skipped, type Thing } from '../thing.ts'

/** A call is recorded in 1C once more. */
export const call: Thing = {
  async foresee(run, { target, since }) {
    const row = await getCall(run.hub.db, target)
    if (!row) return skipped('Этого звонка больше нет: он оказался частью другого разговора.')
    return foreseeCall(run, row, await firstHeard(run, row.callKey, since))
  },
  async redo(run, { target, since }) {
    const row = await getCall(run.hub.db, target)
    return redoCall(run, target, row ? await firstHeard(run, row.callKey, since) : since)
  },
}

/** When the first report of the call came in; the switch's own clock may say otherwise. */
async function firstHeard({ hub }: Run, callKey: string, since: string): Promise<string> {
  const reports = await reportsOf(hub.db, callKey)
  return reports.map(({ receivedAt }) => receivedAt).toSorted()[0] ?? since
}
