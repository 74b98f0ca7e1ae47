import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import { fullSpec } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'
import { versionOf } from '../exchange/map-records.ts'

/** What the comparison needs to know of an object of 1C. */
export interface Key {
  ref: string
  version: string
  isMarked: boolean
  /** The hub's own key in 1C, when asked for and there. */
  own: string | null
}

export interface KeyPage {
  keys: Key[]
  /** Objects 1C cannot hand out, by their reference. */
  unreadable: string[]
  done: number
  /** Null where 1C cannot count. */
  total: number | null
}

/** Whether nothing slipped through between the pages, given how many different objects were met. */
export type HeldStill = (distinct: number) => boolean

/** Keys are a few words each, so a page may hold more of them than of whole objects. */
const pageFactor = 4

const attribute = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** The attribute of 1C a field comes from; null when it is made of something else. */
export function attributeOf(mapping: Mapping, field: string): string | null {
  const spec = mapping.spec.fields[field]
  const path = spec === undefined ? undefined : fullSpec(spec).path
  return path !== undefined && attribute.test(path) ? path : null
}

/**
 * Reads the keys of everything an entity is made of, page by page: reference, version, deletion mark and, with `ownKey`, the
 * hub's key. Objects without a version, and rows of services, come whole.
 */
export async function* readKeys(hub: Hub, mapping: Mapping, ownKey: string | null): AsyncGenerator<KeyPage, HeldStill> {
  const { source } = mapping
  if (source.kind !== 'set') {
    const rows = await hub.onec.reading.rows(source)
    yield { keys: keysOfRows(mapping, rows), unreadable: [], done: rows.length, total: rows.length }
    return () => true
  }
  const { set, filter, order } = source
  const metadata = await hub.onec.reading.metadata()
  const properties = metadata.entityTypes.get(metadata.sets.get(set) ?? '')?.properties
  const mark = attributeOf(mapping, 'deleted')
  const hasKey = properties?.has('Ref_Key') === true && properties.has('DataVersion')
  const wanted = ['Ref_Key', 'DataVersion', mark, ownKey].filter((name) => name !== null)
  const select = hasKey ? wanted.filter((name) => properties?.has(name)) : undefined
  const total = await hub.onec.reading.count(set, filter)
  const pageSize = hub.config.settings.exchange.page * (hasKey ? pageFactor : 1)
  let done = 0
  for await (const page of hub.onec.reading.pages(set, { filter, order, select, pageSize, total })) {
    const keys = hasKey
      ? page.rows.map((row) => ({
          ref: String(row.Ref_Key),
          version: versionOf(row),
          isMarked: mark !== null && row[mark] === true,
          own: (ownKey !== null && String(row[ownKey] ?? '').trimEnd()) || null,
        }))
      : keysOfRows(mapping, page.rows)
    done += keys.length + page.unreadable.length
    yield { keys, unreadable: page.unreadable.map(({ ref }) => ref), done, total }
  }
  const after = await hub.onec.reading.count(set, filter)
  // Fewer than before: what followed a lost row moved up across a page boundary while we were not looking (1c-odata §9).
  return (distinct) => total === null || after === null || (distinct === after && after >= total)
}

/** Objects with these references, and why those cannot be handed out that cannot. */
export async function readByRef(
  hub: Hub,
  mapping: Mapping,
  refs: readonly string[],
): Promise<{ records: Map<string, RawRecord>; unreadable: Map<string, string> }> {
  const { source } = mapping
  const records = new Map<string, RawRecord>()
  const unreadable = new Map<string, string>()
  if (source.kind !== 'set') {
    for (const row of await hub.onec.reading.rows(source)) {
      const [key] = keysOfRows(mapping, [row])
      if (key && refs.includes(key.ref)) records.set(key.ref, row)
    }
    return { records, unreadable }
  }
  for await (const found of hub.onec.reading.byRefs(source.set, refs, source.filter)) {
    for (const row of found.rows) records.set(String(row.Ref_Key), row)
    for (const { ref, reason } of found.unreadable) unreadable.set(ref, reason)
  }
  return { records, unreadable }
}

function keysOfRows(mapping: Mapping, rows: readonly RawRecord[]): Key[] {
  return rows.flatMap((row) => {
    let entity: Record<string, unknown> | null
    try {
      entity = mapping.read(row)
    } catch {
      // The list of unmapped records names it.
      return []
    }
    return entity
      ? [{ ref: String(entity.ref), version: versionOf(row), isMarked: entity.deleted === true, own: null }]
      : []
  })
}
