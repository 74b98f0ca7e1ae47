import { z } from 'zod'
import { type EntityName, entities } from '../model/index.ts'
import { type ConverterName, converterNames } from './converters.ts'

/** What the canonical model says about one field, as far as a mapping has to know it. */
export interface FieldKind {
  nullable: boolean
  list: boolean
  /** Converter that fits the field when the mapping names none; null for value tables and lists of records. */
  as: ConverterName | null
  /** Allowed values of an enumeration; such a field needs `values:`. */
  options: readonly string[] | null
  /** Fields of each record of a list of records. */
  record: Record<string, FieldKind> | null
  /** The model's word on one value (of a list: on each). */
  schema: z.ZodType
  /** Whether whatever `as` gives satisfies `schema`, so that nothing has to be checked for each record. */
  isPromised: boolean
  /** Entity that a reference leads to, when the model says so. */
  refersTo: EntityName | null
}

/** The kinds of all fields of an entity, read off its zod schema. */
export function fieldKinds(entity: EntityName): Record<string, FieldKind> {
  return shapeKinds(entities[entity].shape)
}

function shapeKinds(shape: Record<string, z.ZodType>): Record<string, FieldKind> {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, kindOf(schema)]))
}

function kindOf(schema: z.ZodType): FieldKind {
  if (schema instanceof z.ZodNullable) return { ...kindOf(schema.unwrap() as z.ZodType), nullable: true }
  if (schema instanceof z.ZodArray) return { ...kindOf(schema.element as z.ZodType), list: true }
  const options = schema instanceof z.ZodEnum ? schema.options.map(String) : null
  const as = converterOf(schema)
  const record = schema instanceof z.ZodObject && !as ? shapeKinds(schema.shape) : null
  const isPromised = Boolean(options || record) || isPlain(schema) || schema.meta()?.as === as
  const { entity } = schema.meta() ?? {}
  const refersTo = isEntity(entity) ? entity : null
  return {
    nullable: false,
    list: false,
    as: options || record ? null : as,
    options,
    record,
    schema,
    isPromised,
    refersTo,
  }
}

const isEntity = (name: unknown): name is EntityName => typeof name === 'string' && Object.hasOwn(entities, name)

/** Fields of an entity that refer to others, each with the entity it refers to. */
export function referencesOf(entity: EntityName): Record<string, EntityName> {
  const references: Record<string, EntityName> = {}
  for (const [name, { refersTo }] of Object.entries(fieldKinds(entity))) if (refersTo) references[name] = refersTo
  return references
}

/** A type without further conditions such as `positive()`. */
function isPlain(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodBoolean) return true
  return (schema instanceof z.ZodNumber || schema instanceof z.ZodString) && !schema.def.checks?.length
}

function converterOf(schema: z.ZodType): ConverterName | null {
  const named = schema.meta()?.as
  const known = converterNames.find((name) => name === named)
  if (known) return known
  if (schema instanceof z.ZodBoolean) return 'bool'
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'int' : 'number'
  return schema instanceof z.ZodString ? 'text' : null
}
