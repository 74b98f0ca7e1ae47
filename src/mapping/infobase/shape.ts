import { createHash } from 'node:crypto'

/** Attribute → type: `Edm.String`, `ref:Catalog_X`, `ref:` when where it leads is not published, `composite`, `storage`. */
export type Attributes = Record<string, string>

export interface ObjectShape {
  /** In the order they were declared, which tells neighbours and nothing else. */
  attributes: Attributes
  sections: Record<string, Attributes>
  /** Virtual tables and actions. */
  functions: readonly string[]
}

/**
 * What an infobase publishes, as small as it can be kept and compared: `$metadata` without everything that may differ between
 * two tellings of the same (order, whitespace, whether a value may be empty, an enum declared twice).
 */
export interface InfobaseShape {
  /** By entity set; sections and rows of registers are parts of their owners. */
  objects: Record<string, ObjectShape>
  enums: Record<string, readonly string[]>
}

/** `$metadata` as it was read. */
export interface DeclaredBase {
  entityTypes: ReadonlyMap<
    string,
    { properties: ReadonlyMap<string, { type: string }>; navigation: ReadonlyMap<string, string | null> }
  >
  complexTypes: ReadonlyMap<string, { properties: ReadonlyMap<string, { type: string }> }>
  enums: ReadonlyMap<string, readonly string[]>
  sets: ReadonlyMap<string, string>
  functions: readonly { name: string; boundTo: string | null }[]
}

type Declared = DeclaredBase['entityTypes'] extends ReadonlyMap<string, infer T> ? T : never

const rowType = /^Collection\(.*\.(.+)_RowType\)$/

/** Brings `$metadata` to its canonical form. */
export function shapeOf(base: DeclaredBase): InfobaseShape {
  const objects: InfobaseShape['objects'] = {}
  const parts = new Set<string>()
  for (const type of base.entityTypes.values())
    for (const { type: declared } of type.properties.values()) {
      const rows = rowType.exec(declared)?.[1]
      if (rows !== undefined) parts.add(rows)
    }
  const functions = Map.groupBy(base.functions, ({ boundTo }) => (boundTo ?? '').replace(/_RecordType$/, ''))
  for (const [set, typeName] of base.sets) {
    const type = base.entityTypes.get(typeName)
    if (!type) continue
    const register = set.endsWith('_RecordType') ? set.slice(0, -'_RecordType'.length) : null
    if ((register !== null && base.sets.has(register)) || (parts.has(set) && isPart(base, set))) continue
    const bound = functions.get(typeName) ?? []
    objects[set] = {
      attributes: attributesOf(type),
      sections: sectionsOf(base, set, type),
      functions: [...new Set(bound.map(({ name }) => name))].sort(),
    }
  }
  const enums = Object.fromEntries(Array.from(base.enums, ([name, members]) => [name, [...new Set(members)]]))
  return { objects, enums }
}

/** The rows of a section are a set of their own too, in 1C's eyes; of a register they are the set itself. */
function isPart(base: DeclaredBase, set: string): boolean {
  return [...set.matchAll(/_/g)].some(({ index }) => {
    const owner = base.entityTypes.get(base.sets.get(set.slice(0, index)) ?? '')
    return owner !== undefined && rowType.exec(owner.properties.get(set.slice(index + 1))?.type ?? '')?.[1] === set
  })
}

function sectionsOf(base: DeclaredBase, set: string, { properties }: Declared): ObjectShape['sections'] {
  const sections: ObjectShape['sections'] = {}
  for (const [name, { type }] of properties) {
    const rows = rowType.exec(type)?.[1]
    if (rows === undefined) continue
    // Only an entity type tells where the references of the rows lead.
    const declared =
      base.entityTypes.get(name === 'RecordSet' ? `${set}_RecordType` : rows) ??
      base.complexTypes.get(`${rows}_RowType`)
    sections[name] = declared ? attributesOf({ navigation: new Map(), ...declared }) : {}
  }
  return sections
}

function attributesOf({ properties, navigation }: Declared): Attributes {
  const attributes: Attributes = {}
  for (const [name, { type }] of properties) {
    if (rowType.test(type) || isCompanion(name, properties)) continue
    attributes[name] = typeOf(name, type, properties, navigation)
  }
  return attributes
}

/** `X_Type` of a composite `X`, and the faces of a value storage, say nothing that `X` does not. */
function isCompanion(name: string, properties: Declared['properties']): boolean {
  const base = /^(.+)_(?:Type|Base64Data)$/.exec(name)?.[1]
  return base !== undefined && properties.has(base)
}

function typeOf(
  name: string,
  type: string,
  properties: Declared['properties'],
  navigation: Declared['navigation'],
): string {
  if (type === 'Edm.Stream' || properties.has(`${name}_Base64Data`)) return 'storage'
  if (properties.has(`${name}_Type`)) return 'composite'
  if (type !== 'Edm.Guid') return type
  const target = navigation.get(name.replace(/_Key$/, ''))
  return target === undefined && !name.endsWith('_Key') ? type : `ref:${target ?? ''}`
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

const sorted = (attributes: Attributes) => Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))

/** One hash an object: whatever has the same one has not changed. */
export function objectHash({ attributes, sections, functions }: ObjectShape): string {
  const rows = Object.entries(sections).map(([name, columns]) => [name, sorted(columns)] as const)
  return hashOf([sorted(attributes), rows.sort(([a], [b]) => (a < b ? -1 : 1)), functions])
}

/** Of the whole base, whatever the order it was told in. */
export function shapeHash({ objects, enums }: InfobaseShape): string {
  const hashes = Object.entries(objects).map(([set, object]) => `${set} ${objectHash(object)}`)
  const members = Object.entries(enums).map(([name, list]) => `${name} ${[...list].sort().join(' ')}`)
  return hashOf([hashes.sort(), members.sort()])
}
