/** The properties of a saved `$metadata`, by what their names and types give away (1c-odata §6, §7). */
import type { Primitive } from '../configuration.ts'
import { rowType } from '../properties.ts'
import type { Property, PropertyType } from '../schema.ts'
import { childrenNamed, type XmlElement } from '../xml-tree.ts'
import { bare, type Document } from './document.ts'

/** What a composite field may hold besides references. */
export const PRIMITIVES: readonly Primitive[] = ['string', 'number', 'boolean', 'date']

/** @param owner The type they are declared in, which names the ways out of it. */
export function propertiesOf(document: Document, owner: string, type: XmlElement): Property[] {
  const declared = childrenNamed(type, 'Property').map(({ attributes }) => attributes)
  const names = new Set(declared.map(({ Name = '' }) => Name))
  const properties = declared.map(({ Name = '', Type = '', Nullable }): Property => {
    const attribute = Name.replace(/_(Key|Type|Base64Data)$/, '')
    const type = propertyType(document, owner, names, Name, Type)
    return { name: Name, attribute, type, nullable: Nullable !== 'false', ...initialOf(owner, names, Name) }
  })
  // In data a type stands beside its value; only `$metadata` puts the types last.
  const types = new Map(properties.filter(isTypeHalf).map((property) => [property.attribute, property]))
  return properties
    .filter((property) => !isTypeHalf(property))
    .flatMap((property) => {
      const half = property.type.kind === 'stream' ? undefined : types.get(property.attribute)
      return half && property.name !== `${property.attribute}_Key` ? [property, half] : [property]
    })
}

/** A movement counts from the moment it is written; what a side keeps for itself is null until then. */
function initialOf(owner: string, names: ReadonlySet<string>, name: string): Pick<Property, 'initial'> {
  if (name === 'Active' && names.has('LineNumber')) return { initial: true }
  const other = name.replace(/(Dr|Cr)(_Key)?$/, (_, side, key = '') => (side === 'Dr' ? 'Cr' : 'Dr') + key)
  const isSided = owner.startsWith('AccountingRegister_') && other !== name && names.has(other)
  return isSided && !name.startsWith('Account') ? { initial: null } : {}
}

const isTypeHalf = ({ type }: Property) => type.kind === 'typeName' || type.kind === 'mediaType'

function propertyType(
  document: Document,
  owner: string,
  names: ReadonlySet<string>,
  name: string,
  edm: string,
): PropertyType {
  const base = name.replace(/_Type$/, '')
  if (name !== base && names.has(`${base}_Base64Data`)) return { kind: 'mediaType' }
  if (name !== base && names.has(base)) return { kind: 'typeName' }
  if (names.has(`${name}_Type`) && edm === 'Edm.String')
    return { kind: 'composite', of: document.objects, primitives: PRIMITIVES }
  if (name === 'DataVersion') return { kind: 'dataVersion' }
  if (edm.startsWith('Collection(')) return rowsType(document, bare(edm), edm)
  return SIMPLE[edm] ?? referenceType(document, owner, name, edm)
}

const SIMPLE: Readonly<Record<string, PropertyType>> = {
  'Edm.String': { kind: 'string', length: 0 },
  'Edm.Boolean': { kind: 'boolean' },
  'Edm.DateTime': { kind: 'date' },
  'Edm.Int16': { kind: 'number', digits: 4, fraction: 0 },
  'Edm.Int32': { kind: 'number', digits: 9, fraction: 0 },
  'Edm.Int64': { kind: 'number', digits: 18, fraction: 0 },
  'Edm.Double': { kind: 'number', digits: 15, fraction: 4 },
  'Edm.Stream': { kind: 'stream' },
  'Edm.Binary': { kind: 'binary' },
}

/** A reference without a way to its object points to what was not published: nobody knows the set. */
function referenceType({ targets }: Document, owner: string, name: string, edm: string): PropertyType {
  if (edm !== 'Edm.Guid') return { kind: 'opaque', edm }
  if (name === 'Ref_Key') return { kind: 'reference', to: owner }
  return { kind: 'reference', to: targets.get(`${owner}_${name.replace(/_Key$/, '')}`) ?? '' }
}

function rowsType(document: Document, name: string, edm: string): PropertyType {
  const type = document.complexTypes.get(name)
  if (!type) return { kind: 'opaque', edm }
  // Associations are declared by the set of the rows, not by their complex type.
  const rows = document.types.has(name.replace(/_RowType$/, '_RecordType')) ? '_RecordType' : ''
  return { kind: 'rows', type: rowType(name, propertiesOf(document, name.replace(/_RowType$/, rows), type)) }
}
