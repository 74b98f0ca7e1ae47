import { MappingError } from '../errors.ts'
import type { Entity, EntityName } from '../model/index.ts'
import type { RawRecord, RawScalar } from '../model/raw.ts'
import { type ConvertContext, type Converter, converters, presentationOf } from './converters.ts'
import { compileExpression } from './expression/expression.ts'
import { type FieldKind, fieldKinds } from './field-kind.ts'
import { isWhere, objectAt, type Path, parsePath, rowsAt, scalarAt, sectionAt } from './path.ts'
import { type ColumnSpec, type FieldSpec, type FullFieldSpec, fullSpec, type MappingSpec, orElseOf } from './spec.ts'

type Read = (record: RawRecord) => unknown
type Convert = (value: RawScalar) => unknown

const notFilled = 'обязательное значение не заполнено в 1С'

/**
 * Compiles the reading half of a mapping once.
 *
 * The result turns a 1C record into a canonical entity, or into null when the record is not this mapping's business
 * (`from.only`, `when`). Throws MappingError naming the field, the record and what is wrong with the value. What converters
 * and tables of values promise is not checked again for each record: the model's schema would cost more than all the rest.
 */
export function compileRead<N extends EntityName>(spec: MappingSpec & { to: N }, context: ConvertContext) {
  const compiled = compileFields(fieldKinds(spec.to), spec.fields, context)
  const only = Object.entries(spec.from.only ?? {}).map(([name, value]) => [name, String(value)] as const)
  const isOurs = spec.when === undefined ? null : compileCondition(spec.when)

  return (record: RawRecord): Entity<N> | null => {
    for (const [name, value] of only) if (String(record[name] ?? '') !== value) return null
    if (isOurs && !isOursOr(isOurs, spec, record)) return null
    const entity = compiled.empty()
    const at = compiled.fill(entity, record)
    if (at) throw problem(spec, at.name, record, (at.cause as Error).message, at.cause)
    return entity as Entity<N>
  }
}

function isOursOr(isOurs: (record: RawRecord) => boolean, spec: MappingSpec, record: RawRecord): boolean {
  try {
    return isOurs(record)
  } catch (cause) {
    throw problem(spec, 'when', record, (cause as Error).message, cause)
  }
}

/** All fields of a record at once. */
interface Compiled {
  /** A record with every field in its place: filling it is quicker than building it up. */
  empty(): Record<string, unknown>
  /** Fills the fields; stops at one that cannot be read, and says why. */
  fill(into: Record<string, unknown>, record: RawRecord): { name: string; cause: unknown } | null
}

