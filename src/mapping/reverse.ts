import { MappingError } from '../errors.ts'
import type { RawRecord, RawValue } from '../model/raw.ts'
import { type ConvertContext, type Converter, converters } from './converters.ts'
import { type FieldKind, fieldKinds } from './field-kind.ts'
import { parsePath } from './path.ts'
import { type FullFieldSpec, fullSpec, type MappingSpec } from './spec.ts'

export interface Written {
  /** What the object should be, in 1C's names and values; only what the mapping lets the hub write. */
  body: RawRecord
  /** Attributes to leave alone when the object exists already (`write: create`). */
  createOnly: string[]
}

/**
 * Compiles the writing half of a mapping: canonical entity (or a part of it) → attributes of a 1C object. Fields without
 * `write` never leave the hub.
 */
export function compileWrite(spec: MappingSpec, context: ConvertContext): (entity: Record<string, unknown>) => Written {
  const kinds = fieldKinds(spec.to)
  const writers = Object.entries(spec.fields).flatMap(([name, short]) => {
    const field = fullSpec(short)
    const kind = kinds[name]
    return field.write && kind
      ? [{ name, create: field.write === 'create', put: compilePut(spec, name, kind, field, context) }]
      : []
  })
  return (entity) => {
    const body: RawRecord = {}
    const createOnly: string[] = []
    for (const { name, create, put } of writers) {
      if (entity[name] === undefined) continue
      const attribute = put(body, entity[name])
      if (create && !createOnly.includes(attribute)) createOnly.push(attribute)
    }
    return { body, createOnly }
  }
}

/** Puts one value into the body; returns the attribute or section it went to. */
function compilePut(spec: MappingSpec, name: string, kind: FieldKind, field: FullFieldSpec, context: ConvertContext) {
  const path = parsePath(field.path ?? '')
  const write = compileBack(kind, field, context)
  if (!path || !write)
    throw new MappingError(`${spec.from.set} ← ${spec.to}.${name}: у поля нет обратного пути, уберите write`, {
      field: name,
    })
  const extra = Object.entries(field.alsoWrite ?? {})

  const rowOf = (value: unknown): RawRecord => {
    const row: RawRecord = {}
    if (path.where) row[path.where.name] = path.where.value
    row[path.name] = write(value)
    for (const [column, what] of extra) {
      const other: Converter | null = typeof what === 'object' ? converters[what.as] : null
      row[column] = other ? (other.write?.(value, context) ?? null) : (what as RawValue)
    }
    return row
  }

  return (body: RawRecord, value: unknown): string => {
    if (path.section === null) {
      body[path.name] = write(value)
      return path.name
    }
    const rows = (Array.isArray(value) ? value : value === null ? [] : [value]).map(rowOf)
    const before = body[path.section]
    body[path.section] = [...(Array.isArray(before) ? before : []), ...rows]
    return path.section
  }
}

function compileBack(
  kind: FieldKind,
  field: FullFieldSpec,
  context: ConvertContext,
): ((value: unknown) => RawValue) | null {
  if (field.values) {
    const back = new Map<unknown, string>()
    for (const [theirs, ours] of Object.entries(field.values)) if (!back.has(ours)) back.set(ours, theirs)
    return (value) => back.get(value) ?? ''
  }
  const converter: Converter = converters[field.as ?? kind.as ?? 'text']
  return converter.write ? (value) => converter.write?.(value, context) ?? null : null
}
