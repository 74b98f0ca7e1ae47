import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { expandOf } from './map-records.ts'

export interface Again {
  /** By reference of the entity they make. */
  records: Map<string, RawRecord>
  /** Why those cannot be handed out that cannot. */
  unreadable: Map<string, string>
}

/** Whether single objects of a mapping's source can be asked for: rows of registers and services have no reference. */
export async function hasReferences(hub: Hub, { source }: Mapping): Promise<boolean> {
  if (source.kind !== 'set') return false
  const metadata = await hub.onec.reading.metadata()
  return metadata.entityTypes.get(metadata.sets.get(source.set) ?? '')?.properties.has('Ref_Key') === true
}

/**
 * These records as 1C has them now. Objects are asked for by reference; of anything else the whole source is read, so ask for
 * many at once.
 */
export async function readAgain(hub: Hub, mapping: Mapping, refs: readonly string[]): Promise<Again> {
  const { source } = mapping
  const records = new Map<string, RawRecord>()
  const unreadable = new Map<string, string>()
  if (source.kind === 'set' && (await hasReferences(hub, mapping))) {
    const expand = expandOf(hub.mappings, source.set)
    for await (const found of hub.onec.reading.byRefs(source.set, refs, source.filter, expand)) {
      for (const row of found.rows) records.set(String(row.Ref_Key), row)
      for (const { ref, reason } of found.unreadable) unreadable.set(ref, reason)
    }
    return { records, unreadable }
  }
  const wanted = new Set(refs)
  for await (const rows of rowsOf(hub, mapping)) {
    for (const row of rows) {
      const ref = refOf(mapping, row)
      if (ref !== null && wanted.has(ref)) records.set(ref, row)
    }
  }
  return { records, unreadable }
}

async function* rowsOf(hub: Hub, mapping: Mapping): AsyncGenerator<RawRecord[]> {
  const { source, expand } = mapping
  if (source.kind !== 'set') {
    yield await hub.onec.reading.rows(source, expand)
    return
  }
  const { set, filter, order } = source
  const pageSize = hub.config.settings.exchange.page
  for await (const page of hub.onec.reading.pages(set, { filter, order, expand, pageSize })) yield page.rows
}

/** Null for a row the mapping cannot read or leaves out. */
function refOf(mapping: Mapping, row: RawRecord): string | null {
  try {
    const entity = mapping.read(row)
    return entity === null ? null : String(entity.ref)
  } catch {
    // The list of unmapped records names it.
    return null
  }
}
