import { MappingError } from '../errors.ts'
import type { Entity, EntityName } from '../model/index.ts'
import type { RawRecord, RawValue } from '../model/raw.ts'
import { type ConvertContext, type Converter, converters } from './converters.ts'
import { type FieldKind, fieldKinds } from './field-kind.ts'
import { type Path, parsePath, rowsAt, scalarAt } from './path.ts'
import { type FieldSpec, type FullFieldSpec, fullSpec, type MappingSpec } from './spec.ts'

type Read = (record: RawRecord) => unknown

const notFilled = 'обязательное значение не заполнено в 1С'

/**
 * Compiles the reading half of a mapping once.
 *
 * The result turns a 1C record into a canonical entity, or into null when the record is not this mapping's business
 * (`from.only`). Throws MappingError naming the field, the record and what is wrong with the value. What converters and
 * tables of values promise is not checked again for each record: the model's schema would cost more than all the rest.
 */
export function compileRead<N extends EntityName>(spec: MappingSpec & { to: N }, context: ConvertContext) {
  const readers = compileFields(fieldKinds(spec.to), spec.fields, context)
  const only = Object.entries(spec.from.only ?? {}).map(([name, value]) => [name, String(value)] as const)

  return (record: RawRecord): Entity<N> | null => {
    for (const [name, value] of only) if (String(record[name] ?? '') !== value) return null
    const entity: Record<string, unknown> = {}
    for (const { name, read } of readers) {
      try {
        entity[name] = read(record)
      } catch (cause) {
        throw problem(spec, name, record, (cause as Error).message, cause)
      }
    }
    return entity as Entity<N>
  }
}

function compileFields(
  kinds: Record<string, FieldKind>,
  fields: Readonly<Record<string, FieldSpec>>,
  context: ConvertContext,
): { name: string; read: Read }[] {
  return Object.entries(kinds).map(([name, kind]) => {
    const field = fields[name]
    const read = field === undefined ? () => blank(kind) : compileField(kind, fullSpec(field), context)
    return { name, read: kind.nullable || kind.list ? read : filled(read) }
  })
}

/** The model has no empty value for such a field. */
function filled(read: Read): Read {
  return (record) => {
    const value = read(record)
    if (value === null) throw new TypeError(notFilled)
    return value
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
    if (found === null || (Array.isArray(found) && found.length === 0)) throw new TypeError(notFilled)
    return found
  }
}

function compileScalar(path: Path, field: FullFieldSpec, convert: (value: RawValue) => unknown): Read {
  const { section, name } = path
  const { orElse } = field
  if (section === null && orElse === undefined) return (record) => convert(scalarAt(record, name))
  return (record) => {
    const row = section === null ? record : rowsAt(record, path)[0]
    return convert(row ? valueAt(row, name, orElse) : null)
  }
}

function compileList(path: Path, field: FullFieldSpec, convert: (value: RawValue) => unknown): Read {
  const { section, name } = path
  return (record) => {
    const list: unknown[] = []
    for (const row of section === null ? [record] : rowsAt(record, path)) {
      const value = convert(valueAt(row, name, field.orElse))
      if (value !== null) list.push(value)
    }
    return list
  }
}

function valueAt(row: RawRecord, name: string, orElse: string | undefined): Exclude<RawValue, RawRecord[]> {
  const first = scalarAt(row, name)
  return orElse !== undefined && isEmpty(first) ? scalarAt(row, orElse) : first
}

function compileRows(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Read {
  const path = parsePath(field.rows ?? '')
  const columns = compileFields(kind.record ?? {}, field.fields ?? {}, context)
  return (record) =>
    (path ? rowsAt(record, path) : []).map((row) => {
      const line: Record<string, unknown> = {}
      for (const { name, read } of columns) line[name] = read(row)
      return line
    })
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
  const as = field.as ?? kind.as ?? 'text'
  const { read }: Converter = converters[as]
  const empty = fallback ?? blank({ ...kind, list: false })
  const check = kind.isPromised && as === kind.as ? null : kind.schema
  return (value) => {
    const ours = Array.isArray(value) ? null : read(value, context)
    if (ours === null) return empty
    if (check && !check.safeParse(ours).success) throw new TypeError(`значение «${String(value)}» сюда не подходит`)
    return ours
  }
}

const isEmpty = (value: RawValue): boolean =>
  value === null || value === '' || value === '00000000-0000-0000-0000-000000000000'
