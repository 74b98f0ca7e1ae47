import { z } from 'zod'
import { type EntityName, entities } from '../model/index.ts'
import { converterNames } from './converters.ts'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/**
 * How one canonical field is made (and, with `write`, how it goes back).
 *
 * `path` names an attribute (`Description`) or a column of a tabular section (`Секция[Тип='Телефон'].Номер`), see
 * path.ts. A lone string is short for `{ path }`.
 */
export const FieldSpec = z.union([
  z.string().min(1),
  z.strictObject({
    path: z.string().min(1).optional(),
    /** Taken when the first path is empty; for a tabular path a column of the same row. */
    orElse: z.string().min(1).optional(),
    /** Converter; without it the canonical field's own kind decides. */
    as: z.enum(converterNames).optional(),
    /** 1C's value → ours. */
    values: z.record(z.string(), Scalar).optional(),
    /** Ours when 1C's is empty or not in `values`. */
    default: Scalar.nullable().optional(),
    required: z.boolean().optional(),
    /** For a field that is a list of records: the tabular section, and the columns of `fields` in it. */
    rows: z.string().min(1).optional(),
    fields: z.record(z.string(), z.string().min(1)).optional(),
    /** When the hub may write it to 1C: at creation only, always; absent = never. */
    write: z.enum(['create', 'always']).optional(),
    /** Further columns of the written row: constants, or the value through another converter. */
    alsoWrite: z.record(z.string(), z.union([Scalar, z.strictObject({ as: z.enum(converterNames) })])).optional(),
  }),
])
export type FieldSpec = z.infer<typeof FieldSpec>
export type FullFieldSpec = Exclude<FieldSpec, string>

/** One file of `mappings/`: where an entity lives in this customer's 1C and how its fields are called there. */
export const MappingSpec = z.strictObject({
  from: z.strictObject({
    set: z.string().min(1),
    /** OData condition of the full pull, e.g. to leave folders out. */
    filter: z.string().min(1).optional(),
    /** Total order of the full pull; without it Code, or Date and Number. */
    order: z.string().min(1).optional(),
    /** Records for which one of these differs are not ours (same meaning as `filter`, for records from the exchange plan). */
    only: z.record(z.string(), Scalar).optional(),
  }),
  to: z.enum(Object.keys(entities) as [EntityName, ...EntityName[]]),
  fields: z.record(z.string(), FieldSpec),
  /** Ways to find an object in 1C: OData conditions with `{parameters}`, which become quoted literals. */
  lookup: z.record(z.string(), z.string().min(1)).optional(),
})
export type MappingSpec = z.infer<typeof MappingSpec>

export function fullSpec(field: FieldSpec): FullFieldSpec {
  return typeof field === 'string' ? { path: field } : field
}
