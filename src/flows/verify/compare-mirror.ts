import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import { describeError, MappingError } from '../../errors.ts'
import type { Mapping } from '../../mapping/index.ts'
import { versionOf } from '../../mapping/map-page.ts'
import type { EntityName } from '../../model/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { livingRefs, type Mirrored, type MirrorState, mirrorStates } from '../../store/mirror.ts'
import type { Scratch } from '../../store/verify-scratch.ts'
import { hasReferences, readAgain } from '../exchange/read-again.ts'
import { entityTitles } from '../exchange/titles.ts'
import { ended, type Figure, type Gap, mirrorWords, newFigure, recordTitle } from './gap.ts'
import { attributeOf, readKeys } from './read-keys.ts'

/** Objects asked for by reference in one question: the address stays far below what web servers allow. */
const atOnce = 20
/** Where each look reads the whole source, there had better be few of them. */
const atOnceWhole = 2000
/** Readings of a set that will not hold still. */
const readings = 5

/** Throws MappingError when the entity has no usable file: nothing can be said about it then. */
export function requireMapping(hub: Hub, entity: EntityName): Mapping {
  const mapping = hub.mappings.of(entity)
  if (mapping) return mapping
  throw new MappingError(
    `Сверить нельзя: нет исправного файла соответствий для «${entity}». Проверьте realtor-hub lint.`,
    {
      entity,
    },
  )
}

type OnProgress = (done: number, total: number) => Promise<void>

/**
 * Compares references, versions and deletion marks of a whole set with the mirror, page by page. What differs becomes a
 * suspect: the exchange may just be bringing it (`lookAgain`). Clients' keys of the hub are noted on the way.
 */
export async function compareMirror(
  hub: Hub,
  scratch: Scratch,
  name: Mirrored,
  onProgress: OnProgress,
): Promise<Figure> {
  const mapping = requireMapping(hub, name)
  const ownKey = name === 'client' ? attributeOf(mapping, 'externalKey') : null
  const figure = { ...newFigure(name), onec: 0, complete: false }
  for (let reading = 0; reading < readings && !figure.complete; reading++) {
    const pages = readKeys(hub, mapping, ownKey)
    let distinct = 0
    for (;;) {
      const next = await pages.next()
      if (next.done) {
        figure.complete = next.value(distinct)
        break
      }
      const { keys, unreadable, alien, done, total } = next.value
      const met = [...keys.map(({ ref }) => ref), ...unreadable, ...alien].map((ref) => [ref, ''] as const)
      const fresh = scratch.meet(name, met)
      distinct += reading === 0 ? fresh.size : scratch.meet(`${name} ${reading}`, met).size
      scratch.meet(
        'clientKey',
        keys.flatMap(({ own, ref }) => (own === null ? [] : [[own, ref] as const])),
      )
      const here = await mirrorStates(hub.db, name, [...fresh])
      for (const { ref, version, isMarked } of keys) {
        if (!fresh.delete(ref)) continue
        if (!isMarked) figure.onec += 1
        const state = here.get(ref)
        if (!state || differs(state, version, isMarked)) suspect(scratch, name, ref, state)
      }
      for (const ref of alien) if (here.get(ref)?.deleted !== false) fresh.delete(ref)
      for (const ref of fresh) suspect(scratch, name, ref, here.get(ref))
      await onProgress(done, total ?? done)
    }
  }
  for await (const refs of living(hub, name)) {
    figure.here += refs.length
    const met = scratch.borne(name, refs)
    const here = await mirrorStates(
      hub.db,
      name,
      refs.filter((ref) => !met.has(ref)),
    )
    for (const state of here.values()) suspect(scratch, name, state.ref, state)
  }
  const unmapped = await hub.db.selectFrom('unmapped').select('ref').where('entity', '=', name).execute()
  const here = await mirrorStates(
    hub.db,
    name,
    unmapped.map((row) => row.ref),
  )
  for (const { ref } of unmapped) suspect(scratch, name, ref, here.get(ref))
  return figure
}

async function* living(hub: Hub, name: Mirrored): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    await nextTurn()
    const refs = await livingRefs(hub.db, name, after, 1000)
    if (refs.length > 0) yield refs
    const last = refs.at(-1)
    if (last === undefined || refs.length < 1000) return
    after = last
  }
}

const differs = (state: MirrorState, version: string, isMarked: boolean): boolean =>
  state.dataVersion !== version || state.deleted !== isMarked || !state.whole

