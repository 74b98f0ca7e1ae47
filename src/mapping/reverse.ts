import { MappingError } from '../errors.ts'
import type { RawRecord, RawScalar } from '../model/raw.ts'
import { type ConvertContext, type Converter, converters } from './converters.ts'
import { type FieldKind, fieldKinds } from './field-kind.ts'
import { type Path, parsePath } from './path.ts'
import { type FullFieldSpec, fullSpec, type MappingSpec } from './spec.ts'

export interface Written {
  /** What the object should be, in 1C's names and values; only what the mapping lets the hub write. */
  body: RawRecord
  /** Attributes to leave alone when the object exists already (`write: create`). */
  createOnly: string[]
}

type Back = (value: unknown) => RawScalar
/** Puts one value into the body; returns the attributes or the section it went to. */
type Put = (body: RawRecord, value: unknown) => readonly string[]

/**
 * Compiles the writing half of a mapping: canonical entity (or a part of it) → attributes of a 1C object. Fields without
 * `write` never leave the hub. Throws MappingError for a field that has `write` and no way back.
 */
export function compileWrite(spec: MappingSpec, context: ConvertContext): (entity: Record<string, unknown>) => Written {
  const kinds = fieldKinds(spec.to)
  const writers = Object.entries(spec.fields).flatMap(([name, short]) => {
    const field = fullSpec(short)
    const kind = kinds[name]
    if (!field.write || !kind) return []
    const put = compilePut(kind, field, context)
    if (put === null)
      throw new MappingError(`${spec.from.set} ← ${spec.to}.${name}: у поля нет обратного пути, уберите write`, {
        field: name,
      })
    return [{ name, create: field.write === 'create', put }]
  })
  return (entity) => {
    const body: RawRecord = {}
    const createOnly = new Set<string>()
    for (const { name, create, put } of writers) {
      if (entity[name] === undefined) continue
      try {
        for (const attribute of put(body, entity[name])) if (create) createOnly.add(attribute)
      } catch (cause) {
        const { message } = cause as Error
        throw new MappingError(`${spec.from.set} ← ${spec.to}.${name}: ${message}`, { field: name }, { cause })
      }
    }
    return { body, createOnly: [...createOnly] }
  }
}

/**
 * Whether a field can be written at all: an attribute of the object itself or a column of its own section, through a
 * converter that knows the way back.
 */
export function hasWayBack(kind: FieldKind, field: FullFieldSpec): boolean {
  return compilePut(kind, field, { timezone: 'UTC' }) !== null
}

function compilePut(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Put | null {
  const path = parsePath(field.path ?? '')
  const back = compileBack(kind, field, context)
  // What lies beyond a reference belongs to another object.
  if (!path || !back || field.compute !== undefined || path.through.length > 0 || path.inside.length > 0) return null
  const { section, name } = path
  if (name === '') return null
  const fill = compileFill(path, field, back, context)
  if (section === null) {
    const touched = [name, ...(field.type === undefined ? [] : [`${name}_Type`]), ...Object.keys(field.alsoWrite ?? {})]
    return (body, value) => {
      // An attribute has room for one of a list.
      fill(body, Array.isArray(value) ? (value[0] ?? null) : value)
      return touched
    }
  }
  return (body, value) => {
    const rows = (Array.isArray(value) ? value : value === null ? [] : [value]).map((item) => {
      // Of several kinds of rows that are read a new one is of the first.
      const row: RawRecord = path.where ? { [path.where.name]: path.where.values[0] ?? '' } : {}
      fill(row, item)
      return row
    })
    const before = body[section]
    body[section] = [...(Array.isArray(before) ? before : []), ...rows]
    return [section]
  }
}

/** Fills the attribute of an object or of a row, and whatever goes with it. */
function compileFill(
  { name }: Path,
  { type, alsoWrite = {} }: FullFieldSpec,
  back: Back,
  context: ConvertContext,
): (record: RawRecord, value: unknown) => void {
  const extra = Object.entries(alsoWrite).map(([attribute, what]) => {
    if (typeof what !== 'object') return { attribute, make: () => what }
    const { write, also = write }: Converter = converters[what.as]
    return { attribute, make: (value: unknown) => also?.(value, context) ?? null }
  })
  const typeName = type?.startsWith('Edm.') ? type : `StandardODATA.${type}`
  return (record, value) => {
    const theirs = back(value)
    if (type === undefined) record[name] = theirs
    else {
      const isEmpty = value === null
      record[name] = isEmpty ? '' : theirs
      // A composite attribute is its value and the name of its type (1c-odata §7).
      record[`${name}_Type`] = isEmpty ? 'StandardODATA.Undefined' : typeName
    }
    for (const { attribute, make } of extra) record[attribute] = make(value)
  }
}

function compileBack(kind: FieldKind, field: FullFieldSpec, context: ConvertContext): Back | null {
  if (!field.values) {
    const { write }: Converter = converters[field.as ?? kind.as ?? 'text']
    return write ? (value) => write(value, context) : null
  }
  const back = new Map<string, string>(Object.entries(field.back ?? {}))
  for (const [theirs, ours] of Object.entries(field.values)) if (!back.has(String(ours))) back.set(String(ours), theirs)
  const empty = field.default ?? null
  // A table of `true` and `false` is that of a flag, and 1C takes a flag for nothing else.
  const isFlag = Object.keys(field.values).every((theirs) => theirs === 'true' || theirs === 'false')
  return (value) => {
    const theirs = back.get(String(value))
    if (theirs !== undefined && value !== null) return isFlag ? theirs === 'true' : theirs
    // What an empty attribute reads as is written as an empty one.
    if (value === null || value === empty) return isFlag ? false : ''
    throw new TypeError(`значению «${String(value)}» нет соответствия в таблице values`)
  }
}
