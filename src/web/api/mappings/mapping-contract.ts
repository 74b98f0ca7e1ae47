import { z } from 'zod'
import { FileText } from './deploy-contract.ts'

/** One remark about a mapping file; lines and columns count from 1, the end is the first column not in it. */
export const Finding = z.object({
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  level: z.enum(['error', 'warning']),
  code: z.string(),
  text: z.string(),
})
export type Finding = z.infer<typeof Finding>

/**
 * `used`: records are read by it. `changed`: another text of it is in use than the file holds. `held`: well written, but 1C
 * lacks names it leans on. `broken`: not to be understood. `absent`: nobody has described this entity.
 */
export const mappingStates = ['used', 'changed', 'held', 'broken', 'absent'] as const
export type MappingState = (typeof mappingStates)[number]

/** `GET /api/mappings`: every file of the folder and every entity without one. */
export const MappingRow = z.object({
  /** Its address: the entity, or the file's name where nobody can tell the entity. */
  key: z.string(),
  file: z.string(),
  /** In the words of a sales office. */
  title: z.string(),
  /** Set, service or register it reads. */
  source: z.string(),
  state: z.enum(mappingStates),
  errors: z.number(),
  warnings: z.number(),
  /** The first error, else the first warning. */
  finding: z.string().nullable(),
  /** When the file was last written; null for one that does not exist. */
  changedAt: z.string().nullable(),
  /** sha256 of the text; empty while there is no file. */
  hash: z.string(),
})
export type MappingRow = z.infer<typeof MappingRow>

/** `GET /api/mappings/{key}/file`: the text as it lies on the disk; for an absent one a beginning to go on from. */
export const MappingFile = MappingRow.extend({
  text: z.string(),
})
export type MappingFile = z.infer<typeof MappingFile>

const FieldFacts = z.object({
  name: z.string(),
  title: z.string(),
  /** What it holds, in Russian: «телефон», «деньги», «ссылка на сотрудника». */
  kind: z.string(),
  /** Converter that fits it; null for enumerations and lists of records. */
  as: z.string().nullable(),
  list: z.boolean(),
  /** Whether an entity cannot be made without it. */
  required: z.boolean(),
  options: z.array(z.object({ value: z.string(), title: z.string() })).nullable(),
})

/** Field of an entity; `fields` are those of the rows of a list. */
export const ModelField = FieldFacts.extend({ fields: z.array(FieldFacts).nullable() })
export type ModelField = z.infer<typeof ModelField>

/** `GET /api/mappings/model`: what a mapping may fill, and the converters it may name. */
export const Model = z.object({
  entities: z.array(z.object({ name: z.string(), title: z.string(), fields: z.array(ModelField) })),
  converters: z.array(z.string()),
  /** Words of the language by the section they stand in, each with what it does. */
  words: z.record(z.string(), z.record(z.string(), z.string())),
})
export type Model = z.infer<typeof Model>

/** `GET /api/mappings/metadata`: names of the objects 1C publishes, by kind, without the kind and without sections. */
export const MetadataTree = z.object({
  kinds: z.array(z.object({ kind: z.string(), names: z.array(z.string()) })),
  /** Why nothing is known. */
  reason: z.string().nullable(),
})
export type MetadataTree = z.infer<typeof MetadataTree>

export const Attribute = z.object({
  name: z.string(),
  /** As `$metadata` declares it. */
  type: z.string(),
  length: z.number().nullable(),
  /** Set a reference leads to. */
  target: z.string().nullable(),
  values: z.array(z.string()).nullable(),
})
export type Attribute = z.infer<typeof Attribute>

/** `GET /api/mappings/metadata/{set}?table=`: attributes of an object (or of a virtual table of it) and its sections. */
export const MetadataObject = z.object({
  set: z.string(),
  attributes: z.array(Attribute),
  sections: z.array(z.object({ name: z.string(), attributes: z.array(Attribute) })),
})
export type MetadataObject = z.infer<typeof MetadataObject>

/** `POST /api/mappings/samples`: some records as 1C gave them, kept by the server for previews. */
export const SamplesInput = z.object({
  file: z.string().max(100),
  text: FileText,
  skip: z.number().int().min(0).max(1_000_000).default(0),
  /** Part of a name, a whole code or number, or a reference. */
  find: z.string().trim().max(100).default(''),
})
export const Samples = z.object({
  /** Null when there is nothing to show; the reason then says why. */
  id: z.string().nullable(),
  reason: z.string().nullable(),
  /** When 1C was asked. */
  at: z.string(),
  records: z.array(z.object({ title: z.string(), raw: z.unknown() })),
  more: z.boolean(),
})
export type Samples = z.infer<typeof Samples>

const Cell = z.object({
  value: z.unknown(),
  /** Why there is no value. */
  error: z.string().nullable(),
})
export type Cell = z.infer<typeof Cell>

/** `POST /api/mappings/preview`: findings of an edited text, and what it makes of the records of a sample. */
export const PreviewInput = z.object({
  file: z.string().max(100),
  text: FileText,
  sample: z.string().max(60).nullable(),
})
export const Preview = z.object({
  findings: z.array(Finding),
  /** What the text says it fills. */
  entity: z.string().nullable(),
  /** Set it reads, for the names of attributes; null for a service. */
  set: z.string().nullable(),
  table: z.string().nullable(),
  /** Where each field comes from, as far as the text can be read at all. */
  fields: z.array(
    z.object({ name: z.string(), from: z.string(), line: z.number(), column: z.number(), lastLine: z.number() }),
  ),
  /** Names the reading of records the text asks for: of another name, the sample has to be read anew. Null when unusable. */
  source: z.string().nullable(),
  /** The server no longer holds the sample. */
  gone: z.boolean(),
  records: z.array(
    z.object({
      /** The record is not this mapping's business, before and after. */
      skipped: z.object({ before: z.boolean(), after: z.boolean() }),
      /** Field → what it was and would be; null where there is nothing in use, or the text cannot be used. */
      cells: z.record(z.string(), z.object({ before: Cell.nullable(), after: Cell.nullable(), changed: z.boolean() })),
    }),
  ),
  /** Reference → name of what it refers to, for references the hub knows. */
  names: z.record(z.string(), z.string()),
  ms: z.number(),
})
export type Preview = z.infer<typeof Preview>
