import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import { versionColumns, versionOf } from '../../mapping/map-page.ts'
import { fullSpec } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'

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
  /** Objects that are not the mapping's business; rows without a reference by what they hold, so that they count. */
  alien: string[]
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
    const rows = await hub.onec.reading.rows(source, mapping.expand)
    yield { ...keysOfRows(mapping, rows, ownKey), unreadable: [], done: rows.length, total: rows.length }
    return () => true
  }
  const { set, filter, order } = source
  const metadata = await hub.onec.reading.metadata()
  const type = metadata.entityTypes.get(metadata.sets.get(set) ?? '')
  const properties = type?.properties
  const mark = attributeOf(mapping, 'deleted')
  // Whose business a record is, only the whole of it tells.
  const hasKey = properties?.has('Ref_Key') === true && properties.has('DataVersion') && mapping.spec.when === undefined
  const columns = versionColumns(mapping.expand, (name) => type?.navigation.has(name) === true)
  const own = [mark, ownKey].filter((name) => name !== null && properties?.has(name)) as string[]
  const select = hasKey && columns !== null ? [...columns, ...own] : undefined
  const total = await hub.onec.reading.count(set, filter)
  const pageSize = hub.config.settings.exchange.page * (hasKey ? pageFactor : 1)
  let done = 0
  for await (const page of hub.onec.reading.pages(set, {
    filter,
    order,
    select,
    expand: mapping.expand,
    pageSize,
    total,
  })) {
    const { keys, alien } = hasKey
      ? {
          keys: page.rows.map((row) => ({
            ref: String(row.Ref_Key),
            version: versionOf(row, mapping.expand),
            isMarked: mark !== null && row[mark] === true,
            own: ownKeyOf(row, ownKey),
          })),
          alien: [],
        }
      : keysOfRows(mapping, page.rows, ownKey)
    done += page.rows.length + page.unreadable.length
    yield { keys, alien, unreadable: page.unreadable.map(({ ref }) => ref), done, total }
  }
  const after = await hub.onec.reading.count(set, filter)
  // Fewer than before: what followed a lost row moved up across a page boundary while we were not looking (1c-odata §9).
  return (distinct) => total === null || after === null || (distinct === after && after >= total)
}

const ownKeyOf = (row: RawRecord, ownKey: string | null): string | null =>
  (ownKey !== null && String(row[ownKey] ?? '').trimEnd()) || null

function keysOfRows(
  mapping: Mapping,
  rows: readonly RawRecord[],
  ownKey: string | null,
): { keys: Key[]; alien: string[] } {
  const found: { keys: Key[]; alien: string[] } = { keys: [], alien: [] }
  for (const row of rows) {
    try {
      const entity = mapping.read(row)
      if (entity)
        found.keys.push({
          ref: String(entity.ref),
          version: versionOf(row, mapping.expand),
          isMarked: entity.deleted === true,
          own: ownKeyOf(row, ownKey),
        })
      else found.alien.push(typeof row.Ref_Key === 'string' ? row.Ref_Key : versionOf(row))
    } catch {
      // The list of unmapped records names it.
    }
  }
  return found
}
