import { RejectedError } from '../../errors.ts'
import type { RawRecord } from '../../model/raw.ts'
import type { Onec } from './client.ts'
import type { EntityType, Metadata } from './metadata.ts'
import { countOf } from './reading/count.ts'
import { readPages } from './reading/pages.ts'

export interface ReadPlan {
  filter?: string | undefined
  /** Properties wanted; the key is added. All of them when absent. */
  select?: readonly string[] | undefined
  /** Total order of the pages, see `defaultOrder`: without one rows get lost between them (1c-odata §9). */
  order: string
  pageSize: number
  /** Key properties of the set; `Ref_Key` for objects. */
  key?: readonly string[] | undefined
  signal?: AbortSignal | undefined
  /** Pages asked for at once. */
  parallel?: number | undefined
}

export interface PageRead {
  rows: RawRecord[]
  /** Distinct objects read so far, of how many 1C counted before; starts anew with a second reading. */
  done: number
  total: number
}

export interface ReadResult {
  /** Whether everything that was there arrived; false when the set kept changing through both readings. */
  complete: boolean
  total: number
  /** Keys met in the last reading, parts joined with a space: whatever we hold beside them is gone from 1C. */
  keys: ReadonlySet<string>
}

/**
 * Reads a whole set page by page. Pages are separate transactions (1c-odata §9): an object added or removed meanwhile
 * shifts the rest, so what arrived is compared with `$count`, and the set is read once more when they differ. Where 1C
 * does not count, nothing can be said against a reading: `total` is then what has arrived.
 */
export async function* readAll(onec: Onec, set: string, plan: ReadPlan): AsyncGenerator<PageRead, ReadResult> {
  const first = yield* readOnce(onec, set, plan)
  return first.complete ? first : yield* readOnce(onec, set, plan)
}

async function* readOnce(onec: Onec, set: string, plan: ReadPlan): AsyncGenerator<PageRead, ReadResult> {
  const { filter, order, pageSize, signal, parallel, key = ['Ref_Key'] } = plan
  const select = plan.select && [...new Set([...key, ...plan.select])]
  const keys = new Set<string>()
  signal?.throwIfAborted()
  const total = await countOf(onec, set, filter)
  for await (const { rows } of readPages(onec, set, { filter, select, order, pageSize, parallel, total, signal })) {
    for (const row of rows) keys.add(key.map((part) => String(row[part])).join(' '))
    if (rows.length > 0) yield { rows, done: keys.size, total: total ?? keys.size }
  }
  const after = total === null ? null : await countOf(onec, set, filter)
  if (total === null || after === null) return { complete: true, total: keys.size, keys }
  // Fewer than before: something left, and what followed it moved up across a page boundary while we were not looking.
  return { complete: keys.size === after && after >= total, total: after, keys }
}

/** Properties that make a total order 1C can sort by, in this sequence; the first line a type has all of is taken. */
const orders: readonly string[][] = [
  ['Ref_Key', 'LineNumber'],
  ['Date', 'Number'],
  ['Owner_Key', 'Code'],
  ['Owner', 'Code'],
  ['Code'],
]

/**
 * Order for reading a set in pages. Never by the reference alone: 1C sorts references by their presentation, which
 * repeats (1c-odata §9). Registers go by their dimensions. Throws RejectedError for a set that is not published.
 */
export function defaultOrder(metadata: Metadata, set: string): string {
  const type = typeOf(metadata, set)
  const order = orders.find((properties) => properties.every((property) => type.properties.has(property)))
  // The `_Type` half of a composite dimension cannot be sorted by; the dimension itself can.
  return (order ?? type.key.filter((part) => !(part.endsWith('_Type') && type.key.includes(part.slice(0, -5))))).join(
    ',',
  )
}

/** Properties that tell the rows of a set apart. Throws RejectedError for a set that is not published. */
export function keyOf(metadata: Metadata, set: string): readonly string[] {
  return typeOf(metadata, set).key
}

function typeOf(metadata: Metadata, set: string): EntityType {
  const type = metadata.entityTypes.get(metadata.sets.get(set) ?? '')
  if (type) return type
  throw new RejectedError(
    `В OData этой базы 1С нет набора «${set}». Проверьте имя в файле сопоставления и состав стандартного интерфейса OData.`,
    { reason: 'not_published', set },
  )
}
