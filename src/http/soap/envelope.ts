import { CallError } from '../onec/failure.ts'
import type { TextField } from '../onec/from-text.ts'
import { hubNamespace, type SoapVersion, soapVersions, xsiNamespace } from './names.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

export interface SoapCall {
  version: SoapVersion
  /** Local name of the body's only element: the operation. */
  operation: string
  fields: TextField[]
}

/** The envelope cannot be answered by rule; `version` is the one to answer in. */
export class EnvelopeError extends CallError {
  override name = 'EnvelopeError'
  readonly fault: 'VersionMismatch' | 'MustUnderstand' | null
  readonly version: SoapVersion

  constructor(message: string, version: SoapVersion, fault: EnvelopeError['fault'] = null) {
    super('broken_message', message)
    this.version = version
    this.fault = fault
  }
}

/**
 * Reads a call: document/literal, so the body's element names the operation and SOAPAction need not be believed (WS-I BP
 * 1.1 R2744 lets senders write what they like there). Throws CallError, EnvelopeError where SOAP has a word of its own.
 */
export function readEnvelope(text: string): SoapCall {
  const envelope = readXml(text)
  const version = versionOf(envelope)
  const { namespace } = soapVersions[version]
  const part = (name: string) =>
    envelope.children.find((child) => child.local === name && child.namespace === namespace)
  refuseUnknownHeaders(part('Header')?.children ?? [], version)
  const body = part('Body')
  if (!body) throw new EnvelopeError('В конверте SOAP нет Body.', version)
  const [call, ...more] = body.children
  if (!call || more.length > 0) throw new EnvelopeError('В Body должен быть ровно один элемент — операция.', version)
  if (call.namespace !== hubNamespace) {
    throw new EnvelopeError(
      `Операция «${call.local}» из пространства имён «${call.namespace}», а у хаба оно «${hubNamespace}».`,
      version,
    )
  }
  return { version, operation: call.local, fields: call.children.map(fieldOf) }
}

function versionOf(envelope: XmlElement): SoapVersion {
  for (const [version, { namespace }] of Object.entries(soapVersions)) {
    if (envelope.local === 'Envelope' && envelope.namespace === namespace) return version as SoapVersion
  }
  throw new EnvelopeError('Это не конверт SOAP 1.1 или 1.2.', '1.1', 'VersionMismatch')
}

/** A header its sender insists on and we do not know must stop the call (SOAP 1.1 §4.2.3, 1.2 §5.2.3). */
function refuseUnknownHeaders(headers: XmlElement[], version: SoapVersion): void {
  const { namespace } = soapVersions[version]
  const insisted = headers.find((header) =>
    header.attributes.some(
      ({ local, namespace: of, value }) =>
        local === 'mustUnderstand' && of === namespace && (value === '1' || value === 'true'),
    ),
  )
  if (!insisted) return
  throw new EnvelopeError(`Хаб не понимает обязательный заголовок «${insisted.local}».`, version, 'MustUnderstand')
}

function fieldOf({ local, attributes, children, text }: XmlElement): TextField {
  const isNil = attributes.some(
    (each) => each.local === 'nil' && each.namespace === xsiNamespace && (each.value === 'true' || each.value === '1'),
  )
  if (isNil) return { name: local, value: null }
  return { name: local, value: children.length > 0 ? children.map(fieldOf) : text }
}
