import { randomUUID } from 'node:crypto'
import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'

/** Records of 1C kept in memory for a page that previews an edited mapping on them: typing never goes to 1C. */
export interface Sample {
  id: string
  /** What was read and how; another text of the mapping may need another reading. */
  source: string
  /** Set or service the records are of. */
  set: string
  at: string
  records: RawRecord[]
  /** Whether there are further records behind these. */
  more: boolean
}

export interface SampleShelf {
  keep(sample: Sample): void
  /** Null once it has expired, or when another process holds it. */
  get(id: string): Sample | null
}

/** How many records a page looks at. */
const size = 5
const kept = 60
const idleMs = 30 * 60_000

export function createSamples(now: () => Date): SampleShelf {
  const shelf = new Map<string, { sample: Sample; usedAt: number }>()
  return {
    keep(sample) {
      const oldest = now().getTime() - idleMs
      // A map remembers the order of insertion, and use inserts anew: the first is the one longest out of use.
      for (const [id, { usedAt }] of shelf) if (usedAt < oldest || shelf.size >= kept) shelf.delete(id)
      shelf.set(sample.id, { sample, usedAt: now().getTime() })
    },
    get(id) {
      const found = shelf.get(id)
      if (!found || found.usedAt < now().getTime() - idleMs) return null
      shelf.delete(id)
      shelf.set(id, { ...found, usedAt: now().getTime() })
      return found.sample
    },
  }
}

/** Names a reading: mappings that read the same way can be tried on the same records. */
export function sourceKey({ source, expand }: Mapping): string {
  return JSON.stringify([source, expand])
}

/**
 * Reads some records of a mapping's source, `skip` into it, of those that `find` names: part of a name, a whole code or number,
 * or a reference. Throws like every reading of 1C.
 */
export async function readSample(hub: Hub, mapping: Mapping, skip: number, find: string): Promise<Sample> {
  const { rows, more } =
    mapping.source.kind === 'set' ? await fromSet(hub, mapping, skip, find) : await fromRows(hub, mapping, skip, find)
  const sample = {
    id: randomUUID(),
    source: sourceKey(mapping),
    set: mapping.spec.from.set,
    at: hub.now().toISOString(),
    records: rows,
    more,
  }
  hub.samples.keep(sample)
  return sample
}

async function fromSet(hub: Hub, mapping: Mapping, skip: number, find: string) {
  const { set, filter, order } = mapping.spec.from
  const condition = find === '' ? null : await searchFor(hub, set, find)
  if (condition === '') return { rows: [], more: false }
  const pages = hub.onec.reading.pages(set, {
    filter:
      [filter, condition]
        .filter(Boolean)
        .map((part) => `(${part})`)
        .join(' and ') || undefined,
    order,
    // One more than is shown tells whether there is more; so few are read in one request.
    pageSize: size + 1,
    from: skip,
    total: skip + size + 1,
    expand: mapping.expand,
  })
  const rows: RawRecord[] = []
  for await (const page of pages) {
    rows.push(...page.rows)
    if (rows.length > size) break
  }
  return { rows: rows.slice(0, size), more: rows.length > size }
}

/** Virtual tables and services come whole. */
async function fromRows(hub: Hub, { source, expand }: Mapping, skip: number, find: string) {
  if (source.kind === 'set') return { rows: [], more: false }
  const all = await hub.onec.reading.rows(source, expand)
  const sought = find.toLowerCase()
  const found =
    sought === ''
      ? all
      : all.filter((row) => Object.values(row).some((value) => String(value).toLowerCase().includes(sought)))
  return { rows: found.slice(skip, skip + size), more: found.length > skip + size }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** How a record may be named, by the attribute that names it. */
const ways: readonly [attribute: string, condition: string][] = [
  ['Code', 'Code eq {find}'],
  ['Number', 'Number eq {find}'],
  ['Description', 'substringof({find}, Description)'],
]

/** Empty when nothing in the set could be what is sought. */
async function searchFor(hub: Hub, set: string, find: string): Promise<string> {
  if (guid.test(find)) return `Ref_Key eq guid'${find.toLowerCase()}'`
  const schema = await hub.onec.sets()
  return ways
    .filter(([attribute]) => schema.property(set, attribute)?.type === 'Edm.String')
    .map(([, condition]) => hub.onec.condition(condition, { find }))
    .join(' or ')
}

/** What a person calls a record: its name, else number and date, code, reference. */
export function recordTitle(record: RawRecord): string {
  const text = (name: string) => {
    const value = record[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  }
  const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(text('Date') || text('Period'))
  const day = date ? `от ${date[3]}.${date[2]}.${date[1]}` : ''
  if (text('Description')) return text('Description')
  if (text('Number')) return `№ ${text('Number')} ${day}`.trim()
  return text('Code') || day || text('Ref_Key') || 'Запись'
}
