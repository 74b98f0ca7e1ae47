import type { Hub } from '../../../context.ts'
import { referencesOf } from '../../../mapping/field-kind.ts'
import type { EntityName } from '../../../model/index.ts'

/** Names of what references lead to, as the hub knows them, by the entity. */
const readers = {
  manager: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('manager').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  project: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('project').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  building: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('building').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  unit: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('unit').select(['ref', 'number as name']).where('ref', 'in', refs).execute(),
  client: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('client').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  adPlatform: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('adPlatform').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  campaign: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('campaign').select(['ref', 'name']).where('ref', 'in', refs).execute(),
  deal: ({ db }: Hub, refs: string[]) =>
    db.selectFrom('deal').select(['ref', 'number as name']).where('ref', 'in', refs).execute(),
}

type Named = keyof typeof readers

const isNamed = (entity: string | undefined): entity is Named => entity !== undefined && Object.hasOwn(readers, entity)

/** Reference → name, for the values of fields that refer to what the hub mirrors; unknown ones are left out. */
export async function refNames(
  hub: Hub,
  entity: EntityName,
  values: Iterable<[field: string, value: unknown]>,
): Promise<Record<string, string>> {
  const references = referencesOf(entity)
  const wanted = new Map<Named, Set<string>>()
  for (const [field, value] of values) {
    const target = references[field]
    if (!isNamed(target)) continue
    const refs = wanted.get(target) ?? new Set()
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') refs.add(one)
    wanted.set(target, refs)
  }
  const names: Record<string, string> = {}
  for (const [target, refs] of wanted) {
    if (refs.size === 0) continue
    for (const { ref, name } of await readers[target](hub, [...refs])) names[ref] = name
  }
  return names
}
