import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { Mirrored } from '../../store/mirror.ts'
import { forgetMirror, knownVersions, rememberMirror } from '../../store/mirror-known.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { pullNumber } from './pull-state.ts'
import { type EntityWay, pulledMappings } from './read-ways.ts'

/**
 * `whole`: the exchange alone compares the entity, so the note holds every row it left here. `part`: the plan brings rows
 * too, and of those the note knows nothing.
 */
type Extent = 'whole' | 'part'

const stateKey = (name: Mirrored): string => `exchange.known.${name}`

/** Whether the comparisons between two reconciliations leave this entity to the exchange plan. */
export function isLeftToPlan(mapping: Mapping, chosen: EntityWay | undefined): boolean {
  return chosen?.way === 'plan' && chosen.isProven && mapping.expand.length === 0
}

/**
 * Keeps the notes of entities that comparisons bring up to date. A comparison mends whatever differs: without a note of what
 * it left here nobody could tell a row the mirror has lost from one that is new in 1C.
 */
export async function keepKnown(hub: Hub): Promise<void> {
  const pull = await pullNumber(hub)
  for (const mapping of pulledMappings(hub)) {
    const name = mapping.entity as Mirrored
    const chosen = hub.link.ways.find(({ entity }) => entity === name)
    if (chosen === undefined) continue
    const extent: Extent = chosen.way === 'plan' ? 'part' : 'whole'
    const wanted = isLeftToPlan(mapping, chosen) ? null : `${pull} ${extent}`
    if ((await getState(hub.db, stateKey(name))) === wanted) continue
    if (wanted === null) {
      await forgetMirror(hub.db, name)
      await dropState(hub.db, stateKey(name))
    } else {
      await rememberMirror(hub.db, name)
      await putState(hub.db, stateKey(name), wanted, hub.now().toISOString())
    }
  }
}

/** After a comparison has changed the mirror of an entity that `keepKnown` takes note of. */
export async function noteChanged(hub: Hub, name: Mirrored): Promise<void> {
  if ((await getState(hub.db, stateKey(name))) !== null) await rememberMirror(hub.db, name)
}

/** A record on both sides, as far as it takes to tell who of the two has changed. */
export interface Seen {
  ref: string
  /** Version in 1C; null when 1C has no such record. */
  version: string | null
}

/**
 * Those that 1C has not touched since the exchange put them here, or never had: that they differ is the mirror's own doing,
 * not a change on its way.
 */
export async function lostByMirror(hub: Hub, name: Mirrored, seen: readonly Seen[]): Promise<Set<string>> {
  const extent = (await getState(hub.db, stateKey(name)))?.split(' ')[1] as Extent | undefined
  if (extent === undefined) return new Set()
  const known = await knownVersions(
    hub.db,
    name,
    seen.map(({ ref }) => ref),
  )
  const isLost = ({ ref, version }: Seen) =>
    version === null ? extent === 'whole' && !known.has(ref) : known.get(ref) === version
  return new Set(seen.filter(isLost).map(({ ref }) => ref))
}
