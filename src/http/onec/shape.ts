import { z } from 'zod'
import type { Operation } from './operation.ts'

/**
 * What both faces of an operation have in common, read off its zod schemas: WSDL types, decoding of texts and encoding of
 * answers all follow it.
 */
export interface Shape {
  /** Name of its type in the WSDL. */
  name: string
  fields: Field[]
}

export interface Field {
  name: string
  about: string | null
  kind: 'text' | 'number' | 'flag' | 'time' | 'record'
  isList: boolean
  isOptional: boolean
  /** Words it may hold; null when any. */
  words: string[] | null
  /** Of a record. */
  shape: Shape | null
}

export type JsonSchema = z.core.JSONSchema.JSONSchema

/** JSON Schema of one side of an operation, as OpenAPI shows it. */
export function jsonSchema(type: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    // Patterns of dates and GUIDs are pages long and say no more than their formats.
    override: ({ jsonSchema: each }) => {
      if (each.format !== undefined) delete each.pattern
    },
  })
  return schema
}

export const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const shapes = new WeakMap<z.ZodObject, Shape>()

export const inputShape = ({ name, input }: Operation) => shapeOf(input, 'input', pascal(name))
export const outputShape = ({ name, output }: Operation) => shapeOf(output, 'output', `${pascal(name)}Result`)

function shapeOf(type: z.ZodObject, io: 'input' | 'output', name: string): Shape {
  const known = shapes.get(type)
  if (known) return known
  const schema = jsonSchema(type, io)
  const shape = readShape(schema, schema.title ?? name)
  shapes.set(type, shape)
  return shape
}

function readShape(schema: JsonSchema, name: string): Shape {
  const required = new Set(schema.required ?? [])
  return {
    name,
    fields: Object.entries(schema.properties ?? {}).map(([field, given]) => {
      const property = given as JsonSchema
      return readField(property, field, required.has(field))
    }),
  }
}

function readField(property: JsonSchema, name: string, isRequired: boolean): Field {
  const isList = property.type === 'array'
  const { schema, isNullable } = withoutNull(isList ? (property.items as JsonSchema) : property)
  const isRecord = schema.type === 'object'
  return {
    name,
    about: property.description ?? schema.description ?? null,
    kind: isRecord ? 'record' : kindOf(schema),
    isList,
    isOptional: isNullable || !isRequired,
    words: schema.enum ? schema.enum.map(String) : null,
    shape: isRecord ? readShape(schema, schema.title ?? pascal(name)) : null,
  }
}

/** zod writes `type: [x, null]` or `anyOf: [x, { type: null }]`, whichever is shorter. */
function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  if (Array.isArray(schema.type)) {
    const [type] = (schema.type as string[]).filter((each) => each !== 'null')
    return { schema: { ...schema, type: type as 'string' }, isNullable: true }
  }
  const rest = schema.anyOf?.filter((each) => (each as JsonSchema).type !== 'null') ?? []
  if (schema.anyOf && rest.length === 1) return { schema: rest[0] as JsonSchema, isNullable: true }
  return { schema, isNullable: false }
}

function kindOf(schema: JsonSchema): Field['kind'] {
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.type === 'boolean') return 'flag'
  return schema.format === 'date-time' ? 'time' : 'text'
}
