import { createHash } from 'node:crypto'
import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { Entity } from '../../model/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Incoming, type Mirrored, mirroredEntities } from '../../store/mirror.ts'

export interface Mapped {
  /** Only entities that got something. */
  incoming: Map<Mirrored, Incoming<Mirrored>[]>
  /** Records a mapping could not read, or 1C could not hand out. */
  unmapped: { entity: Mirrored; ref: string; reason: string }[]
}

export const noneMapped = (): Mapped => ({ incoming: new Map(), unmapped: [] })

/** Turns records of one 1C set into entities with every mapping that reads the set. */
export function mapRecords(hub: Hub, set: string, records: readonly RawRecord[], into: Mapped = noneMapped()): Mapped {
  for (const mapping of hub.mappings.from(set)) mapWith(mapping, records, into)
  return into
}

/** Turns records into entities with one mapping. */
export function mapWith(mapping: Mapping, records: readonly RawRecord[], into: Mapped = noneMapped()): Mapped {
  const name = mirroredEntities.find((entity) => entity === mapping.entity)
  if (!name) return into
  const list = into.incoming.get(name) ?? []
  for (const record of records) {
    try {
      const entity = mapping.read(record) as Entity<Mirrored> | null
      if (entity) list.push({ entity, dataVersion: versionOf(record) })
    } catch (error) {
      into.unmapped.push({ entity: name, ref: String(record.Ref_Key ?? ''), reason: describeError(error) })
    }
  }
  if (list.length > 0) into.incoming.set(name, list)
  return into
}

/** 1C's own version; rows of registers and services have none and go by what they hold, so they must be whole. */
export function versionOf(record: RawRecord): string {
  if (typeof record.DataVersion === 'string') return record.DataVersion
  return `#${createHash('sha1').update(JSON.stringify(record)).digest('base64url')}`
}

/** Adds objects that 1C itself cannot hand out (1c-odata §7). */
export function addUnreadable(into: Mapped, entity: Mirrored, found: readonly { ref: string; reason: string }[]): void {
  for (const { ref, reason } of found) {
    into.unmapped.push({
      entity,
      ref,
      reason: `1С не может отдать объект ${ref}: ${reason} Откройте его в 1С, уберите из текстов служебные символы и запишите заново.`,
    })
  }
}

/** Keeps the list of what could not be mapped: new reasons in, records that went through out. */
export async function recordUnmapped(trx: Trx, mapped: Mapped, traceId: string, now: string): Promise<void> {
  for (const [entity, list] of mapped.incoming) {
    const waiting = await trx.selectFrom('unmapped').select('ref').where('entity', '=', entity).limit(1).execute()
    if (waiting.length === 0) continue
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
