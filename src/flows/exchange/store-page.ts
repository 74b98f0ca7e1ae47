import type { Kysely } from 'kysely'
import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { Mapping } from '../../mapping/index.ts'
import { type Mirrored, markSeen, mirrorStates, putRows } from '../../store/mirror.ts'
import { type MirrorRows, only } from '../../store/mirror-rows.ts'
import type { Database } from '../../store/schema.ts'
import { type Laid, layOutPage, type Page } from './lay-out-page.ts'
import { lossesAmong } from './losses.ts'
import { clearUnmapped, hasUnmapped, noteUnmapped, unreadableAs } from './map-records.ts'

export interface Stored {
  /** Records that were written. */
  stored: number
  /** Not read by the mapping, or not handed out by 1C. */
  refused: number
  /** Losses, left as they were: the end of the reading decides on them all at once. */
  withheld: Set<string>
  /** References of records that are not the mapping's business. */
  alien: string[]
}

export interface PageOptions {
  /** Number of the whole pull the page belongs to. */
  seen: number
  traceId: string
  /** Leaves alone what the mirror holds in the same version. */
  onlyChanged?: boolean | undefined
  /** Written in the same transaction. */
  also?: ((trx: Trx) => Promise<void>) | undefined
}

/** Stores a page of one entity, its losses excepted, in one transaction. */
export async function storePage(
  hub: Hub,
  mapping: Mapping,
  page: Page,
  options: PageOptions,
): Promise<Stored & { refs: string[] }> {
  const now = hub.now().toISOString()
  const laid = layOutPage(mapping, page, options.seen, now)
  const stored = await storeLaid(hub.db, mapping.entity as Mirrored, [laid], { ...options, now })
  const unread = [...laid.unmapped, ...(laid.unreadable ?? [])]
  return { ...stored, refs: [...laid.rows.refs, ...unread.map(({ ref }) => ref)] }
}

/**
 * Stores pages that are laid out already, in one transaction. Each is asked for when the one before is written and nothing
 * is kept of it, so that it never gets old in memory.
 */
export async function storeLaid(
  db: Kysely<Database>,
  name: Mirrored,
  pages: Iterable<Laid>,
  options: PageOptions & { now: string },
): Promise<Stored> {
  const { seen, traceId, now, onlyChanged, also } = options
  const all = { stored: 0, refused: 0, withheld: new Set<string>(), alien: [] as string[] }
  await db.transaction().execute(async (trx) => {
    const anyUnmapped = await hasUnmapped(trx, name)
    for (const { rows, alien, ...page } of pages) {
      const unmapped = [...page.unmapped, ...unreadableAs(page.unreadable ?? [])]
      const news = onlyChanged ? await changedOnly(trx, name, rows) : rows
      const withheld = await lossesAmong(trx, name, news)
      const kept = withheld.size > 0 ? only(name, news, (ref) => !withheld.has(ref)) : news
      const refused = unmapped.map(({ ref }) => ref)
      await putRows(trx, name, kept)
      // Still in 1C, though nothing new is known of them: what the mirror has of them stays.
      await markSeen(trx, name, refused, seen)
      if (anyUnmapped) await clearUnmapped(trx, name, rows.refs)
      await noteUnmapped(trx, name, unmapped, traceId, now)
      all.stored += kept.refs.length
      all.refused += refused.length
      all.alien.push(...alien)
      for (const ref of withheld) all.withheld.add(ref)
    }
    await also?.(trx)
  })
  return all
}

async function changedOnly(trx: Trx, name: Mirrored, rows: MirrorRows): Promise<MirrorRows> {
  const here = await mirrorStates(trx, name, rows.refs)
  return only(name, rows, (ref, n) => {
    const state = here.get(ref)
    return !state?.whole || state.dataVersion !== rows.versions[n] || state.deleted !== rows.deleted[n]
  })
}
