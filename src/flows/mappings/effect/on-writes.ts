import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Hub } from '../../../context.ts'
import { describeError } from '../../../errors.ts'
import type { Mapping, Mappings } from '../../../mapping/index.ts'
import { type EntityName, entities } from '../../../model/index.ts'
import { entityNames } from '../../../model/titles.ts'
import { noteOf } from '../../../store/call-notes.ts'
import { getCall } from '../../../store/calls.ts'
import { interactionEffect } from '../../calls/interaction.ts'
import { addTo, newGroup, type WritesEffect } from './effect-result.ts'
import { plainText } from './value-text.ts'

/** The last wishes to change 1C that are tried. */
const tried = 200
const callsTried = 50

const Payload = z.object({
  entity: z.enum(Object.keys(entities) as [EntityName]),
  key: z.string(),
  value: z.record(z.string(), z.unknown()),
})

interface Wish {
  id: string
  at: string
  entity: EntityName
  key: string
  value: Record<string, unknown>
}

/**
 * What the last wishes to change 1C, and calls that have not got there, would be written as. Their payloads are canonical, so
 * both versions can say what they make of them; nobody is asked and nothing is sent.
 */
export async function effectOnWrites(
  hub: Hub,
  before: Mappings,
  after: Mappings,
  concerned: readonly EntityName[],
): Promise<WritesEffect> {
  const effect: WritesEffect = { ...newGroup(), checked: 0, failing: newGroup() }
  for (const wish of [...(await lastWishes(hub)), ...(await waitingCalls(hub))]) {
    if (!concerned.includes(wish.entity)) continue
    effect.checked += 1
    const was = bodyOf(before.of(wish.entity), wish)
    const willBe = bodyOf(after.of(wish.entity), wish)
    const label = `${entityNames[wish.entity]} ${wish.key}`
    if (!('body' in willBe)) {
      const told = 'body' in was ? 'записывалось' : was.reason
      if ('body' in was) addTo(effect.failing, () => ({ ref: wish.id, label, before: told, after: willBe.reason }))
      continue
    }
    const old = 'body' in was ? was.body : {}
    if (isDeepStrictEqual(old, willBe.body)) continue
    addTo(effect, () => ({ ref: wish.id, label, ...differing(old, willBe.body) }))
  }
  return effect
}

type Written = { body: Record<string, unknown> } | { reason: string }

/** Attributes and where they go; a wish that cannot be written says why. */
function bodyOf(mapping: Mapping | null, { value }: Wish): Written {
  if (!mapping) return { reason: 'нет исправного файла соответствий' }
  if (!mapping.spec.lookup?.key) return { reason: 'в файле нет lookup.key' }
  try {
    const { set } = mapping.spec.from
    return { body: { 'Объект 1С': set, 'Поиск по ключу': mapping.spec.lookup.key, ...mapping.write(value).body } }
  } catch (error) {
    return { reason: describeError(error) }
  }
}

/** Only the attributes that differ, one a line. */
function differing(old: Record<string, unknown>, later: Record<string, unknown>): { before: string; after: string } {
  const names = [...new Set([...Object.keys(old), ...Object.keys(later)])].filter(
    (name) => !isDeepStrictEqual(old[name], later[name]),
  )
  const told = (body: Record<string, unknown>) =>
    names.map((name) => `${name}: ${name in body ? plainText(body[name]) : 'не пишется'}`).join('\n')
  return { before: told(old), after: told(later) }
}

async function lastWishes(hub: Hub): Promise<Wish[]> {
  const rows = await hub.db
    .selectFrom('outbox')
    .select(['id', 'payload', 'updatedAt'])
    .where('sink', '=', 'onec')
    .orderBy('id', 'desc')
    .limit(tried)
    .execute()
  return rows.flatMap(({ id, payload, updatedAt }) => {
    const parsed = Payload.safeParse(JSON.parse(payload))
    return parsed.success ? [{ id: `outbox:${id}`, at: updatedAt, ...parsed.data }] : []
  })
}

/** Calls that have no wish of their own yet: what holds them back may be the mapping itself. */
async function waitingCalls(hub: Hub): Promise<Wish[]> {
  const rows = await hub.db
    .selectFrom('call')
    .select('id')
    .where('onecState', 'in', ['waiting', 'failed'])
    .where('onecRef', 'is', null)
    .orderBy('startedAt', 'desc')
    .limit(callsTried)
    .execute()
  const wishes: Wish[] = []
  for (const { id } of rows) {
    const call = await getCall(hub.db, id)
    if (!call) continue
    const { platformRef, campaignRef, keyword, clientRef } = call
    const effect = interactionEffect(call, await noteOf(hub.db, call.callKey), {
      platformRef,
      campaignRef,
      keyword,
      clientRef,
    })
    const known = await hub.db.selectFrom('outbox').select('id').where('key', '=', effect.key).executeTakeFirst()
    if (!known) wishes.push({ id: `call:${id}`, at: call.startedAt, ...Payload.parse(effect.payload) })
  }
  return wishes
}
