import type { Hub } from '../context.ts'
import { describeError, fateOf, RejectedError, UnavailableError } from '../errors.ts'
import { keepConflicts } from '../store/conflicts.ts'
import { type Step, writeJournal } from '../store/journal.ts'
import {
  beginAttempt,
  type Effect,
  getEffect,
  type OutboxMessage,
  oweEffect,
  settleAbandoned,
  settleFailed,
  settleSent,
  unsettledSince,
} from '../store/outbox.ts'
import type { Level, Topic } from '../store/tables/journal.ts'

/** What of a sink's answer belongs in the journal: what it did, not the values, which are people's data. */
function brief(result: unknown): Record<string, unknown> {
  const { ref, did, providerId, segments } = (result ?? {}) as Record<string, unknown>
  return { ref, did, providerId, segments }
}

/** What the far side says of an attempt nobody heard the end of. */
export type Asked =
  /** It happened; this is its result. */
  | { found: unknown }
  /** It got there and was refused for good; the reason in Russian. */
  | { refused: string }
  /** Nothing of it is there, so far. */
  | 'absent'
  /** Doing it again changes nothing that must not change twice. */
  | 'repeatable'
  /** It cannot be asked: a person has to decide. */
  | 'unknowable'

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
 * asked first. Returns the sink's result; null when the effect was taken off the list. Throws what the sink threw, after the
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
  const found = await resolveDoubt(hub, message, wording)
  return found === null ? attempt(hub, message, wording) : found.result
}

/**
 * Brings an effect in doubt to its end when the far side has it, and begins nothing when it has not: for work that may no
 * longer want the effect, but must not leave one that happened unaccounted for.
 */
export async function settleIfArrived(hub: Hub, message: OutboxMessage, wording: Wording): Promise<void> {
  const asked = await hub.sinks[message.sink].ask(message)
  if (asked !== 'absent') await deliverEffect(hub, message.id, wording)
}

/**
 * Takes an effect in doubt off the list: it has not arrived, can arrive no more, and is not wanted any longer. Throws
 * UnavailableError while it may still arrive.
 */
export async function abandonEffect(hub: Hub, id: number, wording: Wording & { reason: string }): Promise<void> {
  const message = await getEffect(hub.db, id)
  const since = await unsettledSince(hub.db, id)
  const sink = hub.sinks[message.sink]
  if (since === null || !isInDoubt(message) || (await sink.ask(message)) !== 'absent') return
  requireLate(hub, sink, message, since, wording)
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    if (!(await settleAbandoned(trx, message, wording.reason, now))) return
    await writeJournal(trx, now, stepOf(message, wording, 'abandoned', `${wording.failed}: ${wording.reason}`, 'info'))
  })
}

const isInDoubt = ({ state }: OutboxMessage): boolean => state === 'unknown' || state === 'sending'

/** Throws while an attempt that broke off may still take effect. */
function requireLate(hub: Hub, sink: Sink, { key }: OutboxMessage, since: string, { failed }: Wording): void {
  if (hub.now().getTime() - Date.parse(since) >= sink.lateMs) return
  throw new UnavailableError(`${failed}: прошлая попытка оборвалась, ждём, не дойдёт ли она`, { key })
}

/** Asks the far side about an attempt nobody heard the end of; null when it may be attempted (again). */
async function resolveDoubt(hub: Hub, message: OutboxMessage, wording: Wording): Promise<{ result: unknown } | null> {
  const since = await unsettledSince(hub.db, message.id)
  if (since === null) return null
  const sink = hub.sinks[message.sink]
  const asked = await sink.ask(message)
  if (asked === 'repeatable') return null
  if (asked === 'absent') {
    requireLate(hub, sink, message, since, wording)
    return null
  }
  if (asked === 'unknowable') return leaveInDoubt(hub, message, wording)
  if ('refused' in asked) {
    const reason = asked.refused
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await settleFailed(trx, message, null, { fate: 'park', reason }, now)
      await writeJournal(trx, now, stepOf(message, wording, 'failed.park', `${wording.failed}: ${reason}`, 'error'))
    })
    throw new RejectedError(`${wording.failed}: ${reason}`, { key: message.key })
  }
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await settleSent(trx, message, null, asked.found, now)
    const text = `${wording.done(asked.found)} (выяснено запросом после обрыва)`
    await writeJournal(trx, now, stepOf(message, wording, 'found', text, 'info'))
  })
  return { result: asked.found }
}

/** Nobody can tell, so nothing is done again by itself: it waits for a person. */
async function leaveInDoubt(hub: Hub, message: OutboxMessage, wording: Wording): Promise<never> {
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await settleFailed(trx, message, null, { fate: 'ask', reason: unknowable }, now)
    await writeJournal(trx, now, stepOf(message, wording, 'failed.ask', `${wording.failed}: ${unknowable}`, 'error'))
  })
  throw new RejectedError(`${wording.failed}: ${unknowable}`, { key: message.key })
}

const unknowable = 'связь оборвалась на полуслове, ушло ли сообщение, узнать нельзя; решите сами, отправить ли снова'

async function attempt(hub: Hub, message: OutboxMessage, wording: Wording): Promise<unknown> {
  const number = await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    const begun = await beginAttempt(trx, message, now)
    // A repetition for the same reason is told once, or an outage of a weekend fills the journal.
    if (begun !== null && message.reason === null) {
      await writeJournal(trx, now, stepOf(message, wording, 'sending', wording.doing, 'info'))
    }
    return begun
  })
  if (number === null)
    throw new UnavailableError(`${wording.failed}: этим уже занято другое задание`, { key: message.key })
  try {
    const result = await hub.sinks[message.sink].deliver(message)
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await settleSent(trx, message, number, result, now)
      await keepConflicts(trx, message, result, now)
      await writeJournal(trx, now, stepOf(message, wording, 'sent', wording.done(result), 'info', brief(result)))
    })
    return result
  } catch (error) {
    const reason = describeError(error)
    const fate = fateOf(error)
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await settleFailed(trx, message, number, { fate, reason }, now)
      if (reason === message.reason && fate === 'retry') return
      const level = fate === 'park' ? 'error' : 'warning'
      await writeJournal(trx, now, stepOf(message, wording, `failed.${fate}`, `${wording.failed}: ${reason}`, level))
    })
    throw error
  } finally {
    hub.live.changed('journal', 'attention')
  }
}

function stepOf(message: OutboxMessage, wording: Wording, name: string, text: string, level: Level, facts = {}): Step {
  const { traceId, kind, key } = message
  return { traceId, topic: wording.topic, step: `${kind}.${name}`, text, level, facts: { key, ...facts } }
}
