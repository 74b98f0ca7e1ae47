import type { Hub } from '../../context.ts'
import type { Mappings } from '../../mapping/index.ts'
import type { Beyond, RawRecord } from '../../model/raw.ts'
import { openSpool, type Spool } from '../../store/spool.ts'
import { expandOf } from './map-records.ts'

/** One thing a package of the exchange plan holds. */
export type Item =
  | { kind: 'upsert'; set: string; raw: RawRecord }
  | { kind: 'unreadable'; set: string; ref: string; reason: string }
  | { kind: 'deleted'; set: string | null; ref: string }

/**
 * Asks 1C once more for the objects that a mapping reads beyond a reference: the exchange plan hands out objects alone
 * (1c-odata §14). What has gone meanwhile is left out, its deletion will come. The given spool stays as it is when nothing has
 * to be asked for.
 */
export async function completePackage(
  hub: Hub,
  mappings: Mappings,
  spool: Spool<Item>,
  rankOf: (item: Item) => number,
  batchSize: number,
): Promise<Spool<Item>> {
  if (mappings.all.every(({ expand }) => expand.length === 0)) return spool
  const complete = openSpool<Item>()
  try {
    for (const items of spool.batches(batchSize)) {
      const wanted = new Map<string, Set<string>>()
      for (const item of items) {
        if (item.kind !== 'upsert' || expandOf(mappings, item.set).length === 0) complete.push(rankOf(item), item)
        else wanted.set(item.set, (wanted.get(item.set) ?? new Set()).add(String(item.raw.Ref_Key)))
      }
      for (const [set, refs] of wanted)
        for await (const item of again(hub, set, [...refs], expandOf(mappings, set))) complete.push(rankOf(item), item)
    }
    return complete
  } catch (error) {
    complete.close()
    throw error
  }
}

async function* again(hub: Hub, set: string, refs: readonly string[], expand: readonly Beyond[]): AsyncGenerator<Item> {
  for await (const { rows, unreadable } of hub.onec.reading.byRefs(set, refs, undefined, expand)) {
    for (const raw of rows) yield { kind: 'upsert', set, raw }
    for (const { ref, reason } of unreadable) yield { kind: 'unreadable', set, ref, reason }
  }
}
