import { z } from 'zod'
import { type EntityName, entities } from '../model/index.ts'
import { converterNames } from './converters.ts'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/** CEL over the attributes of the record, see expression.ts. */
const Expression = z.string().trim().min(1)

/** Whence a value comes and how it is understood: the half of a field that a column of `rows` has as well. */
const reading = {
  /**
   * An attribute (`Description`), an attribute of an object it refers to (`Квартира.Owner.Description`), or a column of
   * a tabular section (`Секция[Тип='Телефон'].Номер`), see path.ts.
   */
  path: z.string().min(1).optional(),
  /** Instead of a path: the value worked out of the record; what follows (`values`, `as`, …) applies to it as well. */
  compute: Expression.optional(),
  /** Where it is false the field is as if 1C had nothing there. */
  when: Expression.optional(),
  /** Attribute of a composite type: the one that counts; of any other the field is empty (1c-odata §7). */
  type: z
    .string()
    .regex(/^[\p{L}_][\p{L}\p{N}_.]*$/u)
    .optional(),
  /** Taken in turn while what precedes is empty; for a tabular path columns of the same row. */
  orElse: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  /** Converter; without it the canonical field's own kind decides. */
  as: z.enum(converterNames).optional(),
  /** 1C's value → ours. */
  values: z.record(z.string(), Scalar).optional(),
  /** Ours → 1C's, where several of 1C's values are one of ours. */
  back: z.record(z.string(), z.string()).optional(),
  /** Ours when 1C's is empty or not in `values`. */
  default: Scalar.nullable().optional(),
  required: z.boolean().optional(),
}

/** One column of `rows`; a lone string is short for `{ path }`. */
export const ColumnSpec = z.union([z.string().min(1), z.strictObject(reading)])
export type ColumnSpec = z.infer<typeof ColumnSpec>

/**
 * How one canonical field is made (and, with `write`, how it goes back). A lone string is short for `{ path }`.
 */
export const FieldSpec = z.union([
  z.string().min(1),
  z.strictObject({
    ...reading,
    /** For a field that is a list of records: the tabular section, and the columns of `fields` in it. */
    rows: z.string().min(1).optional(),
    fields: z.record(z.string(), ColumnSpec).optional(),
    /** When the hub may write it to 1C: at creation only, always; absent = never. */
    write: z.enum(['create', 'always']).optional(),
    /** What is written along with it (into the same row of a section): constants, or the value through a converter. */
    alsoWrite: z.record(z.string(), z.union([Scalar, z.strictObject({ as: z.enum(converterNames) })])).optional(),
  }),
])
export type FieldSpec = z.infer<typeof FieldSpec>
export type FullFieldSpec = Exclude<FieldSpec, string>

/** Ways to read a set, the best first; without a word the hub takes the best one that this infobase offers. */
const readWays = ['plan', 'versions', 'window', 'full'] as const

export const virtualTables = [
  'SliceLast',
  'SliceFirst',
  'Balance',
  'Turnovers',
  'BalanceAndTurnovers',
  'DrCrTurnovers',
  'ExtDimensions',
  'RecordsWithExtDimensions',
] as const

const serviceAddress = z.string().regex(/^\/hs\/\S+$/, 'адрес HTTP-сервиса начинается с /hs/')

/** An information register whose rows about an object are read along with it, see `RegisterRows` in model/raw.ts. */
const Register = z.strictObject({
  set: z.string().min(1),
  by: z.string().min(1),
  condition: z.string().min(1).optional(),
})

