import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { exchangeCycle } from '../exchange/cycle.ts'

const fence = 'exchange.fence'
const lookMs = 100
/** A cycle may have to wait for a full pull or a slow 1C. */
const patienceMs = 180_000

/**
 * Carries out a cycle of the exchange loop and tells whoever waits at the fence that one is through. The wish lies in the
 * store, so it is heard across processes: the command line waits for the loop of the running hub.
 */
export async function underFence(hub: Hub, cycle: () => Promise<unknown>): Promise<void> {
  const wish = await getState(hub.db, fence)
  await cycle()
  if (wish !== null && (await getState(hub.db, fence)) === wish) await dropState(hub.db, fence)
}

/**
 * Waits until a whole cycle of the exchange that began after this call is over: whatever had changed in 1C before has then
 * reached the store, or never will by itself.
 *
 * `alone`: the caller holds the data folder and no hub runs, so it is the one reader of the changes (1c-odata §14) and
 * reads them itself. Throws UnavailableError when 1C went away meanwhile.
 */
export async function waitForExchange(hub: Hub, alone: boolean): Promise<void> {
  if (alone) {
    await exchangeCycle(hub, true, new AbortController().signal)
    return
  }
  const wish = randomUUID()
  await putState(hub.db, fence, wish, hub.now().toISOString())
  hub.poke()
  for (const end = Date.now() + patienceMs; (await getState(hub.db, fence)) === wish; await pause(lookMs)) {
    if (hub.link.state === 'offline' || hub.link.state === 'stopped')
      throw new UnavailableError(`Обмен с 1С остановился во время сверки: ${hub.link.lastError ?? 'хаб останавливают'}`)
    if (Date.now() < end) continue
    await dropState(hub.db, fence)
    throw new UnavailableError(
      'Обмен с 1С за три минуты не закончил ни одного круга: 1С недоступна или отвечает слишком медленно.',
    )
  }
}
