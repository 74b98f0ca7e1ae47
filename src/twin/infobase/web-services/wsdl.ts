/** The WSDL of a web service in 1C's own shape and layout (1c-odata §17). */
import { escapeAttribute } from '../render/xml.ts'
import { isSimple, type Operation, type WebService, type XdtoProperty } from './web-service.ts'

type Tag = {
  name: string
  attributes?: readonly (readonly [string, string])[]
  children?: readonly Tag[]
  lead?: string
}

const tag = (name: string, attributes: Readonly<Record<string, string>> = {}, ...children: Tag[]): Tag => ({
  name,
  attributes: Object.entries(attributes),
  children,
})

/** @param location Address of the service, without a query. */
export function wsdlOf(service: WebService, location: string): string {
  const { name, namespace, operations } = service
  const definitions = tag(
    'definitions',
    {
      xmlns: 'http://schemas.xmlsoap.org/wsdl/',
      'xmlns:soap12bind': 'http://schemas.xmlsoap.org/wsdl/soap12/',
      'xmlns:soapbind': 'http://schemas.xmlsoap.org/wsdl/soap/',
      'xmlns:tns': namespace,
      'xmlns:wsp': 'http://schemas.xmlsoap.org/ws/2004/09/policy',
      'xmlns:wsu': 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
      'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
      'xmlns:xsd1': namespace,
      name,
      targetNamespace: namespace,
    },
    tag('types', {}, schemaOf(service)),
    ...operations.flatMap(messages),
    portType(service),
    binding(service, 'soapbind', 'Soap'),
    binding(service, 'soap12bind', 'Soap12'),
    tag(
      'service',
      { name },
      tag(
        'port',
        { name: `${name}Soap`, binding: `tns:${name}SoapBinding` },
        { ...conformance, lead: ' ' },
        tag('soapbind:address', { location }),
      ),
      tag(
        'port',
        { name: `${name}Soap12`, binding: `tns:${name}Soap12Binding` },
        tag('soap12bind:address', { location }),
      ),
    ),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${layOut(definitions, 0)}\n`
}

const conformance = tag(
  'documentation',
  {},
  tag('wsi:Claim', {
    'xmlns:wsi': 'http://ws-i.org/schemas/conformanceClaim/',
    conformsTo: 'http://ws-i.org/profiles/basic/1.1',
  }),
)

function schemaOf({ namespace, types, operations }: WebService): Tag {
  return tag(
    'xs:schema',
    {
      'xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
      'xmlns:xs1': namespace,
      targetNamespace: namespace,
      attributeFormDefault: 'unqualified',
      elementFormDefault: 'qualified',
    },
    ...types.map((type) => tag('xs:complexType', { name: type.name }, sequence(type.properties))),
    ...operations.flatMap(({ name, parameters, result }) => [
      tag('xs:element', { name }, tag('xs:complexType', {}, sequence(parameters))),
      tag(
        'xs:element',
        { name: `${name}Response` },
        tag('xs:complexType', {}, sequence([{ name: 'return', ...result }])),
      ),
    ]),
  )
}

const sequence = (properties: readonly XdtoProperty[]): Tag => tag('xs:sequence', {}, ...properties.map(propertyTag))

function propertyTag({ name, type, nillable, optional, many }: XdtoProperty): Tag {
  return tag('xs:element', {
    name,
    type: isSimple(type) ? `xs:${type}` : `tns:${type}`,
    ...(nillable ? { nillable: 'true' } : {}),
    ...(optional || many ? { minOccurs: '0' } : {}),
    ...(many ? { maxOccurs: 'unbounded' } : {}),
  })
}

function messages({ name }: Operation): Tag[] {
  return [
    tag('message', { name: `${name}RequestMessage` }, tag('part', { name: 'parameters', element: `tns:${name}` })),
    tag(
      'message',
      { name: `${name}ResponseMessage` },
      tag('part', { name: 'parameters', element: `tns:${name}Response` }),
    ),
  ]
}

function portType({ name, operations }: WebService): Tag {
  return tag(
    'portType',
    { name: `${name}PortType` },
    ...operations.map((operation) =>
      tag(
        'operation',
        { name: operation.name },
        tag('input', { message: `tns:${operation.name}RequestMessage` }),
        tag('output', { message: `tns:${operation.name}ResponseMessage` }),
      ),
    ),
  )
}

function binding({ name, namespace, operations }: WebService, prefix: string, suffix: string): Tag {
  const body = tag(`${prefix}:body`, { use: 'literal' })
  return tag(
    'binding',
    { name: `${name}${suffix}Binding`, type: `tns:${name}PortType` },
    tag(`${prefix}:binding`, { style: 'document', transport: 'http://schemas.xmlsoap.org/soap/http' }),
    ...operations.map((operation) =>
      tag(
        'operation',
        { name: operation.name },
        tag(`${prefix}:operation`, { style: 'document', soapAction: `${namespace}#${name}:${operation.name}` }),
        tag('input', {}, body),
        tag('output', {}, body),
      ),
    ),
  )
}

/** The first attribute stands beside the name, each further one on a line of its own, two levels deeper. */
function layOut({ name, attributes = [], children = [], lead = '' }: Tag, depth: number): string {
  const margin = '\t'.repeat(depth)
  const written = attributes.map(([attribute, value]) => `${attribute}="${escapeAttribute(value)}"`)
  const open = `${margin}<${name}${written.length > 0 ? ` ${written.join(`\n${margin}\t\t`)}` : ''}`
  if (children.length === 0) return `${open}/>`
  return `${open}>${lead}\n${children.map((child) => layOut(child, depth + 1)).join('\n')}\n${margin}</${name}>`
}
