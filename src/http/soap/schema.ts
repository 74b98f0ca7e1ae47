import type { Operation } from '../onec/operation.ts'
import { type Field, inputShape, outputShape, pascal, type Shape } from '../onec/shape.ts'
import { xmlText } from './write-xml.ts'

const types: Record<Exclude<Field['kind'], 'record'>, string> = {
  text: 'xs:string',
  number: 'xs:decimal',
  flag: 'xs:boolean',
  time: 'xs:dateTime',
}

/**
 * XML schema of the operations, the way 1C's XDTO likes it: named types, `nillable` for what may be missing, lists as
 * repeated elements. Words are plain strings, named in the documentation: 1C keeps the WSDL it was set up with, and a
 * state added later must not break its reading.
 */
export function schemaElements(operations: readonly Operation[]): string[] {
  const records = new Map<string, Shape>()
  for (const operation of operations) collect(outputShape(operation), records)
  return [
    ...[...records.values()].map(complexType),
    ...operations.flatMap((operation) => {
      const name = pascal(operation.name)
      return [
        wrapper(name, inputShape(operation).fields.map(elementOf)),
        wrapper(`${name}Response`, [`<xs:element name="return" type="tns:${outputShape(operation).name}"/>`]),
      ]
    }),
    wrapper(
      'HubFault',
      ['code', 'message', 'trace'].map((name) => `<xs:element name="${name}" type="xs:string"/>`),
    ),
  ]
}

function collect(shape: Shape, into: Map<string, Shape>): void {
  for (const field of shape.fields) if (field.shape) collect(field.shape, into)
  into.set(shape.name, shape)
}

const wrapper = (name: string, elements: string[]) =>
  `<xs:element name="${name}"><xs:complexType>${sequence(elements)}</xs:complexType></xs:element>`

const complexType = (shape: Shape) =>
  `<xs:complexType name="${shape.name}">${sequence(shape.fields.map(elementOf))}</xs:complexType>`

const sequence = (elements: string[]) => ['<xs:sequence>', ...elements, '</xs:sequence>'].join('\n')

function elementOf({ name, about, kind, isList, isOptional, shape }: Field): string {
  const type = kind === 'record' ? `tns:${shape?.name}` : types[kind]
  const many = isList ? ' minOccurs="0" maxOccurs="unbounded"' : ''
  const nil = isOptional && !isList ? ' nillable="true"' : ''
  const open = `<xs:element name="${name}" type="${type}"${many}${nil}`
  if (about === null) return `${open}/>`
  return `${open}><xs:annotation><xs:documentation xml:lang="ru">${xmlText(about)}</xs:documentation></xs:annotation></xs:element>`
}
