import { type Request, type Response, Router } from 'express'
import type { Hub } from '../../context.ts'
import { addressFor } from '../onec/address.ts'
import { challenge, requireOnec } from '../onec/authorize.ts'
import { callOperation, toldFailure } from '../onec/call-operation.ts'
import { CallError } from '../onec/failure.ts'
import { fromText } from '../onec/from-text.ts'
import type { Operation } from '../onec/operation.ts'
import { operations } from '../onec/operations/index.ts'
import { readBody } from '../onec/read-body.ts'
import { inputShape, pascal } from '../onec/shape.ts'
import { answerEnvelope, faultEnvelope } from './answer.ts'
import { EnvelopeError, readEnvelope } from './envelope.ts'
import { type SoapVersion, soapPath, soapVersions } from './names.ts'
import { wsdl } from './wsdl.ts'

/**
 * `/soap/hub`: the operations of `/onec/v1` as a web service, document/literal, SOAP 1.1 and 1.2. `GET ?wsdl` gives its
 * description to anyone, for 1C's Designer reads it without a password; calls need the token (authorize.ts).
 */
export function soapService(hub: Hub): Router {
  const router = Router()
  router.get(soapPath, (request, response) => {
    const asks = Object.keys(request.query).some((name) => name.toLowerCase() === 'wsdl')
    if (asks) response.type('text/xml').send(wsdl(operations, addressFor(hub, request) + soapPath))
    else response.status(404).type('text/plain').send('Описание веб-сервиса: /soap/hub?wsdl')
  })
  router.post(soapPath, async (request, response) => {
    let version: SoapVersion = declaredVersion(request)
    try {
      requireOnec(hub, request)
      const call = readEnvelope(await readBody(request, response))
      version = call.version
      const operation = findOperation(call.operation)
      const output = await callOperation(hub, operation, fromText(inputShape(operation), call.fields), {
        address: addressFor(hub, request),
      })
      reply(response, 200, version, answerEnvelope(version, operation, output))
    } catch (error) {
      const failure = toldFailure(hub, error, soapPath)
      if (failure.code === 'unauthorized') response.set(challenge)
      if (error instanceof EnvelopeError) version = error.version
      // 500 whosever fault it is, in SOAP 1.2 too: only then do all clients look for a Fault in the body (BP 1.1 R1126).
      const status = failure.code === 'unauthorized' ? 401 : 500
      reply(response, status, version, faultEnvelope(version, failure, error))
    }
  })
  router.all(soapPath, (_request, response) => {
    response.set('Allow', 'GET, POST').status(405).type('text/plain').send('Веб-сервис вызывается методом POST.')
  })
  return router
}

/** By Content-Type, for as long as the envelope has not been read. */
const declaredVersion = (request: Request): SoapVersion =>
  request.get('content-type')?.includes(soapVersions['1.2'].type) ? '1.2' : '1.1'

function findOperation(name: string): Operation {
  const found = operations.find((operation) => pascal(operation.name) === name)
  if (found) return found
  const known = operations.map((operation) => pascal(operation.name)).join(', ')
  throw new CallError('no_such_operation', `Операции «${name}» нет. Есть: ${known}.`)
}

function reply(response: Response, status: number, version: SoapVersion, text: string): void {
  response.status(status).type(`${soapVersions[version].type}; charset=utf-8`).send(text)
}
