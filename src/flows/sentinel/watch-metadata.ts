import type { Hub } from '../../context.ts'
import { describeError, fateOf } from '../../errors.ts'
import { lookAtMetadata } from './look-at-metadata.ts'

/** 1C that was away is asked again after so long, not only at the next full hour. */
const againMs = 60_000

export const watchQueue = 'watch-metadata'

/**
 * Compares what 1C publishes with what it published before. A base that does not answer, or answers with half a document, is
 * no change of its configuration: of that the exchange itself tells.
 */
export async function watchMetadata(hub: Hub): Promise<void> {
  try {
    await lookAtMetadata(hub, true)
  } catch (error) {
    hub.log.info('metadata of 1C not compared', { error: describeError(error) })
    if (fateOf(error) !== 'park') await askForLook(hub, againMs)
  }
}

/** Has the metadata compared soon; wishes that wait already are one. */
export async function askForLook(hub: Hub, afterMs = 0): Promise<void> {
  const runAt = new Date(hub.now().getTime() + afterMs).toISOString()
  const options = { dedupeKey: afterMs === 0 ? watchQueue : `${watchQueue}.again`, ...(afterMs > 0 && { runAt }) }
  await hub.db.transaction().execute((trx) => hub.jobs.enqueue(trx, watchQueue, {}, options))
  hub.jobs.wake()
}

/** The first look, and a look whenever 1C refuses names in numbers; the hourly one is a row of the table of flows. */
export async function startSentinel(hub: Hub): Promise<void> {
  hub.doubts.onBurst(() => {
    askForLook(hub).catch((error: unknown) => hub.log.warn('no look at the metadata', { error: describeError(error) }))
  })
  await askForLook(hub)
}
