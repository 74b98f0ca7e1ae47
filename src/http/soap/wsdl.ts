import type { Operation } from '../onec/operation.ts'
import { pascal } from '../onec/shape.ts'
import { hubNamespace } from './names.ts'
import { schemaElements } from './schema.ts'
import { xmlText } from './write-xml.ts'

const transport = 'http://schemas.xmlsoap.org/soap/http'

/** Both bindings of the one port type, named as 1C names its own (1c-odata §17). */
const bindings = [
  { prefix: 'soapbind', binding: 'HubSoapBinding', port: 'HubSoap' },
  { prefix: 'soap12bind', binding: 'HubSoap12Binding', port: 'HubSoap12' },
] as const

/** The WSDL 1.1 of the operations, document/literal, WS-I BP 1.1; `location` is where the service is called. */
export function wsdl(operations: readonly Operation[], location: string): string {
  const names = operations.map((operation) => pascal(operation.name))
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions name="Hub" targetNamespace="${hubNamespace}" xmlns="http://schemas.xmlsoap.org/wsdl/"`,
    ' xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12bind="http://schemas.xmlsoap.org/wsdl/soap12/"',
    ` xmlns:tns="${hubNamespace}" xmlns:xs="http://www.w3.org/2001/XMLSchema">`,
    '<types>',
    `<xs:schema targetNamespace="${hubNamespace}" attributeFormDefault="unqualified" elementFormDefault="qualified">`,
    ...schemaElements(operations),
    '</xs:schema>',
    '</types>',
    ...names.flatMap((name) => [
      message(`${name}RequestMessage`, name),
      message(`${name}ResponseMessage`, `${name}Response`),
    ]),
    '<portType name="HubPortType">',
    ...operations.map((operation) => portOperation(operation)),
    '</portType>',
    ...bindings.flatMap(({ prefix, binding }) => [
      `<binding name="${binding}" type="tns:HubPortType">`,
      `<${prefix}:binding style="document" transport="${transport}"/>`,
      ...names.map((name) => boundOperation(prefix, name)),
      '</binding>',
    ]),
    '<service name="Hub">',
    ...bindings.map(
      ({ prefix, binding, port }) =>
        `<port name="${port}" binding="tns:${binding}"><${prefix}:address location="${xmlText(location)}"/></port>`,
    ),
    '</service>',
    '</definitions>',
  ]
  return `${lines.join('\n')}\n`
}

const message = (name: string, element: string) =>
  `<message name="${name}"><part name="parameters" element="tns:${element}"/></message>`

function portOperation({ name, about }: Operation): string {
  const own = pascal(name)
  return `<operation name="${own}"><documentation>${xmlText(about)}</documentation><input message="tns:${own}RequestMessage"/><output message="tns:${own}ResponseMessage"/></operation>`
}

function boundOperation(prefix: string, name: string): string {
  const body = `<${prefix}:body use="literal"/>`
  const action = `<${prefix}:operation style="document" soapAction="${hubNamespace}#Hub:${name}"/>`
  return `<operation name="${name}">${action}<input>${body}</input><output>${body}</output></operation>`
}
