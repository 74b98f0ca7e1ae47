import type { Hub } from '../../context.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Incoming, type Mirrored, markSeen, mirrorStates, putMirrored } from '../../store/mirror.ts'
import { lossesAmong } from './losses.ts'
import { addUnreadable, mapWith, recordUnmapped } from './map-records.ts'

export interface Page {
  rows: readonly RawRecord[]
  unreadable?: readonly { ref: string; reason: string }[] | undefined
}

export interface PageStored {
  /** Records that were written. */
  stored: number
  /** Not read by the mapping, or not handed out by 1C. */
  refused: number
  /** References of everything on the page. */
  refs: string[]
  /** Losses, left as they were: the end of the reading decides on them all at once. */
  withheld: ReadonlySet<string>
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
export async function storePage(hub: Hub, mapping: Mapping, page: Page, options: PageOptions): Promise<PageStored> {
  const { seen, traceId, onlyChanged, also } = options
  const name = mapping.entity as Mirrored
  const mapped = mapWith(mapping, page.rows)
  addUnreadable(mapped, name, page.unreadable ?? [])
  const all = mapped.incoming.get(name) ?? []
  const news = onlyChanged ? await changedOnly(hub, name, all) : all
  const withheld = await lossesAmong(hub.db, name, news)
  const kept = withheld.size > 0 ? news.filter(({ entity }) => !withheld.has(entity.ref as string)) : news
  const refused = mapped.unmapped.map(({ ref }) => ref)
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await putMirrored(trx, name, kept, seen, now)
    // Still in 1C, though nothing new is known of them: what the mirror has of them stays.
    await markSeen(trx, name, refused, seen)
    await recordUnmapped(trx, mapped, traceId, now)
    await also?.(trx)
  })
  const refs = [...all.map(({ entity }) => entity.ref as string), ...refused]
  return { stored: kept.length, refused: refused.length, refs, withheld }
}

async function changedOnly(hub: Hub, name: Mirrored, list: Incoming<Mirrored>[]): Promise<Incoming<Mirrored>[]> {
  const here = await mirrorStates(
    hub.db,
    name,
    list.map(({ entity }) => entity.ref as string),
  )
  return list.filter(({ entity, dataVersion }) => {
    const state = here.get(entity.ref as string)
    return !state?.whole || state.dataVersion !== dataVersion || state.deleted !== entity.deleted
  })
}
