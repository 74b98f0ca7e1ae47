import { likelyEnums, type NamedEnum } from './guess-enum.ts'
import type { EntityType, Metadata, Property } from './metadata.ts'

/** Types of which a property of `$metadata` says nothing more than its bare type. */
type Shape = Pick<EntityType, 'properties'> & Partial<EntityType>

const nothing: ReadonlySet<string> = new Set()

const rowsOf = (set: string) => `${set}_RowType`

/** `Collection(StandardODATA.Catalog_X_Y_RowType)` → `Catalog_X_Y_RowType`; also of what is no collection. */
const bareType = (type: string): string => {
  const inner = type.startsWith('Collection(') ? type.slice('Collection('.length, -1) : type
  return inner.slice(inner.indexOf('.') + 1)
}

const known = new WeakMap<Metadata, ReturnType<typeof describe>>()

/**
 * A base's `$metadata` as mappings ask about it (`InfobaseSchema` of mapping/schema.ts). Nothing is computed before it is
 * asked for: a large configuration has four thousand types, a mapping a dozen.
 */
export function publishedSets(metadata: Metadata): ReturnType<typeof describe> {
  const described = known.get(metadata) ?? describe(metadata)
  known.set(metadata, described)
  return described
}

function describe(metadata: Metadata) {
  const names = lazily(() => [...metadata.sets.keys()])
  const propertyNames = new Map<string, ReadonlySet<string>>()
  /** Entity type → set; in 1C both bear one name, in other services they may not. */
  const setOfType = lazily(() => new Map(Array.from(metadata.sets, ([set, type]) => [type, set] as const)))
  const boundFunctions = lazily(() => {
    const bound = new Map<string, string>()
    for (const { name, boundTo, returns } of metadata.functions)
      if (boundTo !== null) bound.set(`${boundTo} ${name}`, returns === null ? '' : bareType(returns))
    return bound
  })

  /** A set, the rows of a section (published or not), or a named shape such as the columns of a virtual table. */
  function shapeOf(set: string): Shape | undefined {
    return (
      metadata.entityTypes.get(metadata.sets.get(set) ?? '') ??
      metadata.complexTypes.get(rowsOf(set)) ??
      metadata.complexTypes.get(set)
    )
  }

  function property(set: string, name: string): Property | null {
    return shapeOf(set)?.properties.get(name) ?? null
  }

  return {
    has: (set: string): boolean => metadata.sets.has(set),
    names: (): readonly string[] => names(),
    properties(set: string): ReadonlySet<string> {
      const known = propertyNames.get(set)
      if (known) return known
      const shape = shapeOf(set)
      if (!shape) return nothing
      const found = new Set(shape.properties.keys())
      propertyNames.set(set, found)
      return found
    },
    property,
    target(set: string, attribute: string): string | null {
      const navigation = shapeOf(set)?.navigation
      const type = navigation?.get(attribute) ?? navigation?.get(attribute.replace(/_Key$/, ''))
      return type ? (setOfType().get(type) ?? null) : null
    },
    section(set: string, name: string): string | null {
      const type = property(set, name)?.type ?? ''
      if (!type.startsWith('Collection(') || !type.endsWith('_RowType)')) return null
      const own = `${set}_${name}`
      // The rows of a record set are of a type that is named after the register.
      return bareType(type) === rowsOf(own) ? own : bareType(type)
    },
    enums(set: string, attribute: string, seen: readonly string[] = []): readonly NamedEnum[] {
      const declared = property(set, attribute)
      if (!declared) return []
      const name = bareType(declared.type)
      const members = metadata.enums.get(name)
      if (members) return [{ name, members }]
      return declared.type === 'Edm.String' ? likelyEnums(metadata.enums, set, attribute, seen) : []
    },
    table(set: string, table: string): string | null {
      // A register that a document writes has its slices bound to its rows (1c-odata §10).
      for (const owner of [set, `${set}_RecordType`]) {
        const returns = boundFunctions().get(`${metadata.sets.get(owner) ?? owner} ${table}`)
        if (returns !== undefined) return shapeOf(returns) ? returns : owner
      }
      return null
    },
    isOpen: (set: string): boolean => shapeOf(set)?.open ?? false,
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
