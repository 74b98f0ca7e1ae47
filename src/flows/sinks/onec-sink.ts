import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { MappingError } from '../../errors.ts'
import { entities } from '../../model/index.ts'
import type { Sink } from '../effects.ts'
import { sendToService } from './service-sink.ts'

/** What the outbox keeps of a wish to change 1C: canonical words, so that a replay uses today's mapping. */
const Payload = z.object({
  entity: z.enum(Object.keys(entities) as [keyof typeof entities]),
  /** The hub's own key, by which 1C is asked. */
  key: z.string(),
  value: z.record(z.string(), z.unknown()),
})

/** What the last delivery of the same effect left: where the object is, what we wrote of it, what 1C did not take. */
type Put = Awaited<ReturnType<Hub['onec']['put']>>

type OnecSide = Pick<Hub, 'config' | 'link' | 'mappings' | 'onec' | 'poke'>

/** What 1C is to hold, in its own names. Throws MappingError when the mapping does not say how to find it again. */
function wishOf(hub: Pick<OnecSide, 'mappings' | 'onec'>, payload: unknown) {
  const { entity, key, value } = Payload.parse(payload)
  const mapping = hub.mappings.of(entity)
  const lookup = mapping?.spec.lookup?.key
  if (!mapping || !lookup) {
    throw new MappingError(
      `«${entity}» не записать: в его файле соответствий нет lookup.key, по которому хаб находит свои объекты.`,
      { entity },
    )
  }
  const { from, into } = mapping.spec
  return { set: from.set, into, find: hub.onec.condition(lookup, { key }), ...mapping.write(value) }
}

/**
 * Writes canonical entities to 1C through their mapping. `put` asks by the hub's key before it creates, so the same
 * effect delivered again after a lost answer finds what the first one made (1c-odata §12).
 */
export function onecSink(hub: OnecSide): Sink {
  return {
    async deliver(message) {
      const last = message.result as Put | null
      const { into, ...wanted } = wishOf(hub, message.payload)
      if (into) return sendToService(hub, { ...wanted, into })
      const result = await hub.onec.put({ ...wanted, ref: last?.ref, last })
      // 1C has answered: the exchange need not wait out its pause.
      if (hub.link.state === 'offline') hub.poke()
      return result
    },
    async ask(message) {
      const { set, find } = wishOf(hub, message.payload)
      const found = await hub.onec.find(set, find)
      return found.length > 0 ? 'repeatable' : 'absent'
    },
    // Writes of 1C took up to 18 s (1c-odata §12).
    lateMs: hub.config.settings.exchange.late,
  }
}

/** What delivering such a wish would write to 1C, and where; only looks. */
export async function planWrite(hub: Pick<Hub, 'mappings' | 'onec'>, payload: unknown, result: unknown) {
  const last = result as Put | null
  const { into, ...wanted } = wishOf(hub, payload)
  const plan = await hub.onec.plan({ ...wanted, ref: last?.ref, last })
  if (!into) return { set: wanted.set, ...plan }
  // A service is given the object whole and decides itself what changes.
  const held = plan.ref === null ? {} : plan.held
  return { set: into.http ?? `${into.soap}.${into.operation}`, ...plan, body: wanted.body, held }
}
