import type { Hub } from '../../../context.ts'
import { describeError } from '../../../errors.ts'
import type { InfobaseSchema } from '../../../mapping/schema.ts'
import { NotFoundError } from '../route.ts'
import type { Attribute, MetadataObject, MetadataTree } from './mapping-contract.ts'

/**
 * Names of all objects 1C publishes. Names alone: a large configuration has thousands of objects, and their attributes are
 * asked for one object at a time.
 */
export async function metadataTree(hub: Hub): Promise<MetadataTree> {
  try {
    return { kinds: byKind(await hub.onec.sets()), reason: null }
  } catch (error) {
    return { kinds: [], reason: describeError(error) }
  }
}

function byKind(schema: InfobaseSchema): MetadataTree['kinds'] {
  const kinds = new Map<string, string[]>()
  for (const set of schema.names()) {
    const end = set.indexOf('_')
    if (end < 0 || isPartOfAnother(schema, set)) continue
    const names = kinds.get(set.slice(0, end)) ?? []
    names.push(set.slice(end + 1))
    kinds.set(set.slice(0, end), names)
  }
  const order = new Intl.Collator('ru').compare
  return Array.from(kinds, ([kind, names]) => ({ kind, names: names.sort(order) }))
}

/** Sections are sets of their own, and so are the records of a register with a recorder. */
function isPartOfAnother(schema: InfobaseSchema, set: string): boolean {
  for (let at = set.lastIndexOf('_'); at > set.indexOf('_'); at = set.lastIndexOf('_', at - 1)) {
    const owner = set.slice(0, at)
    const part = set.slice(at + 1)
    if (schema.has(owner) && (part === 'RecordType' || schema.section(owner, part) !== null)) return true
  }
  return false
}

/** Attributes of an object, of one of its sections, or of a virtual table of a register. */
export async function metadataObject(hub: Hub, set: string, table: string | undefined): Promise<MetadataObject> {
  const schema = await hub.onec.sets()
  const owner = table === undefined ? set : schema.table(set, table)
  if (owner === null || (!schema.has(owner) && schema.properties(owner).size === 0))
    throw new NotFoundError(`В описании базы 1С нет «${table === undefined ? set : `${set}, ${table}`}».`)
  const attributes: Attribute[] = []
  const sections: MetadataObject['sections'] = []
  for (const name of schema.properties(owner)) {
    const section = schema.section(owner, name)
    if (section === null) attributes.push(attributeOf(schema, owner, name))
    else
      sections.push({
        name,
        attributes: Array.from(schema.properties(section), (column) => attributeOf(schema, section, column)),
      })
  }
  return { set, attributes, sections }
}

function attributeOf(schema: InfobaseSchema, set: string, name: string): Attribute {
  const { type = '', maxLength } = schema.property(set, name) ?? {}
  const enums = schema.enums(set, name)
  const values = enums.length === 1 ? [...(enums[0]?.members ?? [])] : null
  return { name, type, length: maxLength ?? null, target: schema.target(set, name), values }
}
