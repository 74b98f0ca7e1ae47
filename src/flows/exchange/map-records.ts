import type { Trx } from '../../jobs/engine.ts'
import type { Mapping, Mappings } from '../../mapping/index.ts'
import { mapPage, type PageReader } from '../../mapping/map-page.ts'
import type { Entity } from '../../model/index.ts'
import type { Beyond, RawRecord } from '../../model/raw.ts'
import { type Incoming, type Mirrored, mirroredEntities } from '../../store/mirror.ts'

export interface Mapped {
  /** Only entities that got something. */
  incoming: Map<Mirrored, Incoming<Mirrored>[]>
  /** Records a mapping could not read, or 1C could not hand out. */
  unmapped: { entity: Mirrored; ref: string; reason: string }[]
  /** Records that are not, or no longer, a mapping's business: gone as far as the hub is concerned. */
  alien: { entity: Mirrored; ref: string }[]
}

export const noneMapped = (): Mapped => ({ incoming: new Map(), unmapped: [], alien: [] })

/** Turns records of one 1C set into entities with every mapping that reads the set. */
export function mapRecords(
  mappings: Pick<Mappings, 'from'>,
  set: string,
  records: readonly RawRecord[],
  into: Mapped = noneMapped(),
): Mapped {
  for (const mapping of mappings.from(set)) mapWith(mapping, records, into)
  return into
}

/** What to read along with objects of a set, so that every mapping that reads the set can. */
export function expandOf(mappings: Pick<Mappings, 'from'>, set: string): Beyond[] {
  return [...new Set(mappings.from(set).flatMap(({ expand }) => expand))]
}

/** Turns records into entities with one mapping. */
export function mapWith(mapping: Mapping, records: readonly RawRecord[], into: Mapped = noneMapped()): Mapped {
  const name = mirroredEntities.find((entity) => entity === mapping.entity)
  if (!name) return into
  const { entities, unmapped, alien } = mapPage(mapping as PageReader<Entity<Mirrored>>, records)
  if (entities.length > 0) into.incoming.set(name, [...(into.incoming.get(name) ?? []), ...entities])
  into.unmapped.push(...unmapped.map((one) => ({ entity: name, ...one })))
  into.alien.push(...alien.map((ref) => ({ entity: name, ref })))
  return into
}

/** What to tell of objects that 1C itself cannot hand out (1c-odata §7). */
export function unreadableAs(found: readonly { ref: string; reason: string }[]): { ref: string; reason: string }[] {
  return found.map(({ ref, reason }) => ({
    ref,
    reason: `1С не может отдать объект ${ref}: ${reason} Откройте его в 1С, уберите из текстов служебные символы и запишите заново.`,
  }))
}

/** Keeps the list of what could not be mapped: new reasons in, records that went through out. */
export async function recordUnmapped(trx: Trx, mapped: Mapped, traceId: string, now: string): Promise<void> {
  for (const [entity, list] of mapped.incoming) {
    const refs = list.map(({ entity: one }) => one.ref as string)
    if (await hasUnmapped(trx, entity)) await clearUnmapped(trx, entity, refs)
  }
  for (const { entity, ...one } of mapped.unmapped) await noteUnmapped(trx, entity, [one], traceId, now)
}

/** Whether anything of an entity could not be mapped so far: mostly nothing, which saves looking for each record. */
export async function hasUnmapped(trx: Trx, entity: Mirrored): Promise<boolean> {
  return (await trx.selectFrom('unmapped').select('ref').where('entity', '=', entity).limit(1).execute()).length > 0
}

/** Takes records that went through off the list. */
export async function clearUnmapped(trx: Trx, entity: Mirrored, read: readonly string[]): Promise<void> {
  for (let at = 0; at < read.length; at += 500) {
    await trx
      .deleteFrom('unmapped')
      .where('entity', '=', entity)
      .where('ref', 'in', read.slice(at, at + 500))
      .execute()
  }
}

export async function noteUnmapped(
  trx: Trx,
  entity: Mirrored,
  unmapped: readonly { ref: string; reason: string }[],
  traceId: string,
  now: string,
): Promise<void> {
  for (const { ref, reason } of unmapped) {
    await trx
      .insertInto('unmapped')
      .values({ entity, ref, reason, traceId, at: now })
      .onConflict((conflict) => conflict.columns(['entity', 'ref']).doUpdateSet({ reason, traceId, at: now }))
      .execute()
  }
}
