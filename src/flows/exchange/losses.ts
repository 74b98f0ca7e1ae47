import type { Kysely } from 'kysely'
import type { Hub } from '../../context.ts'
import { BrakeError } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import { writeJournal } from '../../store/journal.ts'
import { countLiving, livingAmong, type Mirrored } from '../../store/mirror.ts'
import type { MirrorRows } from '../../store/mirror-rows.ts'
import type { Database } from '../../store/schema.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { entityTitles } from './titles.ts'

/**
 * References of what would be lost if these records were stored: alive here and deleted there, or on sale here and
 * withdrawn from sale there.
 */
export async function lossesAmong(
  db: Kysely<Database> | Trx,
  name: Mirrored,
  { refs, deleted, status }: Pick<MirrorRows, 'refs' | 'deleted' | 'status'>,
): Promise<Set<string>> {
  const lost = await livingAmong(
    db,
    name,
    refs.filter((_, n) => deleted[n]),
  )
  const withdrawn = refs.filter((_, n) => !deleted[n] && status?.[n] === 'not_for_sale')
  lost.push(...(await livingAmong(db, name, withdrawn, 'free')))
  return new Set(lost)
}

/** A loss that must not happen by itself (design §4.7): a single record never is one, nor what a person has agreed to lose. */
export async function isMassLoss(hub: Hub, name: Mirrored, lost: number): Promise<boolean> {
  const free = Math.max(1, (await countLiving(hub.db, name)) * hub.config.settings.exchange.brake)
  const confirmed = Number((await getState(hub.db, confirmedKey(name))) ?? 0)
  return lost > free + confirmed
}

/** Holds a loss back until a person confirms it; the next whole pull may then take what this one did not dare to. */
export async function brake(hub: Hub, trx: Trx, name: Mirrored, lost: number, traceId: string): Promise<void> {
  const now = hub.now().toISOString()
  const alive = await countLiving(trx, name)
  const { message } = new BrakeError(
    `${entityTitles[name]}: из 1С исчезло или снято с продажи ${lost} из ${alive}. Хаб оставил их как есть и ждёт решения.`,
  )
  const known = await getState(trx, brakeKey(name))
  await putState(trx, brakeKey(name), JSON.stringify({ unseen: lost, alive, traceId, reason: message }), now)
  // The same brake found again at every comparison is no news.
  if (known !== null && (JSON.parse(known) as { unseen: number }).unseen === lost) return
  await writeJournal(trx, now, { traceId, topic: 'exchange', step: 'pull.brake', level: 'error', text: message })
}

/** After a loss was taken, or there was none: nothing waits for a person any more. */
export async function releaseBrake(trx: Trx, name: Mirrored): Promise<void> {
  await dropState(trx, brakeKey(name))
  await dropState(trx, confirmedKey(name))
}

const brakeKey = (name: Mirrored): string => `pull.brake.${name}`
const confirmedKey = (name: Mirrored): string => `pull.brake.${name}.confirmed`