const Source = z.strictObject({
  /** Entity set of OData. */
  set: z.string().min(1).optional(),
  /** Virtual table of the register `set`, with its parameters. */
  table: z.enum(virtualTables).optional(),
  parameters: z.record(z.string(), Scalar).optional(),
  /** Address of an HTTP service, `/hs/…`. */
  http: serviceAddress.optional(),
  /** Name of a web service and its operation. */
  soap: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
  arguments: z.record(z.string(), z.union([Scalar, z.null()])).optional(),
  /** Way to the rows inside the answer of a service: `data.items`. */
  rows: z.string().min(1).optional(),
  read: z.enum(readWays).optional(),
  /** OData condition of the full pull, e.g. to leave folders out. */
  filter: z.string().min(1).optional(),
  /** Total order of the full pull; without it Code, or Date and Number. */
  order: z.string().min(1).optional(),
  /** Records for which one of these differs are not ours (same meaning as `filter`, for records from the exchange plan). */
  only: z.record(z.string(), Scalar).optional(),
  /** By the name under which paths and expressions find the rows, as if it were a tabular section of the object. */
  registers: z
    .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'имя — одно слово из букв и цифр'), Register)
    .optional(),
})

/** Where records come from. `set` is filled for every kind: a service goes by its address. */
const From = Source.superRefine((from, { addIssue }) => {
  const refuse = (message: string) => addIssue({ code: 'custom', message })
  const kinds = [from.set, from.http, from.soap].filter((kind) => kind !== undefined)
  if (kinds.length !== 1) refuse('нужно одно из трёх: set, http или soap')
  if (from.table !== undefined && from.set === undefined) refuse('table бывает только у регистра: укажите set')
  if (from.parameters !== undefined && from.table === undefined) refuse('parameters бывают только вместе с table')
  if ((from.soap === undefined) !== (from.operation === undefined)) refuse('soap и operation указывают вместе')
  if (from.arguments !== undefined && from.soap === undefined) refuse('arguments бывают только у soap')
  if (from.rows !== undefined && from.set !== undefined) refuse('rows бывает только у http и soap')
  const isSet = from.set !== undefined && from.table === undefined
  if (!isSet && from.registers !== undefined) refuse('registers бывают только у набора с объектами: укажите set')
  if (!isSet && from.read !== undefined && from.read !== 'full')
    refuse('read: у виртуальных таблиц и сервисов бывает только full')
}).transform((from) => ({ ...from, set: from.set ?? from.http ?? `${from.soap}.${from.operation}` }))

/** Where the hub sends an entity when not to the set it comes from. */
const Into = z
  .strictObject({
    http: serviceAddress.optional(),
    method: z.enum(['POST', 'PUT', 'PATCH']).optional(),
    soap: z.string().min(1).optional(),
    operation: z.string().min(1).optional(),
    /** Parameter of the operation that takes the object. */
    argument: z.string().min(1).optional(),
    /** Field of the answer that holds the reference of the object. */
    ref: z.string().min(1).optional(),
  })
  .superRefine((into, { addIssue }) => {
    const refuse = (message: string) => addIssue({ code: 'custom', message })
    if ((into.http === undefined) === (into.soap === undefined)) refuse('нужно одно из двух: http или soap')
    if (into.soap !== undefined && (into.operation === undefined || into.argument === undefined))
      refuse('к soap нужны operation и argument')
    if (into.soap !== undefined && into.method !== undefined) refuse('method бывает только у http')
  })
export type Into = z.infer<typeof Into>

/** One file of `mappings/`: where an entity lives in this customer's 1C and how its fields are called there. */
export const MappingSpec = z.strictObject({
  from: From,
  into: Into.optional(),
  /** The record is ours only where it is true. */
  when: Expression.optional(),
  to: z.enum(Object.keys(entities) as [EntityName, ...EntityName[]]),
  fields: z.record(z.string(), FieldSpec),
  /** Ways to find an object in 1C: OData conditions with `{parameters}`, which become quoted literals. */
  lookup: z.record(z.string(), z.string().min(1)).optional(),
})
export type MappingSpec = z.infer<typeof MappingSpec>

export function fullSpec(field: FieldSpec | ColumnSpec): FullFieldSpec {
  return typeof field === 'string' ? { path: field } : field
}

/** Alternatives of a field in the order they are tried. */
export function orElseOf({ orElse = [] }: FullFieldSpec): readonly string[] {
  return typeof orElse === 'string' ? [orElse] : orElse
}
