import type { Hub } from '../../context.ts'
import { HubError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'
import { checkMappings } from './check-mappings.ts'
import { compareAll } from './compare-all.ts'
import { keepKnown } from './known.ts'
import { pullChanges } from './pull-changes.ts'
import { chooseWays } from './read-ways.ts'

/** A node or an object of the plan that somebody adds in 1C is noticed within this time. */
const waysLastMs = 60 * 60_000

/**
 * One cycle of the exchange after the first whole pull: the package of the exchange plan, then, when it is time, a comparison
 * of what the plan does not bring. `poked`: somebody knows of a change, so it is time.
 */
export async function exchangeCycle(hub: Hub, poked: boolean, signal: AbortSignal): Promise<void> {
  await keepWays(hub)
  let isFresh = false
  if (hub.link.ways.some(({ way }) => way === 'plan')) {
    const before = hub.link.pause
    try {
      await pullChanges(hub)
    } catch (error) {
      if (hub.link.pause === null || hub.link.pause.error !== error) throw forgetWays(hub, error)
      isFresh = hub.link.pause !== before
    }
  }
  await keepWays(hub)
  await keepKnown(hub)
  const isWanted = (await getState(hub.db, 'reconcile.wanted')) !== null
  // A package that 1C cannot make (1c-odata §7) must not keep back what the objects themselves can tell.
  if (isWanted || isFresh || (await isTime(hub, poked))) await compare(hub, isWanted, signal)
  // While the plan is left alone nothing else would tell that 1C has gone away.
  else if (hub.link.pause !== null) await hub.onec.ping()
}

/** Decides anew how entities are read when that was long ago, or what is known of the exchange plan has changed. */
export async function keepWays(hub: Hub): Promise<void> {
  const { waysAt } = hub.link
  if (waysAt !== null && hub.now().getTime() < waysAt + waysLastMs) return
  await checkMappings(hub)
  hub.link.ways = await chooseWays(hub)
  hub.link.waysAt = hub.now().getTime()
  hub.link.comparedAt ??= hub.now().toISOString()
}

/** A plan or a node that is gone asks for another way. */
function forgetWays(hub: Hub, error: unknown): unknown {
  if (error instanceof HubError && error.facts.reason === 'exchange_node') hub.link.waysAt = null
  return error
}

/** A change of an object that a mapping only reads through a reference is no change of what the plan would bring. */
async function isTime(hub: Hub, poked: boolean): Promise<boolean> {
  const { ways, comparedAt, pause } = hub.link
  const isBrought = ({ entity, way }: (typeof ways)[number]) =>
    pause === null && way === 'plan' && (hub.mappings.of(entity)?.expand.length ?? 0) === 0
  if (ways.every((one) => isBrought(one) && one.isProven)) return false
  // Who waits at the fence of the verification waits for what no plan brings; what the plan should have brought and did
  // not is a gap to be named there, not to be mended in silence.
  const isAsked = poked || (await getState(hub.db, 'exchange.fence')) !== null
  if (isAsked && !ways.every(isBrought)) return true
  const last = comparedAt === null ? 0 : Date.parse(comparedAt)
  return hub.now().getTime() >= last + hub.config.settings.exchange.compare
}

async function compare(hub: Hub, everything: boolean, signal: AbortSignal): Promise<void> {
  await compareAll(hub, everything, signal)
  hub.link.checkedAt = hub.now().toISOString()
  if (!everything) return
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await dropState(trx, 'reconcile.wanted')
    const finished = await getState(trx, 'pull.finished')
    if (finished !== null) await putState(trx, 'pull.finished', finished, now)
    await writeJournal(trx, now, {
      traceId: newTraceId(),
      topic: 'exchange',
      step: 'reconciled',
      text: 'Сверка с 1С по ссылкам и версиям закончена',
    })
  })
  hub.link.lastPullAt = now
}
