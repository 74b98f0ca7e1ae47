import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { getEffect } from '../../store/outbox.ts'
import type { Scratch } from '../../store/verify-scratch.ts'
import { requireMapping } from './compare-mirror.ts'
import { type Figure, type Gap, newFigure } from './gap.ts'

const atOnce = 1000
const Payload = z.object({ key: z.string() })
const Result = z.object({ ref: z.string() })
/** In place of the outbox's number, for a key that several clients bear. */
const shared = 'key:'

/**
 * Compares the clients the hub has made with 1C's by the hub's key: exactly one of each. Their keys were noted while the
 * clients were compared.
 */
export async function compareClientKeys(hub: Hub, scratch: Scratch): Promise<Figure> {
  const figure = { ...newFigure('clientKey'), onec: 0 }
  for (let after = 0; ; ) {
    const effects = await hub.db
      .selectFrom('outbox')
      .select(['id', 'payload'])
      .where('id', '>', after)
      .where('kind', '=', 'client')
      .where('state', '=', 'sent')
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const last = effects.at(-1)
    if (!last) break
    after = last.id
    figure.here += effects.length
    const keys = effects.map(({ id, payload }) => ({ id, ...Payload.parse(JSON.parse(payload)) }))
    const borne = scratch.borne(
      'clientKey',
      keys.map(({ key }) => key),
    )
    figure.onec += borne.size
    for (const { id, key } of keys)
      if (!borne.has(key)) scratch.suspect({ entity: 'clientKey', ref: String(id), was: '' })
  }
  for (let after = ''; ; ) {
    const keys = scratch.keys('clientKey', after, atOnce, 'repeated')
    const last = keys.at(-1)
    if (last === undefined) return figure
    after = last
    for (const key of keys) scratch.suspect({ entity: 'clientKey', ref: shared + key, was: '' })
  }
}

/** Looks at the suspicious keys again and names what stays wrong. */
export async function lookAtClientKeys(hub: Hub, scratch: Scratch, confirmed: (gap: Gap) => void): Promise<void> {
  for (let after = ''; ; ) {
    const some = scratch.suspects('clientKey', after, 100)
    const last = some.at(-1)
    if (last === undefined) return
    after = last.ref
    for (const { ref } of some) {
      const gap = ref.startsWith(shared)
        ? await sightShared(hub, ref.slice(shared.length))
        : await sightEffect(hub, Number(ref))
      if (gap) confirmed(gap)
      else scratch.clear('clientKey', ref)
    }
  }
}

async function sightShared(hub: Hub, key: string): Promise<Gap | null> {
  const refs = await clientsWith(hub, key)
  const [first, ...others] = refs
  if (first === undefined || others.length === 0) return null
  return {
    entity: 'client',
    ref: refs.toSorted().join(' '),
    kind: 'twice_in_1c',
    text: `Клиент задвоен: в 1С ключ хаба стоит у ${refs.length} карточек. Объедините их в 1С и очистите ключ у лишних: до этого хаб не сможет записать в них ничего.`,
    healable: false,
  }
}

async function sightEffect(hub: Hub, id: number): Promise<Gap | null> {
  const effect = await getEffect(hub.db, id)
  if (effect.state !== 'sent') return null
  const { key } = Payload.parse(effect.payload)
  if ((await clientsWith(hub, key)).length > 0) return null
  const ref = Result.safeParse(effect.result).data?.ref ?? String(id)
  // One that the mirror knows is compared there; one that was deleted in 1C is no gap.
  const known = await hub.db.selectFrom('client').select('ref').where('ref', '=', ref).executeTakeFirst()
  if (known) return null
  return {
    entity: 'client',
    ref,
    kind: 'missing_in_1c',
    text: 'Клиент, которого хаб создал по звонку: в 1С карточки с его ключом нет. Если её удалили по ошибке, восстановите её в 1С.',
    healable: false,
  }
}

async function clientsWith(hub: Hub, key: string): Promise<string[]> {
  const { spec } = requireMapping(hub, 'client')
  const lookup = spec.lookup?.key
  if (!lookup) return []
  const found = await hub.onec.find(spec.from.set, hub.onec.condition(lookup, { key }))
  return found.map((record) => String(record.Ref_Key))
}
