import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import { type Mirrored, markDeleted, markSeen, putMirrored } from '../../store/mirror.ts'
import { brake, isMassLoss, releaseBrake } from './losses.ts'
import { addUnreadable, mapWith, recordUnmapped } from './map-records.ts'

/** What a comparison found to be gone or withdrawn; `after` is the last reference of the batch before. */
export interface Suspects {
  count: number
  batch(after: string): Promise<string[]>
}

export interface Taken {
  gone: number
  braked: boolean
}

/**
 * Takes what seems to be lost, in the end and never on the word of pages alone: a row that slipped between two of them
 * looks gone (1c-odata §9), so 1C is asked for each by its reference. More than the share is left as it was (design §4.7).
 */
export async function takeLosses(
  hub: Hub,
  mapping: Mapping,
  suspects: Suspects,
  seen: number,
  traceId: string,
): Promise<Taken> {
  const name = mapping.entity as Mirrored
  if (await isMassLoss(hub, name, suspects.count)) {
    await hub.db.transaction().execute((trx) => brake(hub, trx, name, suspects.count, traceId))
    return { gone: 0, braked: true }
  }
  let gone = 0
  for (let refs = await suspects.batch(''); refs.length > 0; refs = await suspects.batch(refs.at(-1) ?? '')) {
    gone += await lookAtEach(hub, mapping, refs, seen, traceId)
  }
  await hub.db.transaction().execute((trx) => releaseBrake(trx, name))
  return { gone, braked: false }
}

/** Stores those that are still there as they are now; the others are deleted. Returns how many were lost. */
async function lookAtEach(
  hub: Hub,
  mapping: Mapping,
  refs: readonly string[],
  seen: number,
  traceId: string,
): Promise<number> {
  const name = mapping.entity as Mirrored
  const { source } = mapping
  const left = new Set(refs)
  let gone = 0
  if (source.kind === 'set') {
    for await (const { rows, unreadable } of hub.onec.reading.byRefs(source.set, refs, source.filter)) {
      const mapped = mapWith(mapping, rows)
      addUnreadable(mapped, name, unreadable)
      const met = [...rows.map((row) => String(row.Ref_Key)), ...unreadable.map(({ ref }) => ref)]
      for (const ref of met) left.delete(ref)
      const list = mapped.incoming.get(name) ?? []
      gone += list.filter(({ entity }) => entity.deleted).length
      await hub.db.transaction().execute(async (trx) => {
        const now = hub.now().toISOString()
        await putMirrored(trx, name, list, seen, now)
        await markSeen(trx, name, met, seen)
        await recordUnmapped(trx, mapped, traceId, now)
      })
    }
  }
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    for (const ref of left) if (await markDeleted(trx, name, ref, now)) gone += 1
  })
  return gone
}
