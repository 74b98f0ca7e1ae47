/** A saved `$metadata` as it is looked up: types, ways between them and functions by name. */
import { childNamed, childrenNamed, parseXml, type XmlElement } from '../xml-tree.ts'

const NAMESPACE = 'StandardODATA.'

export type Document = {
  types: ReadonlyMap<string, XmlElement>
  complexTypes: ReadonlyMap<string, XmlElement>
  /** Sets a reference property leads to, by `<type>_<name>` of the association. */
  targets: ReadonlyMap<string, string>
  /** Functions by the name of the set they are bound to. */
  functions: ReadonlyMap<string, readonly XmlElement[]>
  /** Every set of objects: what a composite reference may point to. */
  objects: readonly string[]
}

/** @throws Error when the text is no `$metadata` of 1C. */
export function schemaElement(xml: string): XmlElement {
  const services = childNamed(parseXml(xml), 'DataServices')
  const schema = services && childNamed(services, 'Schema')
  if (schema?.attributes.Namespace !== 'StandardODATA') {
    throw new Error('The file is no $metadata of 1C: it has no schema StandardODATA.')
  }
  return schema
}

export function documentOf(schema: XmlElement): Document {
  const byName = (element: string) =>
    new Map(childrenNamed(schema, element).map((child) => [child.attributes.Name ?? '', child] as const))
  const types = byName('EntityType')
  const targets = childrenNamed(schema, 'Association').flatMap((association) => {
    const end = childrenNamed(association, 'End').find(({ attributes }) => attributes.Role === 'End')
    return end ? [[association.attributes.Name ?? '', bare(end.attributes.Type)] as const] : []
  })
  const container = childNamed(schema, 'EntityContainer')
  const functions = new Map<string, XmlElement[]>()
  for (const imported of container ? childrenNamed(container, 'FunctionImport') : []) {
    const binding = childrenNamed(imported, 'Parameter').find(
      ({ attributes }) => attributes.Name === 'bindingParameter',
    )
    const set = bare(binding?.attributes.Type)
    functions.set(set, [...(functions.get(set) ?? []), imported])
  }
  const objects = [...types].filter(([, type]) => keyOf(type).join() === 'Ref_Key').map(([name]) => name)
  return { types, complexTypes: byName('ComplexType'), targets: new Map(targets), functions, objects }
}

/** A type without its namespace, of a collection that of its items. */
export const bare = (type = '') => type.replace(/^Collection\((.*)\)$/, '$1').replace(NAMESPACE, '')

export function keyOf(type: XmlElement): string[] {
  const key = childNamed(type, 'Key')
  return key ? childrenNamed(key, 'PropertyRef').map(({ attributes }) => attributes.Name ?? '') : []
}

/** The object a set belongs to: names may hold underscores, so a section is what continues the name of a set that has it. */
export function ownerOf({ types }: Document, set: string): { set: string; section: string | null } {
  const rows = /^(.+)_RecordType$/.exec(set)?.[1]
  if (rows && types.has(rows)) return { set: rows, section: null }
  for (let at = set.lastIndexOf('_'); at > 0; at = set.lastIndexOf('_', at - 1)) {
    const owner = types.get(set.slice(0, at))
    const section = set.slice(at + 1)
    const isRows = owner && bare(typeOf(owner, section)).endsWith('_RowType')
    if (isRows) return { set: set.slice(0, at), section }
  }
  return { set, section: null }
}

export function typeOf(type: XmlElement, property: string): string | undefined {
  return childrenNamed(type, 'Property').find(({ attributes }) => attributes.Name === property)?.attributes.Type
}

export const functionNames = ({ functions }: Document, set: string) =>
  (functions.get(set) ?? []).map(({ attributes }) => attributes.Name ?? '')
