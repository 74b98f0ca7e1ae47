import { MappingError } from '../../errors.ts'
import { compileRead } from '../../mapping/compile.ts'
import type { ConvertContext } from '../../mapping/converters.ts'
import type { MappingSpec } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'

/** One field of one record: a canonical value, or why there is none. */
export interface PreviewCell {
  value: unknown
  error: string | null
}

/** Null when the record is not the mapping's business. */
export type ReadCells = (record: RawRecord) => Record<string, PreviewCell> | null

/** Stands for a value that cannot be read, so that the fields after it are read all the same. */
const gap = '?'

/**
 * Reads records field by field: a mapping stops at the first value it cannot take, a person wants to see all of them at
 * once. Each bad field is put aside and the record read again without it.
 */
export function cellReader(spec: MappingSpec, context: ConvertContext): ReadCells {
  const compiled = new Map<string, ReturnType<typeof compileRead>>()
  const readWithout = (fields: readonly string[]) => {
    const key = fields.join(' ')
    const known = compiled.get(key)
    if (known) return known
    const aside = Object.fromEntries(fields.map((field) => [field, { default: gap }]))
    const read = compileRead({ ...spec, fields: { ...spec.fields, ...aside } }, context)
    compiled.set(key, read)
    return read
  }
  return (record) => {
    const errors = new Map<string, string>()
    for (;;) {
      try {
        const entity = readWithout([...errors.keys()])(record)
        if (entity === null) return null
        return Object.fromEntries(
          Object.entries(entity).map(([field, value]) => {
            const error = errors.get(field) ?? null
            return [field, { value: error === null ? value : null, error }]
          }),
        )
      } catch (error) {
        const field = error instanceof MappingError ? error.facts.field : undefined
        if (typeof field !== 'string' || errors.has(field)) throw error
        errors.set(field, reasonOf(error as MappingError))
      }
    }
  }
}

/** The reason alone: which field and record it is of is plain from where it is shown. */
function reasonOf(error: MappingError): string {
  const reason = error.cause instanceof Error ? error.cause.message : error.message
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
}
