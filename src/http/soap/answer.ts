import type { Failure, FailureCode } from '../onec/failure.ts'
import type { Operation } from '../onec/operation.ts'
import { outputShape, pascal, type Shape } from '../onec/shape.ts'
import { EnvelopeError } from './envelope.ts'
import { hubNamespace, type SoapVersion, soapVersions, xsiNamespace } from './names.ts'
import { xmlText } from './write-xml.ts'

/** Envelope of an operation's answer: the wrapper with a single `return`, as 1C's own services have it (1c-odata §17). */
export function answerEnvelope(version: SoapVersion, operation: Operation, output: Record<string, unknown>): string {
  const name = `${pascal(operation.name)}Response`
  return envelope(
    version,
    `<m:${name} xmlns:m="${hubNamespace}" xmlns:xsi="${xsiNamespace}"><m:return>${record(outputShape(operation), output)}</m:return></m:${name}>`,
  )
}

function record(shape: Shape, value: Record<string, unknown>): string {
  return shape.fields
    .flatMap((field) => {
      const given = value[field.name]
      const items = field.isList ? (given as unknown[]) : [given ?? null]
      return items.map((item) => element(field.name, item, field.shape))
    })
    .join('')
}

function element(name: string, value: unknown, shape: Shape | null): string {
  if (value === null) return `<m:${name} xsi:nil="true"/>`
  const inner = shape ? record(shape, value as Record<string, unknown>) : xmlText(String(value))
  return `<m:${name}>${inner}</m:${name}>`
}

/** Whose fault it is, in the words of SOAP 1.1 and 1.2. */
const faultCodes = {
  caller: { '1.1': 'Client', '1.2': 'Sender' },
  hub: { '1.1': 'Server', '1.2': 'Receiver' },
} as const

const isHubs = (code: FailureCode) => code === 'internal'

/**
 * Envelope of a failure. 1C shows the reason to a person and gives `detail` to the program: code and number in the log.
 * A mismatch of versions or headers keeps the code that SOAP has for it.
 */
export function faultEnvelope(version: SoapVersion, failure: Failure, cause: unknown): string {
  const own = cause instanceof EnvelopeError ? cause.fault : null
  const code = own ?? faultCodes[isHubs(failure.code) ? 'hub' : 'caller'][version]
  const reason = xmlText(failure.message)
  const { code: word, message, trace } = failure
  const fields = { code: word, message, trace }
  const detail = `<m:HubFault xmlns:m="${hubNamespace}">${Object.entries(fields)
    .map(([name, value]) => `<m:${name}>${xmlText(value)}</m:${name}>`)
    .join('')}</m:HubFault>`
  return envelope(
    version,
    version === '1.1'
      ? `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring xml:lang="ru">${reason}</faultstring>${
          own ? '' : `<detail>${detail}</detail>`
        }</soap:Fault>`
      : `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="ru">${reason}</soap:Text></soap:Reason>${
          own ? '' : `<soap:Detail>${detail}</soap:Detail>`
        }</soap:Fault>`,
  )
}

function envelope(version: SoapVersion, body: string): string {
  const { namespace } = soapVersions[version]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${namespace}"><soap:Body>${body}</soap:Body></soap:Envelope>`
}
