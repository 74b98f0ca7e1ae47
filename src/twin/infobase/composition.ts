/**
 * The composition of the OData interface (1c-odata §1): which objects and tabular sections a publication shows at all. An
 * object left out is no set, no way leads to it, and its type has a name nobody can resolve.
 */
import { createHash } from 'node:crypto'
import type { Infobase } from './infobase.ts'
import { typeName } from './record.ts'
import { type EntitySet, type Schema, schemaOf } from './schema.ts'

/** The name in the list of unpublished objects that stands for all of them: a composition nobody has filled. */
const EVERYTHING = '*'

const views = new WeakMap<Infobase, { unpublished: string; schema: Schema; view: Infobase }>()

/** The infobase as its publication shows it; the base itself when nothing is left out. */
export function published(base: Infobase): Infobase {
  const { unpublished } = base.faults
  if (unpublished.length === 0) return base
  const signature = unpublished.join('\n')
  const known = views.get(base)
  if (known?.unpublished === signature && known.schema === base.schema) return known.view
  const schema = publishedSchema(base.schema, new Set(unpublished))
  const view: Infobase = {
    ...base,
    schema,
    entitySet: (name) => schema.sets.get(name) ?? base.entitySet(name),
  }
  views.set(base, { unpublished: signature, schema: base.schema, view })
  return view
}

/** Whether an object or one of its registers' sets is in the composition. */
export function isPublished(schema: Schema, set: string): boolean {
  return schema.sets.has(set)
}

function publishedSchema(schema: Schema, unpublished: ReadonlySet<string>): Schema {
  if (unpublished.has(EVERYTHING)) return schemaOf(schema.configuration, [], schema.declared)
  const isLeftOut = ({ name, object }: EntitySet) =>
    unpublished.has(name) || unpublished.has(`${object.kind}_${object.name}`)
  const sets = [...schema.sets.values()].filter((set) => !isLeftOut(set))
  const withoutSections = sets.map((set): EntitySet => {
    if (set.form !== 'object') return set
    const isShown = ({ name }: { name: string }) => !unpublished.has(`${set.name}_${name}`)
    return { ...set, properties: set.properties.filter(isShown), listing: set.listing.filter(isShown) }
  })
  return schemaOf(schema.configuration, withoutSections, schema.declared)
}

/** How the type of a reference to `set` is written: an unpublished one by an identifier that names nothing. */
export function wireTypeName(schema: Schema, set: string): string {
  return isPublished(schema, set) ? typeName(set) : unavailableTypeName(set)
}

export const unavailableTypeName = (set: string): string => `UnavailableEntities.UnavailableEntity_${identifierOf(set)}`

/** The same set has the same identifier at each start. */
function identifierOf(set: string): string {
  const hex = createHash('sha1').update(set).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
