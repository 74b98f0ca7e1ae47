/** `/ws/{name|alias.1cws}`: the WSDL, and calls over SOAP 1.1 and 1.2 (1c-odata §17). */
import type { User } from '../configuration.ts'
import { platformReply } from '../gates.ts'
import type { Infobase } from '../infobase.ts'
import type { Reply } from '../operations/request.ts'
import { escapeAttribute, escapeText } from '../render/xml.ts'
import { childNamed, parseXml, type XmlElement } from '../xml-tree.ts'
import type { WebService } from './web-service.ts'
import { wsdlOf } from './wsdl.ts'
import { readProperties, writeProperty } from './xdto.ts'

export type SoapCall = {
  base: Infobase
  user: User
  /** Address of the publication. */
  site: string
  method: string
  /** Decoded, after `/ws/`. */
  path: string
  query: ReadonlyMap<string, string>
  body: string
}

type Version = { envelope: string; contentType: string; fault: (text: string, isClient: boolean) => string[] }

const VERSIONS: readonly Version[] = [
  {
    envelope: 'http://schemas.xmlsoap.org/soap/envelope/',
    contentType: 'text/xml; charset=utf-8',
    fault: (text, isClient) => [
      `\t\t\t<faultcode>soap:${isClient ? 'Client' : 'Server'}</faultcode>`,
      `\t\t\t<faultstring>${escapeText(text)}</faultstring>`,
    ],
  },
  {
    envelope: 'http://www.w3.org/2003/05/soap-envelope',
    contentType: 'application/soap+xml; charset=utf-8',
    fault: (text, isClient) => [
      `\t\t\t<soap:Code><soap:Value>soap:${isClient ? 'Sender' : 'Receiver'}</soap:Value></soap:Code>`,
      `\t\t\t<soap:Reason><soap:Text xml:lang="ru">${escapeText(text)}</soap:Text></soap:Reason>`,
    ],
  },
]

export function answerWebService(call: SoapCall): Reply {
  const { base, site, path, query, user } = call
  const service = base.configuration.webServices?.find(({ name, alias }) => path === name || path === alias)
  if (!service) return platformReply(base, site, 404, 'HTTP: Not found')
  if (user.deniedServices?.includes(service.name)) return platformReply(base, site, 403, 'HTTP: Forbidden')
  if (call.method === 'GET' && [...query.keys()].some((name) => name.toLowerCase() === 'wsdl')) {
    const body = wsdlOf(service, `${site}/ws/${service.alias}`)
    return { status: 200, headers: { 'Content-Type': 'text/xml; charset=utf-8' }, body }
  }
  if (call.method !== 'POST') return platformReply(base, site, 405, 'HTTP: Method not allowed')
  return answerEnvelope(call, service)
}

function answerEnvelope({ base, user, body }: SoapCall, service: WebService): Reply {
  let version = VERSIONS[0] as Version
  let request: XmlElement | undefined
  try {
    const envelope = parseXml(body)
    const known = VERSIONS.find((candidate) => candidate.envelope === envelope.namespace)
    if (envelope.name !== 'Envelope' || !known) throw new Error('Неизвестный формат сообщения SOAP')
    version = known
    request = childNamed(envelope, 'Body')?.children[0]
    if (!request) throw new Error('В сообщении SOAP нет тела')
  } catch (error) {
    return faultReply(version, textOf(error), true)
  }
  const { name, namespace } = request
  const operation = service.operations.find((candidate) => candidate.name === name)
  if (!operation || namespace !== service.namespace) {
    return faultReply(version, `Операция {${namespace}}${name} не найдена в сервисе ${service.name}`, true)
  }
  let parameters: ReturnType<typeof readProperties>
  try {
    parameters = readProperties(service, operation.parameters, request)
  } catch (error) {
    return faultReply(version, textOf(error), true)
  }
  try {
    const lines = base.transaction(() =>
      writeProperty(service, { name: 'return', ...operation.result }, operation.run(parameters, base, user), 3),
    )
    return envelopeReply(version, 200, [
      `\t\t<m:${name}Response xmlns:m="${escapeAttribute(namespace)}"`,
      '\t\t\t\txmlns:xs="http://www.w3.org/2001/XMLSchema"',
      '\t\t\t\txmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
      ...lines,
      `\t\t</m:${name}Response>`,
    ])
  } catch (error) {
    const line = 1 + LINES_PER_HANDLER * service.operations.indexOf(operation)
    return faultReply(version, `{WebСервис.${service.name}.Модуль(${line})}: ${textOf(error)}`, false)
  }
}

/** The module of a service is imagined as its operations in a row, so that each fails at a line of its own. */
const LINES_PER_HANDLER = 12

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function faultReply(version: Version, text: string, isClient: boolean): Reply {
  return envelopeReply(version, 500, ['\t\t<soap:Fault>', ...version.fault(text, isClient), '\t\t</soap:Fault>'])
}

function envelopeReply({ envelope, contentType }: Version, status: number, lines: readonly string[]): Reply {
  const body = [
    `<soap:Envelope xmlns:soap="${envelope}">`,
    '\t<soap:Body>',
    ...lines,
    '\t</soap:Body>',
    '</soap:Envelope>',
  ].join('\n')
  return { status, headers: { 'Content-Type': contentType }, body }
}
