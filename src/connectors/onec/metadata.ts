import type { SaxesTagNS } from 'saxes'
import { attribute, readXml, type XmlReader } from './xml.ts'

/** `type` as declared: `Edm.Guid`, `Collection(StandardODATA.Catalog_X_Y_RowType)`. */
export interface Property {
  type: string
  nullable: boolean
  /** Characters a string holds; 1C itself seldom says. */
  maxLength?: number
}

export interface EntityType {
  name: string
  /** Owns a composite property (1c-odata §8). */
  open: boolean
  key: string[]
  properties: Map<string, Property>
  /** Navigation property → entity type it leads to; only towards published objects. */
  navigation: Map<string, string | null>
}

export interface ComplexType {
  name: string
  properties: Map<string, Property>
}

/** An action or a virtual table; `boundTo` is the entity type it belongs to. */
export interface Operation {
  name: string
  boundTo: string | null
  returns: string | null
  parameters: Map<string, string>
}

/** What an infobase publishes; names without the namespace `StandardODATA`. */
export interface Metadata {
  entityTypes: Map<string, EntityType>
  complexTypes: Map<string, ComplexType>
  enums: Map<string, string[]>
  /** Entity set → entity type. */
  sets: Map<string, string>
  functions: Operation[]
}

/**
 * Reads `$metadata` as it arrives (15–17 MB on a large configuration, 1c-odata §8). Unknown elements are passed over and
 * of two types with one name the later stays: 1C itself declares an enum twice. Throws for what is no EDMX.
 */
export async function readMetadata(chunks: AsyncIterable<string>): Promise<Metadata> {
  let metadata: Metadata | null = null
  for await (const complete of readXml(chunks, metadataReader())) metadata = complete
  if (metadata === null) throw new Error('the document holds no EDMX schema')
  return metadata
}

function metadataReader(): XmlReader<Metadata> {
  const metadata: Metadata = {
    entityTypes: new Map(),
    complexTypes: new Map(),
    enums: new Map(),
    sets: new Map(),
    functions: [],
  }
  /** Association → entity type at its far end, by role. */
  const associations = new Map<string, Map<string, string>>()
  const links: { type: EntityType; name: string; association: string; role: string }[] = []
  let entityType: EntityType | null = null
  let properties: Map<string, Property> | null = null
  let association: Map<string, string> | null = null
  let members: string[] | null = null
  let operation: Operation | null = null
  let isSchema = false
  let isComplete = false
  const intern = interning()
  const kinds = new Map<string, Property>()

  /** A large configuration has a hundred thousand properties of a few dozen kinds. */
  function propertyOf(type: string, nullable: boolean, length: string): Property {
    const key = `${type} ${nullable} ${length}`
    const known = kinds.get(key)
    if (known) return known
    const maxLength = Number.parseInt(length, 10)
    const property = { type: intern(type), nullable, ...(maxLength > 0 && { maxLength }) }
    kinds.set(key, property)
    return property
  }

  const starts: Record<string, (tag: SaxesTagNS, name: string) => void> = {
    Schema() {
      isSchema = true
    },
    EntityType(tag, name) {
      const open = attribute(tag, 'OpenType') === 'true'
      properties = new Map()
      entityType = { name, open, key: [], properties, navigation: new Map() }
      metadata.entityTypes.set(name, entityType)
    },
    ComplexType(_, name) {
      properties = new Map()
      metadata.complexTypes.set(name, { name, properties })
    },
    PropertyRef(_, name) {
      entityType?.key.push(name)
    },
    Property(tag, name) {
      const isNullable = attribute(tag, 'Nullable') !== 'false'
      properties?.set(name, propertyOf(attribute(tag, 'Type') ?? '', isNullable, attribute(tag, 'MaxLength') ?? ''))
    },
    NavigationProperty(tag, name) {
      if (!entityType) return
      entityType.navigation.set(name, null)
      const role = attribute(tag, 'ToRole') ?? 'End'
      links.push({ type: entityType, name, association: intern(localName(attribute(tag, 'Relationship') ?? '')), role })
    },
    Association(_, name) {
      association = new Map()
      associations.set(name, association)
    },
    End(tag) {
      association?.set(intern(attribute(tag, 'Role') ?? ''), intern(localName(attribute(tag, 'Type') ?? '')))
    },
    EnumType(_, name) {
      members = []
      metadata.enums.set(name, members)
    },
    Member(_, name) {
      members?.push(name)
    },
    EntitySet(tag, name) {
      metadata.sets.set(name, intern(localName(attribute(tag, 'EntityType') ?? '')))
    },
    FunctionImport(tag, name) {
      const returns = attribute(tag, 'ReturnType')
      operation = { name, boundTo: null, returns, parameters: new Map() }
      metadata.functions.push(operation)
    },
    Parameter(tag, name) {
      const type = attribute(tag, 'Type') ?? ''
      if (!operation) return
      if (name === 'bindingParameter') operation.boundTo = intern(localName(type))
      else operation.parameters.set(name, type)
    },
  }

  const ends: Record<string, () => void> = {
    EntityType() {
      entityType = properties = null
    },
    ComplexType() {
      properties = null
    },
    Association() {
      association = null
    },
    EnumType() {
      members = null
    },
    FunctionImport() {
      operation = null
    },
    Edmx() {
      for (const { type, name, association, role } of links)
        type.navigation.set(name, associations.get(association)?.get(role) ?? null)
      isComplete = isSchema
    },
  }

  return {
    open(tag) {
      if (Object.hasOwn(starts, tag.local)) starts[tag.local]?.(tag, intern(attribute(tag, 'Name') ?? ''))
    },
    text() {},
    close(tag) {
      if (Object.hasOwn(ends, tag.local)) ends[tag.local]?.()
    },
    take() {
      const taken = isComplete ? [metadata] : []
      isComplete = false
      return taken
    },
  }
}

/** Each text once, cut loose from the piece of the document it came in: a slice of a string keeps all of it alive. */
function interning(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same !== undefined) return same
    const own = Buffer.from(text, 'utf8').toString('utf8')
    known.set(own, own)
    return own
  }
}

/** `StandardODATA.Catalog_X`, also inside `Collection(…)`, → `Catalog_X`. */
function localName(type: string): string {
  const inner = /^Collection\((.*)\)$/.exec(type)?.[1] ?? type
  return inner.slice(inner.indexOf('.') + 1)
}
