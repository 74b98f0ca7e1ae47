import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import { ownVersion, versionColumns, versionOf } from '../../mapping/map-page.ts'
import { fullSpec } from '../../mapping/spec.ts'
import { livingAmong, livingRefs, type Mirrored, mirrorStates } from '../../store/mirror.ts'
import { openScratch, type Scratch } from '../../store/verify-scratch.ts'
import { requireNames } from '../sentinel/absent-names.ts'
import { storePage } from './store-page.ts'
import { type Taken, takeLosses } from './take-losses.ts'

export interface Scan {
  /** Number of the whole pull that what is met belongs to. */
  seen: number
  traceId: string
  signal?: AbortSignal | undefined
  /** Only records since this moment of 1C's wall clock; nothing is said of older ones. */
  since?: string | undefined
}

export interface Scanned extends Taken {
  /** Records that were written. */
  stored: number
  refused: number
  /** References of records that have changed in 1C since they were read: those new here may only be new to the mapping. */
  changed: string[]
}

const atOnce = 500

/** Enough to tell a plan that keeps silent from one that does not. */
const changedKept = 1000

/**
 * Brings an entity up to date by comparison. Objects with a version: references and versions of all of them are read, and
 * in full only those that differ. Anything else is read whole. What is here and no longer there is taken in the end.
 */
export async function scanEntity(hub: Hub, mapping: Mapping, scan: Scan): Promise<Scanned> {
  const name = mapping.entity as Mirrored
  const scratch = openScratch()
  try {
    const tally = await compare(hub, mapping, scratch, scan)
    if (scan.since === undefined) await suspectUnmet(hub, name, scratch)
    const taken = await takeLosses(
      hub,
      mapping,
      {
        count: scratch.count(name),
        batch: async (after) => scratch.suspects(name, after, atOnce).map(({ ref }) => ref),
      },
      scan.seen,
      scan.traceId,
    )
    return { ...tally, ...taken }
  } finally {
    scratch.close()
  }
}

/** The same without taking anything away: finds what slipped between the pages of a bulk reading. */
export async function compareKeys(hub: Hub, mapping: Mapping, scan: Scan): Promise<void> {
  const scratch = openScratch()
  try {
    await compare(hub, mapping, scratch, scan)
  } finally {
    scratch.close()
  }
}

type Tally = Omit<Scanned, keyof Taken>

/** Stores what differs; what was met and what looks lost is noted in `scratch`. */
async function compare(hub: Hub, mapping: Mapping, scratch: Scratch, scan: Scan): Promise<Tally> {
  const name = mapping.entity as Mirrored
  const tally: Tally = { stored: 0, refused: 0, changed: [] }
  const store = async (page: Parameters<typeof storePage>[2]) => {
    const { seen, traceId } = scan
    await requireNames(hub, mapping, page.rows[0])
    const { stored, refused, refs, withheld, alien } = await storePage(hub, mapping, page, {
      seen,
      traceId,
      onlyChanged: true,
    })
    tally.stored += stored
    tally.refused += refused
    for (const ref of [...withheld, ...(await livingAmong(hub.db, name, alien))])
      scratch.suspect({ entity: name, ref, was: '' })
    return refs
  }
  const meet = (refs: readonly string[]) =>
    scratch.meet(
      name,
      refs.map((ref) => [ref, ''] as const),
    )

  const { source } = mapping
  if (source.kind !== 'set') {
    const rows = await hub.onec.reading.rows(source, mapping.expand)
    for (let at = 0; at < rows.length; at += atOnce) meet(await store({ rows: rows.slice(at, at + atOnce) }))
    return tally
  }
  const versions = await columnsToCompare(hub, mapping)
  const pages = hub.onec.reading.pages(source.set, {
    filter: source.filter,
    order: source.order,
    select: versions?.columns,
    expand: mapping.expand,
    window: scan.since === undefined ? undefined : { from: scan.since, to: '' },
    pageSize: hub.config.settings.exchange.page * (versions ? 4 : 1),
    signal: scan.signal,
  })
  for await (const page of pages) {
    if (!versions) {
      meet(await store(page))
      continue
    }
    meet(page.rows.map((row) => String(row.Ref_Key)))
    const differing = await differingRefs(hub, mapping, page.rows, versions.mark)
    if (tally.changed.length < changedKept) tally.changed.push(...differing.own)
    const found = hub.onec.reading.byRefs(source.set, differing.all, source.filter, mapping.expand)
    for await (const records of found) await store(records)
  }
  return tally
}

/** What to ask for where objects have a version; null where they have none. */
async function columnsToCompare(
  hub: Hub,
  mapping: Mapping,
): Promise<{ columns: string[]; mark: string | null } | null> {
  const metadata = await hub.onec.reading.metadata()
  const type = metadata.entityTypes.get(metadata.sets.get(mapping.spec.from.set) ?? '')
  const properties = type?.properties
  if (!properties?.has('DataVersion') || !properties.has('Ref_Key')) return null
  const columns = versionColumns(mapping.expand, (name) => type?.navigation.has(name) === true)
  if (columns === null) return null
  const { deleted } = mapping.spec.fields
  const path = deleted === undefined ? undefined : fullSpec(deleted).path
  const mark = path !== undefined && properties.has(path) ? path : null
  return { columns: [...columns, ...(mark === null ? [] : [mark])], mark }
}

/** Objects that differ from the mirror; `own` are those that changed themselves, and not only what they refer to. */
async function differingRefs(
  hub: Hub,
  mapping: Mapping,
  rows: Parameters<typeof storePage>[2]['rows'],
  mark: string | null,
): Promise<{ all: string[]; own: string[] }> {
  const here = await mirrorStates(
    hub.db,
    mapping.entity as Mirrored,
    rows.map((row) => String(row.Ref_Key)),
  )
  const differing: { all: string[]; own: string[] } = { all: [], own: [] }
  for (const row of rows) {
    const ref = String(row.Ref_Key)
    const state = here.get(ref)
    const isSame = state?.whole && (mark === null || state.deleted === (row[mark] === true))
    if (isSame && state.dataVersion === versionOf(row, mapping.expand)) continue
    differing.all.push(ref)
    if (state?.whole && (!isSame || ownVersion(state.dataVersion) !== row.DataVersion)) differing.own.push(ref)
  }
  return differing
}

async function suspectUnmet(hub: Hub, name: Mirrored, scratch: Scratch): Promise<void> {
  for (let after = ''; ; ) {
    const refs = await livingRefs(hub.db, name, after, atOnce)
    const met = scratch.borne(name, refs)
    for (const ref of refs) if (!met.has(ref)) scratch.suspect({ entity: name, ref, was: '' })
    const last = refs.at(-1)
    if (last === undefined) return
    after = last
  }
}
