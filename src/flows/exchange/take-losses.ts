import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Mirrored, markDeleted, markSeen, putMirrored } from '../../store/mirror.ts'
import { brake, isMassLoss, releaseBrake } from './losses.ts'
import { mapWith, recordUnmapped, unreadableAs } from './map-records.ts'
import { hasReferences, readAgain } from './read-again.ts'

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
  if (suspects.count > 0 && (await isMassLoss(hub, name, suspects.count))) {
    await hub.db.transaction().execute((trx) => brake(hub, trx, name, suspects.count, traceId))
    return { gone: 0, braked: true }
  }
  let gone = 0
  for (
    let refs = suspects.count > 0 ? await suspects.batch('') : [];
    refs.length > 0;
    refs = await suspects.batch(refs.at(-1) ?? '')
  ) {
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
  const left = new Set(refs)
  let gone = 0
  for await (const { rows, unreadable } of again(hub, mapping, refs)) {
    const mapped = mapWith(mapping, rows)
    mapped.unmapped.push(...unreadableAs(unreadable).map((one) => ({ entity: name, ...one })))
    const alien = new Set(mapped.alien.map(({ ref }) => ref))
    const list = mapped.incoming.get(name) ?? []
    const met = [...list.map(({ entity }) => entity.ref as string), ...mapped.unmapped.map(({ ref }) => ref)].filter(
      (ref) => !alien.has(ref),
    )
    for (const ref of met) left.delete(ref)
    gone += list.filter(({ entity }) => entity.deleted).length
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await putMirrored(trx, name, list, seen, now)
      await markSeen(trx, name, met, seen)
      await recordUnmapped(trx, mapped, traceId, now)
    })
  }
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    for (const ref of left) if (await markDeleted(trx, name, ref, now)) gone += 1
  })
  return gone
}

/** The suspects as 1C has them now. Services have just been read whole, in one answer: nothing slips between pages there. */
async function* again(
  hub: Hub,
  mapping: Mapping,
  refs: readonly string[],
): AsyncGenerator<{ rows: RawRecord[]; unreadable: { ref: string; reason: string }[] }> {
  const { source } = mapping
  if (source.kind !== 'set') return
  if (await hasReferences(hub, mapping)) {
    yield* hub.onec.reading.byRefs(source.set, refs, source.filter, mapping.expand)
    return
  }
  const { records } = await readAgain(hub, mapping, refs)
  yield { rows: [...records.values()], unreadable: [] }
}
