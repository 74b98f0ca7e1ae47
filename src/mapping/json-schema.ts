import { z } from 'zod'
import { type EntityName, entities } from '../model/index.ts'
import { fieldTitle } from '../model/titles.ts'
import { language } from './language.ts'
import { MappingSpec } from './spec.ts'

type Schema = z.core.JSONSchema.JSONSchema
type Titles = Readonly<Record<string, string>>

/**
 * The language of mapping files as JSON Schema, for completion in an editor: the words with what they do, and the fields of
 * the entity that `to` names. `realtor-hub schema` prints it, `mappings/mapping.schema.json` is it.
 */
export function mappingSchema(): Schema {
  const { $schema, properties = {}, ...rest } = bareSchema()
  const { from, into, fields, ...others } = properties as Record<string, Schema>
  return {
    $schema,
    title: 'Соответствие: откуда хаб берёт сущность в 1С и как пишет её обратно',
    ...rest,
    properties: described(
      {
        ...others,
        from: withRegisters(withTitles(from, language.from)),
        into: withTitles(into, language.into),
        fields: { ...fields, additionalProperties: { $ref: '#/$defs/field' } },
      },
      language.file,
    ),
    allOf: (Object.keys(entities) as EntityName[]).map(fieldsOf),
    $defs: { field: fieldSchema(fields?.additionalProperties as Schema, withColumns) },
  }
}

const bareSchema = (): Schema => z.toJSONSchema(MappingSpec, { io: 'input', reused: 'inline' })

/** A field, or a column of one: a path, or a section of words. */
function fieldSchema({ anyOf = [] }: Schema, inner: (words: Titled) => Titled = (words) => words): Schema {
  return {
    anyOf: (anyOf as Schema[]).map((way) =>
      way.properties
        ? { ...way, properties: described(inner(way.properties as Titled), language.field) }
        : { ...way, description: language.field.path },
    ),
  }
}

type Titled = Record<string, Schema>

function withColumns({ fields, ...words }: Titled): Titled {
  const column = fieldSchema((fields?.additionalProperties ?? {}) as Schema)
  return { ...words, fields: { ...fields, additionalProperties: column } }
}

function withTitles(section: Schema | undefined, titles: Titles): Schema {
  return { ...section, properties: described((section?.properties ?? {}) as Titled, titles) }
}

function withRegisters({ properties, ...from }: Schema): Schema {
  const { registers, ...others } = properties as Titled
  const register = withTitles(registers?.additionalProperties as Schema, language.register)
  return { ...from, properties: { ...others, registers: { ...registers, additionalProperties: register } } }
}

/** Words in the order in which the language is told of. */
function described(words: Titled, titles: Titles): Titled {
  const names = Object.keys(titles).filter((word) => Object.hasOwn(words, word))
  return Object.fromEntries(names.map((word) => [word, { ...words[word], description: titles[word] }]))
}

/** Names of the fields that may stand under `fields` when `to` names the entity. */
function fieldsOf(entity: EntityName): Schema {
  const names = Object.keys(entities[entity].shape)
  const field = (name: string) => ({ description: fieldTitle(entity, name), $ref: '#/$defs/field' })
  return {
    if: { properties: { to: { const: entity } }, required: ['to'] },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema; nobody awaits it
    then: {
      properties: {
        fields: {
          propertyNames: { enum: names },
          properties: Object.fromEntries(names.map((name) => [name, field(name)])),
        },
      },
    },
  }
}

let known: Schema | null = null

/** Words of the language that the section at `path` of a file may hold; none where names are free. */
export function wordsAt(path: readonly PropertyKey[]): readonly string[] {
  known ??= bareSchema()
  let sections: Schema[] = [known]
  for (const step of path)
    sections = sections.flatMap((section) => alternatives(section).flatMap((each) => stepInto(each, step)))
  return [...new Set(sections.flatMap(alternatives).flatMap(({ properties }) => Object.keys(properties ?? {})))]
}

const alternatives = (schema: Schema): Schema[] => [schema, ...((schema.anyOf ?? []) as Schema[])]

function stepInto({ properties = {}, additionalProperties }: Schema, step: PropertyKey): Schema[] {
  const inner = Object.hasOwn(properties, step) ? properties[String(step)] : additionalProperties
  return typeof inner === 'object' ? [inner as Schema] : []
}