function compileFields(
  kinds: Record<string, FieldKind>,
  fields: Readonly<Record<string, FieldSpec | ColumnSpec>>,
  context: ConvertContext,
): Compiled {
  const readers = Object.entries(kinds).map(([name, kind]) => {
    const field = fields[name]
    const read = field === undefined ? () => blank(kind) : compileField(kind, fullSpec(field), context)
    return { name, read: kind.nullable || kind.list ? read : filled(read) }
  })
  const template = Object.fromEntries(readers.map(({ name }) => [name, null]))
  return {
    empty: () => ({ ...template }),
    fill(into, record) {
      let current = ''
      try {
        for (const { name, read } of readers) {
          current = name
          into[name] = read(record)
        }
        return null
      } catch (cause) {
        return { name: current, cause }
      }
    },
  }
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
  const { path, rows, compute } = source === undefined ? {} : fullSpec(source)
  const from = path ?? rows ?? compute ?? ''
  return new MappingError(
    `${spec.from.set} → ${spec.to}.${field}${from ? ` (${from})` : ''}: ${what}`,
    { entity: spec.to, field, path: from, ref: String(record.Ref_Key ?? '') },
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
  const value = field.rows === undefined ? compileSource(kind, field, context) : compileRows(kind, field, context)
  const read = field.when === undefined ? value : compileWhere(kind, field, value, context)
  if (!field.required) return read
  return (record) => {
    const found = read(record)
    if (found === null || found === '' || (Array.isArray(found) && found.length === 0)) throw new TypeError(notFilled)
    return found
  }
}

/** A field with `when`: as if 1C had nothing there while the condition is false. */
function compileWhere(kind: FieldKind, field: FullFieldSpec, read: Read, context: ConvertContext): Read {
  const isSo = compileCondition(field.when ?? '')
  const nothing: Convert = kind.list ? () => [] : compileValue(kind, field, context)
  return (record) => (isSo(record) ? read(record) : nothing(null))
}

function compileCondition(text: string): (record: RawRecord) => boolean {
  const evaluate = compileExpression(text, 'bool')
  return (record) => {
    const value = evaluate(record)
    if (typeof value !== 'boolean') throw new TypeError('условие when дало не «да» и не «нет»')
    return value
  }
}

function compileSource(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Read {
  const convert = compileValue(kind, field, context)
  if (field.compute !== undefined) return compileComputed(kind, field.compute, convert)
  const path = field.path === undefined ? null : parsePath(field.path)
  if (path === null) return () => convert(null)
  return kind.list ? compileList(path, field, convert) : compileScalar(path, field, convert)
}

function compileComputed(kind: FieldKind, compute: string, convert: Convert): Read {
  const evaluate = compileExpression(compute, kind.list ? 'list' : 'scalar')
  if (!kind.list) {
    return (record) => {
      const value = evaluate(record)
      if (Array.isArray(value)) throw new TypeError('выражение дало список, а нужно одно значение')
      return convert(value)
    }
  }
  return (record) => {
    const value = evaluate(record)
    const list = Array.isArray(value) ? value : [value]
    return list.map(convert).filter((item) => item !== null)
  }
}

function compileScalar(path: Path, field: FullFieldSpec, convert: Convert): Read {
  if (path.section === null) {
    const isPlain = path.through.length === 0 && field.orElse === undefined && field.type === undefined
    if (isPlain && field.as !== 'presentation') {
      const { name } = path
      return (record) => convert(scalarAt(record, name))
    }
    const value = filledAt(path, field)
    return (record) => convert(value(record))
  }
  const value = filledAt({ ...path, through: path.inside }, field)
  return (record) => {
    const [row] = rowsAt(record, path)
    return convert(row ? value(row) : null)
  }
}

function compileList(path: Path, field: FullFieldSpec, convert: Convert): Read {
  const isColumn = path.section !== null
  const value = filledAt(isColumn ? { ...path, through: path.inside } : path, field)
  const { where } = path
  return (record) => {
    const list: unknown[] = []
    for (const row of isColumn ? sectionAt(record, path) : [record]) {
      if (where !== null && !isWhere(row, where)) continue
      const item = convert(value(row))
      if (item !== null) list.push(item)
    }
    return list
  }
}

/** The first value that is not empty: of the attribute the path ends at, then of the alternatives. */
function filledAt(path: Path, field: FullFieldSpec): (record: RawRecord) => RawScalar {
  const values = [
    attributeAt(path, field),
    ...orElseOf(field).map((text) => attributeAt(parsePath(text) ?? { ...path, through: [], name: text }, {})),
  ]
  const [first, ...others] = values
  if (!first) return () => null
  if (others.length === 0) return first
  return (record) => {
    const value = first(record)
    if (!isEmpty(value)) return value
    for (const other of others) {
      const alternative = other(record)
      if (!isEmpty(alternative)) return alternative
    }
    return value
  }
}

function attributeAt({ through, name }: Path, { type, as }: FullFieldSpec): (record: RawRecord) => RawScalar {
  const presented = as === 'presentation' ? /^(.+)_Key$/.exec(name)?.[1] : undefined
  const steps = presented === undefined ? through : [...through, presented]
  const last = steps.at(-1)
  // 1C shows the object of a composite reference beside its value, which is taken already (1c-odata §9).
  const way = type !== undefined && last !== undefined ? [`${steps[0]}_Expanded`, ...steps.slice(1)] : steps
  if (way.length === 0 && type === undefined) return (record) => scalarAt(record, name)
  const read = (record: RawRecord): RawScalar => {
    const object = way.length === 0 ? record : objectAt(record, way)
    if (object === null) return null
    return presented === undefined ? scalarAt(object, name) : presentationOf(object)
  }
  if (type === undefined) return read
  const typeName = `${steps[0] ?? name}_Type`
  return (record) => (isOfType(record[typeName], type) ? read(record) : null)
}

/** `StandardODATA.Catalog_X` and `Catalog_X` are the same type; primitive ones are `Edm.String` and the like. */
const isOfType = (told: unknown, type: string): boolean =>
  typeof told === 'string' && (told === type || told === `StandardODATA.${type}`)

function compileRows(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Read {
  const path = parsePath(field.rows ?? '')
  const columns = compileFields(kind.record ?? {}, field.fields ?? {}, context)
  return (record) =>
    (path ? rowsAt(record, path) : []).map((row) => {
      const line = columns.empty()
      const at = columns.fill(line, row)
      if (at) throw at.cause
      return line
    })
}

function compileValue(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Convert {
  const fallback = field.default ?? null
  if (field.values) {
    const table = new Map(Object.entries(field.values))
    return (value) => {
      const known = typeof value === 'string' ? table.get(value) : undefined
      if (known !== undefined) return known
      const key = String(value ?? '').trimEnd()
      const ours = table.get(key)
      if (ours !== undefined) return ours
      if (key === '' || field.default !== undefined) return fallback
      throw new TypeError(`значения «${key}» нет в таблице values`)
    }
  }
  const as = field.as ?? kind.as ?? 'text'
  const { read }: Converter = converters[as]
  // Of a list an empty value is no member.
  const empty = fallback ?? (kind.list ? null : blank(kind))
  if (kind.isPromised && as === kind.as) return (value) => read(value, context) ?? empty
  const check = kind.schema
  return (value) => {
    const ours = read(value, context)
    if (ours === null) return empty
    if (!check.safeParse(ours).success) throw new TypeError(`значение «${String(value)}» сюда не подходит`)
    return ours
  }
}

const isEmpty = (value: RawScalar): boolean =>
  value === null || value === '' || value === '00000000-0000-0000-0000-000000000000'
