import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { Entity } from '../../model/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Incoming, type Mirrored, mirroredEntities } from '../../store/mirror.ts'

export interface Mapped {
  /** Only entities that got something. */
  incoming: Map<Mirrored, Incoming<Mirrored>[]>
  /** Records a mapping could not read. */
  unmapped: { entity: Mirrored; ref: string; reason: string }[]
}

export const noneMapped = (): Mapped => ({ incoming: new Map(), unmapped: [] })

/** Turns records of one 1C set into entities with every mapping that reads the set. */
export function mapRecords(hub: Hub, set: string, records: readonly RawRecord[], into: Mapped = noneMapped()): Mapped {
  for (const mapping of hub.mappings.from(set)) {
    const name = mirroredEntities.find((entity) => entity === mapping.entity)
    if (!name) continue
    const list = into.incoming.get(name) ?? []
    for (const record of records) {
      try {
        const entity = mapping.read(record) as Entity<Mirrored> | null
        if (entity)
          list.push({ entity, dataVersion: typeof record.DataVersion === 'string' ? record.DataVersion : null })
      } catch (error) {
        into.unmapped.push({ entity: name, ref: String(record.Ref_Key ?? ''), reason: describeError(error) })
      }
    }
    if (list.length > 0) into.incoming.set(name, list)
  }
  return into
}

/** Keeps the list of what could not be mapped: new reasons in, records that went through out. */
export async function recordUnmapped(trx: Trx, mapped: Mapped, traceId: string, now: string): Promise<void> {
  for (const [entity, list] of mapped.incoming) {
    const refs = list.map(({ entity: one }) => one.ref as string)
    for (let at = 0; at < refs.length; at += 500) {
      await trx
        .deleteFrom('unmapped')
        .where('entity', '=', entity)
        .where('ref', 'in', refs.slice(at, at + 500))
        .execute()
    }
  }
  for (const { entity, ref, reason } of mapped.unmapped) {
    await trx
      .insertInto('unmapped')
      .values({ entity, ref, reason, traceId, at: now })
      .onConflict((conflict) => conflict.columns(['entity', 'ref']).doUpdateSet({ reason, traceId, at: now }))
      .execute()
  }
}
