/** `$select` together with `$expand`: what a reply shows of an entity and of the entities it refers to (1c-odata §9). */
import { notSupported, segmentNotFound } from '../errors.ts'
import type { EntitySet, Property, Schema } from '../schema.ts'
import { type Projection, projectionOf } from './projection.ts'

export type Selected = {
  set: EntitySet
  projection: Projection
  /** By the name of the reference; a composite one may be expanded for several of its types. */
  expansion: ReadonlyMap<string, readonly Expanded[]>
}

/** A reference to be replaced by the object it points to. */
export type Expanded = { property: Property; to: string; isComposite: boolean; selected: () => Selected }

const MAX_DEPTH = 4

/**
 * With `$select`, a reference that is not selected is not expanded, silently.
 * @throws code 6 for an unknown name, code 0 for rows, composite references without a type and more than four levels.
 */
export function selectedOf(schema: Schema, set: EntitySet, select: string | null, expand: string | null): Selected {
  return branch(schema, set, select === null ? null : listed(select), listed(expand ?? '').map(segments), 1)
}

const listed = (source: string) =>
  source
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const segments = (path: string) => path.split('/').filter((segment) => segment !== '')

function branch(
  schema: Schema,
  set: EntitySet,
  select: readonly string[] | null,
  paths: readonly (readonly string[])[],
  depth: number,
): Selected {
  if (paths.length > 0 && depth > MAX_DEPTH) throw notSupported('Глубина $expand больше четырёх')
  const targets = new Map<string, Target & { deeper: string[][] }>()
  for (const path of paths) {
    for (const target of targetsOf(schema, set, path)) {
      const id = `${target.key} ${target.to}`
      const known = targets.get(id) ?? { ...target, deeper: [] }
      targets.set(id, known)
      if (target.rest.length > 0) known.deeper.push([...target.rest])
    }
  }
  const expansion = new Map<string, Expanded[]>()
  for (const { key, name, property, to, isComposite, deeper } of targets.values()) {
    if (!isSelected(select, name, key)) continue
    const inner = schema.sets.get(to)
    if (!inner) continue
    const selected = once(() => branch(schema, inner, below(select, key), deeper, depth + 1))
    // What is wrong below a reference is said at once; a composite one has types that may never be met.
    if (key !== name || !isComposite) selected()
    const known = expansion.get(name) ?? []
    expansion.set(name, known)
    known.push({ property, to, isComposite, selected })
  }
  const keys = [...targets.values()].map(({ key }) => key)
  const own = select?.map((name) => {
    const expanded = keys.find((key) => name === key || name.startsWith(`${key}/`))
    return expanded ? (expanded.split('/')[0] ?? name) : name
  })
  return { set, projection: projectionOf(set, own ?? null), expansion }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

type Target = {
  /** The path of `$expand` up to this object: `Владелец`, `Основание/Document_Заказ`, `Основание` for any type. */
  key: string
  name: string
  property: Property
  to: string
  isComposite: boolean
  rest: readonly string[]
}

function targetsOf(schema: Schema, set: EntitySet, [name = '', ...rest]: readonly string[]): Target[] {
  const byName = (property: string) => set.properties.find((candidate) => candidate.name === property)
  if (name === '*' && rest.length === 0) {
    return set.navigation.flatMap((link) => {
      const property = byName(link.property)
      return property ? [{ key: link.name, name: link.name, property, to: link.to, isComposite: false, rest: [] }] : []
    })
  }
  const link = set.navigation.find((candidate) => candidate.name === name)
  const property = byName(link?.property ?? name)
  if (link && property) return [{ key: name, name, property, to: link.to, isComposite: false, rest }]
  if (property?.type.kind === 'composite') {
    const [type, ...further] = rest
    if (type === undefined) {
      const published = property.type.of.filter((to) => schema.sets.has(to))
      return published.map((to) => ({ key: name, name, property, to, isComposite: true, rest: [] }))
    }
    if (type === '*') throw notSupported(`$expand для свойства "${name}" без указания типа`)
    if (!property.type.of.includes(type) || !schema.sets.has(type)) throw segmentNotFound(type)
    return [{ key: `${name}/${type}`, name, property, to: type, isComposite: true, rest: further }]
  }
  if (set.properties.some((candidate) => candidate.attribute === name)) {
    throw notSupported(`$expand для свойства "${name}"`)
  }
  throw segmentNotFound(name)
}

function isSelected(select: readonly string[] | null, name: string, key: string): boolean {
  return (
    select === null ||
    select.some((each) => each === '*' || each === '**' || each === name || each === key || each.startsWith(`${key}/`))
  )
}

/** What is chosen of an expanded object: `*` before `**` before the fields named; everything when nothing is. */
function below(select: readonly string[] | null, key: string): readonly string[] | null {
  const names = (select ?? []).filter((name) => name.startsWith(`${key}/`)).map((name) => name.slice(key.length + 1))
  if (names.length === 0 || names.includes('*')) return null
  return names.includes('**') ? ['**'] : names
}
