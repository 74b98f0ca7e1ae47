/**
 * An infobase made of a `$metadata` saved from a real one: its entity sets as they were declared, over objects of which
 * nothing more is known than the document says (1c-odata §6–§8).
 */
import { type Configuration, type MetadataObject, setName } from '../configuration.ts'
import { entitySet } from '../properties.ts'
import { serviceEnums } from '../render/metadata-service-types.ts'
import { blockTag } from '../render/xml.ts'
import { type Declared, type EntitySet, type Schema, schemaOf } from '../schema.ts'
import { childrenNamed, type XmlElement } from '../xml-tree.ts'
import { type Document, documentOf, keyOf, ownerOf, schemaElement } from './document.ts'
import { objectOf } from './objects.ts'
import { propertiesOf } from './properties.ts'

/**
 * @param name Of the configuration, for people.
 * @throws Error when the text is no `$metadata` of 1C.
 */
export function readSavedMetadata(xml: string, name: string): Schema {
  const schema = schemaElement(xml)
  const document = documentOf(schema)
  const sets: EntitySet[] = []
  const objects = new Map<string, MetadataObject>()
  for (const set of document.types.keys()) {
    const owner = ownerOf(document, set)
    const known = objects.get(owner.set) ?? objectOf(document, owner.set)
    if (!known) continue
    objects.set(owner.set, known)
    sets.push(setOf(document, set, known, owner.section))
  }
  const configuration: Configuration = { name, enums: enumsOf(schema), objects: completed([...objects.values()]) }
  return schemaOf(configuration, sets, declaredIn(schema, document))
}

function declaredIn(schema: XmlElement, { complexTypes, functions }: Document): Declared {
  return {
    complexTypes: [...complexTypes].map(([name, type]) => ({ name, xml: printXml(type) })),
    enumTypes: childrenNamed(schema, 'EnumType').map(printXml),
    functions: new Map([...functions].map(([set, imports]) => [set, imports.map(printXml)])),
  }
}

const printXml = ({ name, attributes, children }: XmlElement): string =>
  blockTag(name, children.map(printXml), attributes)

function setOf(document: Document, name: string, object: MetadataObject, section: string | null): EntitySet {
  const type = document.types.get(name)
  if (!type) throw new Error(`The saved metadata have no type "${name}".`)
  const key = keyOf(type)
  const properties = propertiesOf(document, name, type)
  const isRows = name === `${setName(object)}_RecordType`
  const form = section === null ? (isRows ? 'records' : formOf(object, key)) : 'section'
  const set = entitySet({ name, form, object, key, properties, ...(section === null ? {} : { section }) })
  return { ...set, isOpen: type.attributes.OpenType === 'true' }
}

function formOf(object: MetadataObject, key: readonly string[]): EntitySet['form'] {
  switch (object.kind) {
    case 'Constant':
      return 'constant'
    case 'DocumentJournal':
      return 'journal'
    case 'InformationRegister':
      return object.recorders ? 'recordSet' : 'independent'
    case 'AccumulationRegister':
    case 'AccountingRegister':
    case 'CalculationRegister':
      return 'recordSet'
    default:
      return key.includes('Ref_Key') ? 'object' : 'independent'
  }
}

/** A plan holds everything, for the document does not say what; a journal lists nothing, for the same reason. */
function completed(objects: readonly MetadataObject[]): MetadataObject[] {
  const content = objects.filter(({ kind }) => kind !== 'ExchangePlan' && kind !== 'DocumentJournal').map(setName)
  return objects.map((object) => (object.kind === 'ExchangePlan' ? { ...object, content } : object))
}

function enumsOf(schema: XmlElement): Configuration['enums'] {
  const own = new Set(serviceEnums.map(([name]) => name))
  return Object.fromEntries(
    childrenNamed(schema, 'EnumType').flatMap((type) => {
      const name = type.attributes.Name ?? ''
      const members = childrenNamed(type, 'Member').map(({ attributes }) => attributes.Name ?? '')
      return own.has(name) ? [] : [[name, members]]
    }),
  )
}
