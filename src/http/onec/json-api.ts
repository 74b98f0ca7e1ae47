import { type Request, type Response, Router } from 'express'
import type { Hub } from '../../context.ts'
import { addressFor, jsonPath } from './address.ts'
import { challenge, requireOnec } from './authorize.ts'
import { callOperation, toldFailure } from './call-operation.ts'
import { CallError, failureStatus } from './failure.ts'
import { fromText } from './from-text.ts'
import { openApi } from './openapi.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations/index.ts'
import { readBody } from './read-body.ts'
import { inputShape } from './shape.ts'

/**
 * `POST /onec/v1/{operation}` with a JSON object; questions also by GET with a query. 202 for a fact, after its commit,
 * 200 for a question, else `{ error: { code, message, trace } }`. `GET /openapi.json` describes it.
 */
export function onecApi(hub: Hub): Router {
  const router = Router()
  router.get('/openapi.json', (request, response) => {
    response.json(openApi(operations, addressFor(hub, request)))
  })
  router.use(jsonPath, async (request, response) => {
    try {
      requireOnec(hub, request)
      const operation = findOperation(request)
      const given = operation.kind === 'question' && request.method === 'GET' ? fromQuery(operation, request) : null
      if (given === null && request.method !== 'POST') throw wrongMethod(operation)
      const output = await callOperation(hub, operation, given ?? (await readJson(request, response)), {
        address: addressFor(hub, request),
      })
      response.status(operation.kind === 'fact' ? 202 : 200).json(output)
    } catch (error) {
      const failure = toldFailure(hub, error, request.originalUrl.split('?')[0] ?? '')
      if (failure.code === 'unauthorized') response.set(challenge)
      response.status(failureStatus[failure.code]).json({ error: failure })
    }
  })
  return router
}

function findOperation(request: Request): Operation {
  const name = request.path.slice(1)
  const found = operations.find((operation) => operation.name === name)
  if (found) return found
  const known = operations.map((operation) => operation.name).join(', ')
  throw new CallError('no_such_operation', `Операции «${name}» нет. Есть: ${known}.`)
}

function wrongMethod({ name, kind }: Operation): CallError {
  const methods = kind === 'fact' ? 'методом POST' : 'методом POST или GET'
  return new CallError('wrong_method', `${name} вызывается ${methods}.`)
}

function fromQuery(operation: Operation, request: Request): Record<string, unknown> {
  const pairs = [...new URLSearchParams(request.originalUrl.split('?')[1] ?? '')]
  const fields = pairs.filter(([name]) => name !== 'token').map(([name, value]) => ({ name, value }))
  return fromText(inputShape(operation), fields)
}

async function readJson(request: Request, response: Response): Promise<Record<string, unknown>> {
  const text = (await readBody(request, response)).trim()
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CallError('broken_message', 'Тело запроса — не JSON. Проверьте кавычки и запятые.', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CallError('bad_input', 'Тело запроса должно быть объектом JSON: { "поле": значение }.')
  return value as Record<string, unknown>
}
