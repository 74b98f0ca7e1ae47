import { MappingError } from '../errors.ts'
import { type Entity, type EntityName, entities } from '../model/index.ts'
import type { RawRecord, RawValue } from '../model/raw.ts'
import { type ConvertContext, type Converter, converters } from './converters.ts'
import { type FieldKind, fieldKinds } from './field-kind.ts'
import { type Path, parsePath, rowsAt, scalarAt } from './path.ts'
import { type FullFieldSpec, fullSpec, type MappingSpec } from './spec.ts'

type Read = (record: RawRecord) => unknown

/**
 * Compiles the reading half of a mapping once.
 *
 * The result turns a 1C record into a canonical entity, or into null when the record is not this mapping's business
 * (`from.only`). Throws MappingError naming the field, the record and what is wrong with the value.
 */
export function compileRead<N extends EntityName>(spec: MappingSpec & { to: N }, context: ConvertContext) {
  const kinds = fieldKinds(spec.to)
  const readers = Object.entries(kinds).map(([name, kind]) => {
    const field = spec.fields[name]
    return [name, field === undefined ? () => blank(kind) : compileField(kind, fullSpec(field), context)] as const
  })
  const only = Object.entries(spec.from.only ?? {})
  const schema = entities[spec.to]

  return (record: RawRecord): Entity<N> | null => {
    if (only.some(([name, value]) => String(record[name] ?? '') !== String(value))) return null
    const entity: Record<string, unknown> = {}
    for (const [name, read] of readers) {
      try {
        entity[name] = read(record)
      } catch (cause) {
        throw problem(spec, name, record, (cause as Error).message, cause)
      }
    }
    const checked = schema.safeParse(entity)
    if (!checked.success) {
      const issue = checked.error.issues[0]
      const name = String(issue?.path[0] ?? '')
      throw problem(
        spec,
        name,
        record,
        entity[name] === null ? 'обязательное значение не заполнено в 1С' : (issue?.message ?? ''),
      )
    }
    return checked.data as Entity<N>
  }
}

function problem(spec: MappingSpec, field: string, record: RawRecord, what: string, cause?: unknown): MappingError {
  const source = spec.fields[field]
  const path = source === undefined ? '' : (fullSpec(source).path ?? fullSpec(source).rows ?? '')
  return new MappingError(
    `${spec.from.set} → ${spec.to}.${field}${path ? ` (${path})` : ''}: ${what}`,
    { entity: spec.to, field, path, ref: String(record.Ref_Key ?? '') },
    { cause },
  )
}

/** What a field holds that the mapping does not fill. */
function blank(kind: FieldKind): unknown {
  if (kind.list) return []
  if (kind.nullable) return null
  return kind.as === 'bool' ? false : kind.as === 'text' ? '' : null
}

function compileField(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Read {
  if (field.rows !== undefined) return compileRows(kind, field, context)
  const path = field.path === undefined ? null : parsePath(field.path)
  const convert = compileValue(kind, field, context)
  if (path === null) return () => convert(null)
  const value = kind.list ? compileList(path, field, convert) : compileScalar(path, field, convert)
  if (!field.required) return value
  return (record) => {
    const found = value(record)
    if (found === null || (Array.isArray(found) && found.length === 0))
      throw new TypeError('обязательное значение не заполнено в 1С')
    return found
  }
}

function compileScalar(path: Path, field: FullFieldSpec, convert: (value: RawValue) => unknown): Read {
  const { orElse } = field
  return (record) => {
    const row = path.section === null ? record : rowsAt(record, path)[0]
    if (!row) return convert(null)
    const first = scalarAt(row, path.name)
    return convert(isEmpty(first) && orElse !== undefined ? scalarAt(row, orElse) : first)
  }
}

function compileList(path: Path, field: FullFieldSpec, convert: (value: RawValue) => unknown): Read {
  const { orElse } = field
  return (record) => {
    const rows = path.section === null ? [record] : rowsAt(record, path)
    return rows.flatMap((row) => {
      const first = scalarAt(row, path.name)
      const value = convert(isEmpty(first) && orElse !== undefined ? scalarAt(row, orElse) : first)
      return value === null ? [] : [value]
    })
  }
}

function compileRows(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Read {
  const path = parsePath(field.rows ?? '')
  const columns = Object.entries(kind.record ?? {}).map(([name, column]) => {
    const source = field.fields?.[name]
    return [name, source === undefined ? () => blank(column) : compileField(column, { path: source }, context)] as const
  })
  return (record) =>
    (path ? rowsAt(record, path) : []).map((row) =>
      Object.fromEntries(columns.map(([name, read]) => [name, read(row)])),
    )
}

function compileValue(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): (value: RawValue) => unknown {
  const fallback = field.default ?? null
  if (field.values) {
    const table = new Map(Object.entries(field.values))
    return (value) => {
      const key = String(value ?? '').trimEnd()
      const ours = table.get(key)
      if (ours !== undefined) return ours
      if (key === '' || field.default !== undefined) return fallback
      throw new TypeError(`значения «${key}» нет в таблице values`)
    }
  }
  const converter: Converter = converters[field.as ?? kind.as ?? 'text']
  const empty = fallback ?? blank({ ...kind, list: false })
  return (value) => {
    const ours = Array.isArray(value) ? null : converter.read(value, context)
    return ours === null ? empty : ours
  }
}

const isEmpty = (value: RawValue): boolean =>
  value === null || value === '' || value === '00000000-0000-0000-0000-000000000000'
