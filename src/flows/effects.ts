import type { Hub } from '../context.ts'
import { describeError, fateOf, UnavailableError } from '../errors.ts'
import { writeJournal } from '../store/journal.ts'
import {
  beginAttempt,
  type Effect,
  getEffect,
  type OutboxMessage,
  oweEffect,
  settleFailed,
  settleSent,
  unsettledSince,
} from '../store/outbox.ts'
import type { Topic } from '../store/tables/journal.ts'

/** What of a sink's answer belongs in the journal: everything but the object itself, which is people's data. */
function brief(result: unknown): Record<string, unknown> {
  if (typeof result !== 'object' || result === null) return {}
  const { raw: _, ...rest } = result as Record<string, unknown>
  return rest
}

/** What the far side says of an attempt nobody heard the end of. */
export type Asked =
  /** It happened; this is its result. */
  | { found: unknown }
  /** Nothing of it is there, so far. */
  | 'absent'
  /** Doing it again changes nothing that must not change twice. */
  | 'repeatable'

/** The far side of an effect. */
export interface Sink {
  /** Carries the effect out. Must say by its error class whether it may have happened all the same. */
  deliver(message: OutboxMessage): Promise<unknown>
  ask(message: OutboxMessage): Promise<Asked>
  /** How long after its start an attempt may still take effect: until then «absent» is no answer yet. */
  lateMs: number
}

export interface Wording {
  topic: Topic
  /** Steps of the journal, Russian sentences. */
  doing: string
  done(result: unknown): string
  failed: string
}

/**
 * Carries out one outside effect, at most once as far as the far side lets us know (design §4.3).
 *
 * The wish and every attempt are committed before the first byte goes out. After a crash or a lost answer the far side is
 * asked first. Returns the sink's result; null when a person cancelled the effect. Throws what the sink threw, after the
 * failure is on record.
 */
export async function performEffect(hub: Hub, effect: Effect, wording: Wording): Promise<unknown> {
  const message = await hub.db.transaction().execute((trx) => oweEffect(trx, effect, hub.now().toISOString()))
  return deliverEffect(hub, message.id, wording)
}

/** The same for an effect that is on the list already. */
export async function deliverEffect(hub: Hub, id: number, wording: Wording): Promise<unknown> {
  const message = await getEffect(hub.db, id)
  if (message.state === 'sent') return message.result
  if (message.state === 'cancelled') return null
  const sink = hub.sinks[message.sink]
  const step = (name: string, text: string, level: 'info' | 'warning' | 'error', facts = {}) => ({
    traceId: message.traceId,
    topic: wording.topic,
    step: `${message.kind}.${name}`,
    text,
    level,
    facts: { key: message.key, ...facts },
  })

  const doubtfulSince = await unsettledSince(hub.db, id)
  if (doubtfulSince !== null) {
    const asked = await sink.ask(message)
    if (asked === 'absent' && hub.now().getTime() - Date.parse(doubtfulSince) < sink.lateMs) {
      throw new UnavailableError(`${wording.failed}: прошлая попытка оборвалась, ждём, не дойдёт ли она`, {
        key: message.key,
      })
    }
    if (typeof asked === 'object') {
      const { found } = asked
      await hub.db.transaction().execute(async (trx) => {
        const now = hub.now().toISOString()
        await settleSent(trx, id, null, found, now)
        await writeJournal(trx, now, step('found', `${wording.done(found)} (выяснено запросом после обрыва)`, 'info'))
      })
      return found
    }
  }

  const attempt = await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await writeJournal(trx, now, step('sending', wording.doing, 'info', { attempt: message.attempts + 1 }))
    return beginAttempt(trx, id, now)
  })
  try {
    const result = await sink.deliver(message)
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await settleSent(trx, id, attempt, result, now)
      await writeJournal(trx, now, step('sent', wording.done(result), 'info', brief(result)))
    })
    return result
  } catch (error) {
    const reason = describeError(error)
    const fate = fateOf(error)
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await settleFailed(trx, id, attempt, { fate, reason }, now)
      await writeJournal(
        trx,
        now,
        step(`failed.${fate}`, `${wording.failed}: ${reason}`, fate === 'park' ? 'error' : 'warning'),
      )
    })
    throw error
  } finally {
    hub.live.changed('journal', 'attention')
  }
}
