import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import type { CallEvent } from '../../model/call.ts'
import { type CallRow, externalKeyOf, getCall, reportsOf } from '../../store/calls.ts'
import type { Scratch } from '../../store/verify-scratch.ts'
import { requireMapping } from './compare-mirror.ts'
import { type Figure, type Gap, newFigure } from './gap.ts'
import { attributeOf, readKeys } from './read-keys.ts'
import { slices, within } from './slices.ts'
import { timeWords } from './time-words.ts'

const atOnce = 1000
/** In place of a call's number, for an interaction whose call the hub does not know. */
const keyed = 'key:'

/**
 * Compares calls with their interactions by the hub's key in 1C: exactly one for every call that is recorded, and none that
 * belongs to no call. Calls still on their way are suspects too.
 */
export async function compareCalls(
  hub: Hub,
  scratch: Scratch,
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<Figure> {
  const mapping = requireMapping(hub, 'interaction')
  const attribute = attributeOf(mapping, 'externalKey')
  const figure = { ...newFigure('call'), onec: 0 }
  if (attribute === null) return { ...figure, complete: false }
  for (let reading = 0; reading < 3 && (reading === 0 || !figure.complete); reading++) {
    const pages = readKeys(hub, mapping, attribute)
    let distinct = 0
    for (;;) {
      const next = await pages.next()
      if (next.done) {
        figure.complete = next.value(distinct)
        break
      }
      const { keys, unreadable, done, total } = next.value
      const met = [...keys.map(({ ref }) => ref), ...unreadable].map((ref) => [ref, ''] as const)
      distinct += scratch.meet(`interaction ${reading}`, met).size
      scratch.meet(
        'call',
        keys.flatMap(({ own, ref }) => (own === null ? [] : [[own, ref] as const])),
      )
      await onProgress(done, total ?? done)
    }
  }
  const systems = new Set<string>()
  for await (const calls of callsOf(hub)) {
    figure.here += calls.length
    const borne = scratch.borne('call', calls.map(externalKeyOf))
    for (const call of calls) {
      systems.add(call.system)
      const found = borne.get(externalKeyOf(call)) ?? 0
      if (found > 0) figure.onec += 1
      if (call.onecState === 'written' && found === 1) continue
      scratch.suspect({ entity: 'call', ref: call.id, was: '' })
    }
  }
  for (let after = ''; ; ) {
    const keys = scratch.keys('call', after, atOnce, 'all')
    const last = keys.at(-1)
    if (last === undefined) break
    after = last
    const ours = keys.filter((key) => systems.has(key.slice(0, key.indexOf(':'))))
    for (const key of await unknownKeys(hub, ours)) scratch.suspect({ entity: 'call', ref: keyed + key, was: '' })
  }
  for await (const key of keysWithoutCall(hub)) scratch.suspect({ entity: 'call', ref: keyed + key, was: '' })
  return figure
}

/** Keys of conversations of which there are reports and no call. */
async function* keysWithoutCall(hub: Hub): AsyncGenerator<string> {
  for await (const slice of slices(hub, 'callReport', 'eventKey')) {
    const rows = await hub.db
      .selectFrom('callReport')
      .leftJoin('call', 'call.callKey', 'callReport.callKey')
      .select(['callReport.callKey', 'callReport.event'])
      .where('call.id', 'is', null)
      .where(within('callReport.eventKey', slice))
      .execute()
    for (const { callKey, event } of rows)
      yield externalKeyOf({ callKey, system: (JSON.parse(event) as CallEvent).system })
  }
}

/** Calls with clients, page by page: inside ones have no interaction, nor those nobody wants in 1C. */
async function* callsOf(hub: Hub): AsyncGenerator<CallRow[]> {
  for (let after = ''; ; ) {
    await nextTurn()
    const calls = await hub.db
      .selectFrom('call')
      .selectAll()
      .where('id', '>', after)
      .where('direction', '!=', 'internal')
      .where('onecState', '!=', 'none')
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const last = calls.at(-1)
    if (!last) return
    yield calls
    after = last.id
  }
}

/** Keys of interactions that lead to no call, by whatever name the conversation has had. */
async function unknownKeys(hub: Hub, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await hub.db
    .selectFrom('callAlias')
    .innerJoin('call', 'call.callKey', 'callAlias.callKey')
    .select('callAlias.alias')
    .where(
      'callAlias.alias',
      'in',
      keys.map((key) => key.slice(key.indexOf(':') + 1)),
    )
    .execute()
  const known = new Set(rows.map((row) => row.alias))
  const lost = keys.filter((key) => !known.has(key.slice(key.indexOf(':') + 1)))
  const own = await hub.db
    .selectFrom('call')
    .select(['system', 'callKey'])
    .where('callKey', 'in', lost.length > 0 ? lost.map((key) => key.slice(key.indexOf(':') + 1)) : [''])
    .execute()
  const found = new Set(own.map(externalKeyOf))
  return lost.filter((key) => !found.has(key))
}

/** Looks at the suspicious calls again; those in order or on their way are dropped, the others are named. */
export async function lookAtCalls(hub: Hub, scratch: Scratch, confirmed: (gap: Gap) => void): Promise<void> {
  for (let after = ''; ; ) {
    const some = scratch.suspects('call', after, 100)
    const last = some.at(-1)
    if (last === undefined) return
    after = last.ref
    for (const { ref } of some) {
      const gap = await sightCall(hub, ref)
      if (gap) confirmed(gap)
      else scratch.clear('call', ref)
    }
  }
}

/** What is wrong with a call now, by its number or the key of its interaction; null when nothing is. */
export async function sightCall(hub: Hub, ref: string): Promise<Gap | null> {
  if (ref.startsWith(keyed)) return sightUnknown(hub, ref)
  const call = await getCall(hub.db, ref)
  if (!call) return null
  const found = await interactions(hub, externalKeyOf(call))
  const title = `Звонок ${timeWords(hub, call.startedAt)}`
  const gap = (kind: Gap['kind'], text: string, healable: boolean): Gap => ({
    entity: 'call',
    ref,
    kind,
    text: `${title}: ${text}`,
    healable,
  })
  if (found > 1) {
    return gap(
      'twice_in_1c',
      `в 1С взаимодействий с его ключом ${found}. Пометьте лишние на удаление и очистите в них ключ хаба.`,
      false,
    )
  }
  if (call.onecState === 'written')
    return found === 1 ? null : gap('missing_in_1c', 'взаимодействия в 1С нет, хотя хаб его записал.', true)
  if (call.onecState === 'waiting' && (await isUnderWay(hub, call.id))) return null
  const why = call.onecReason ? ` ${call.onecReason}` : ''
  return found === 1
    ? gap('unsettled', `взаимодействие в 1С не дополнено.${why}`, true)
    : gap('missing_in_1c', `в 1С не записан.${why}`, true)
}

async function sightUnknown(hub: Hub, ref: string): Promise<Gap | null> {
  const key = ref.slice(keyed.length)
  const [lost] = await unknownKeys(hub, [key])
  if (lost === undefined) return null
  const callKey = callKeyOf(ref) ?? ''
  const reports = (await reportsOf(hub.db, callKey)).length
  const found = await interactions(hub, key)
  if (reports + found === 0) return null
  return {
    entity: 'call',
    ref,
    kind: 'missing_here',
    text: `Звонок ${callKey}: ${found > 0 ? 'взаимодействие в 1С есть, а звонка в хабе нет' : 'сообщения о нём в хабе есть, а самого звонка нет'}. ${
      reports > 0 ? 'Хаб может собрать его заново из сообщений контакт-центра.' : 'Восстановите базу хаба из копии.'
    }`,
    healable: reports > 0,
  }
}

/** The key of the conversation in the reference of a gap; null for the number of a call. */
export function callKeyOf(ref: string): string | null {
  return ref.startsWith(keyed) ? ref.slice(ref.indexOf(':', keyed.length) + 1) : null
}

async function interactions(hub: Hub, key: string): Promise<number> {
  const mapping = requireMapping(hub, 'interaction')
  const lookup = mapping.spec.lookup?.key
  if (!lookup) return 0
  return (await hub.onec.find(mapping.spec.from.set, hub.onec.condition(lookup, { key }))).length
}

async function isUnderWay(hub: Hub, callId: string): Promise<boolean> {
  const job = await hub.db
    .selectFrom('job')
    .select('id')
    .where('queue', '=', 'record-call')
    .where('state', 'in', ['ready', 'active'])
    .where('dedupeKey', '=', `record:${callId}`)
    .executeTakeFirst()
  return job !== undefined
}