/** The mirror's side in a word, to see whether the exchange has touched the record since. */
const imprint = (state: MirrorState | undefined): string =>
  state ? `${state.dataVersion}|${state.deleted}|${state.whole}` : 'absent'

function suspect(scratch: Scratch, entity: Mirrored, ref: string, state: MirrorState | undefined): void {
  scratch.suspect({ entity, ref, was: imprint(state) })
}

/** A record as both sides have it now, and what is wrong with that. */
export interface Sight {
  /** What the mirror held when 1C was asked. */
  state: MirrorState | undefined
  /** Null when 1C has no such record of ours. */
  record: RawRecord | null
  gap: Gap | null
}

/** Looks at single records on both sides, the mirror first: what arrives between the two questions is then a suspect still. */
export async function sightRecords(hub: Hub, name: Mirrored, refs: readonly string[]): Promise<Map<string, Sight>> {
  const mapping = requireMapping(hub, name)
  const sights = new Map<string, Sight>()
  const here = await mirrorStates(hub.db, name, refs)
  const refused = await unmappedReasons(hub, name, refs)
  const { records, unreadable } = await readAgain(hub, mapping, refs)
  for (const ref of refs) {
    const state = here.get(ref)
    const record = records.get(ref) ?? null
    const poisoned = unreadable.get(ref)
    const gap =
      poisoned === undefined
        ? judge(mapping, name, ref, record, state, refused.get(ref))
        : unmappedGap(name, ref, poisoned)
    sights.set(ref, { state, record, gap })
  }
  return sights
}

async function unmappedReasons(hub: Hub, name: Mirrored, refs: readonly string[]): Promise<Map<string, string>> {
  const rows = await hub.db
    .selectFrom('unmapped')
    .select(['ref', 'reason'])
    .where('entity', '=', name)
    .where('ref', 'in', refs)
    .execute()
  return new Map(rows.map((row) => [row.ref, row.reason]))
}

function unmappedGap(name: Mirrored, ref: string, why: string): Gap {
  return {
    entity: name,
    ref,
    kind: 'unmapped',
    text: `${entityTitles[name]}: запись 1С не разобрана. ${ended(why)} Поправьте её в 1С или файл соответствий и нажмите «Исправить».`,
    healable: true,
  }
}

function judge(
  mapping: Mapping,
  name: Mirrored,
  ref: string,
  record: RawRecord | null,
  state: MirrorState | undefined,
  refused: string | undefined,
): Gap | null {
  let entity: Record<string, unknown> | null = null
  try {
    entity = record && mapping.read(record)
  } catch (error) {
    return unmappedGap(name, ref, describeError(error))
  }
  const named = (kind: keyof typeof mirrorWords): Gap => ({
    entity: name,
    ref,
    kind,
    text: `${recordTitle(name, entity ?? (state && { number: state.mark }) ?? null)}: ${mirrorWords[kind]}`,
    healable: true,
  })
  if (!record || !entity) {
    if (state && !state.deleted) return named('extra_here')
    return refused === undefined ? null : unmappedGap(name, ref, refused)
  }
  if (!state || (state.deleted && entity.deleted !== true)) return named('missing_here')
  if (state.dataVersion !== versionOf(record, mapping.expand) || state.deleted !== (entity.deleted === true))
    return named('other_version')
  if (!state.whole) return named('incomplete_here')
  return refused === undefined ? null : unmappedGap(name, ref, refused)
}

/**
 * Looks at the suspects of an entity again; those that agree by now are dropped. `confirmed` is called with the gaps of
 * records the mirror has not touched since the look before: when a whole cycle of the exchange lies between the two looks,
 * their change is lost, whatever else happens to them in 1C meanwhile.
 */
export async function lookAgain(
  hub: Hub,
  scratch: Scratch,
  name: Mirrored,
  confirmed: (gap: Gap, sight: Sight) => void,
): Promise<void> {
  // A broken mapping has left no suspects.
  const mapping = hub.mappings.of(name)
  const many = mapping === null || (await hasReferences(hub, mapping)) ? atOnce : atOnceWhole
  for (let after = ''; ; ) {
    const some = scratch.suspects(name, after, many)
    const last = some.at(-1)
    if (last === undefined) return
    after = last.ref
    const sights = await sightRecords(
      hub,
      name,
      some.map((each) => each.ref),
    )
    for (const { ref, was } of some) {
      const sight = sights.get(ref)
      if (!sight?.gap) {
        scratch.clear(name, ref)
        continue
      }
      if (imprint(sight.state) === was) confirmed(sight.gap, sight)
      suspect(scratch, name, ref, sight.state)
    }
  }
}
