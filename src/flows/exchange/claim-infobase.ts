import type { Hub } from '../../context.ts'
import { ConfigError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'

const demo = 'demo'

/**
 * Ties the data folder to its infobase. The demo's data and a real base never mix: throws ConfigError. A real base at a new
 * address is read again in whole, under the brake, since it may as well be another one.
 */
export async function claimInfobase(hub: Hub): Promise<void> {
  const { host, pathname } = new URL(hub.config.onec.url)
  const now = hub.now().toISOString()
  const identity = hub.config.demo ? demo : `${host}${pathname}`
  const known = await getState(hub.db, 'infobase')
  if (known === identity) return
  if (known !== null && (known === demo || identity === demo)) {
    const [what, other] = identity === demo ? [`the infobase ${known}`, 'the demo'] : ['the demo', identity]
    throw new ConfigError(
      `${hub.config.data} holds the data of ${what}, and this hub is to work with ${other}. Set HUB_DATA to another folder, or ` +
        'move this one away.',
      { data: hub.config.data },
    )
  }
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'infobase', identity, now)
    if (known === null) return
    await putState(trx, 'pull.wanted', now, now)
    const text = `Адрес базы 1С изменился: ${known} → ${identity}. База будет прочитана заново`
    await writeJournal(trx, now, {
      traceId: newTraceId(),
      topic: 'exchange',
      step: 'infobase.moved',
      level: 'warning',
      text,
    })
  })
}
