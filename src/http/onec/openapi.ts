import { jsonPath } from './address.ts'
import { failureStatus } from './failure.ts'
import type { Operation } from './operation.ts'
import { type Field, inputShape, jsonSchema } from './shape.ts'
import { hubVersion } from './version.ts'

/** OpenAPI 3.1 of the operations; `address` is where the reader reaches the hub. */
export function openApi(operations: readonly Operation[], address: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Realtor Hub: операции для 1С',
      version: hubVersion,
      description: 'Те же операции есть как веб-сервис: /soap/hub?wsdl.',
    },
    servers: [{ url: address }],
    security: [{ basic: [] }, { header: [] }, { query: [] }],
    paths: Object.fromEntries(operations.map((operation) => [`${jsonPath}/${operation.name}`, pathOf(operation)])),
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic', description: 'Пароль — ONEC_HOOK_TOKEN, имя любое.' },
        header: { type: 'apiKey', in: 'header', name: 'X-Hub-Token' },
        query: { type: 'apiKey', in: 'query', name: 'token' },
      },
      schemas: { Failure: failureSchema },
    },
  }
}

const failureSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'trace'],
      properties: {
        code: { type: 'string', enum: Object.keys(failureStatus) },
        message: { type: 'string', description: 'По-русски, для человека' },
        trace: { type: 'string', description: 'Номер в журнале сервера' },
      },
    },
  },
}

function pathOf(operation: Operation) {
  const { name, about, kind, input, output } = operation
  const responses = {
    [kind === 'fact' ? '202' : '200']: {
      description: kind === 'fact' ? 'Принято и сохранено' : 'Ответ',
      content: { 'application/json': { schema: jsonSchema(output, 'output') } },
    },
    default: {
      description: 'Отказ',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
    },
  }
  const post = {
    operationId: name,
    summary: about,
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(input, 'input') } } },
    responses,
  }
  if (kind === 'fact') return { post }
  const parameters = inputShape(operation).fields.map((field) => parameterOf(field))
  return { post, get: { operationId: `${name}ByQuery`, summary: about, parameters, responses } }
}

const queryTypes: Record<Field['kind'], object> = {
  text: { type: 'string' },
  time: { type: 'string', format: 'date-time' },
  number: { type: 'number' },
  flag: { type: 'boolean' },
  record: { type: 'object' },
}

function parameterOf({ name, about, kind, isOptional, words }: Field) {
  return {
    name,
    in: 'query',
    required: !isOptional,
    ...(about && { description: about }),
    schema: { ...queryTypes[kind], ...(words && { enum: words }) },
  }
}
