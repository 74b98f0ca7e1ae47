import type { EntityName } from '../../model/index.ts'
import { type FieldKind, fieldKinds } from '../field-kind.ts'
import { type ColumnSpec, type FieldSpec, type FullFieldSpec, fullSpec, type MappingSpec } from '../spec.ts'
import type { At } from './places.ts'

/** One field of a mapping, or a column of its rows, with where it stands in the file. */
export interface Field {
  name: string
  /** Null when the model has no such field. */
  kind: FieldKind | null
  spec: FullFieldSpec
  /** Field whose rows this is a column of. */
  owner: Field | null
  /** Place of the field's name. */
  at: At
  /** Place of the value of one of its words; for the short form `name: Path` the path itself. */
  on(word: keyof FullFieldSpec, ...more: PropertyKey[]): At
}

/** Every field of a mapping; the columns of rows follow the field they belong to. */
export function fieldsOf(spec: Pick<MappingSpec, 'to' | 'fields'>): Field[] {
  return Object.entries(spec.fields).flatMap(([name, short]) => {
    const field = fieldAt(['fields', name], short, kindIn(spec.to, name), null)
    const columns = Object.entries(field.spec.fields ?? {}).map(([column, each]) =>
      fieldAt(['fields', name, 'fields', column], each, own(field.kind?.record ?? {}, column), field),
    )
    return [field, ...columns]
  })
}

function fieldAt(path: string[], short: FieldSpec | ColumnSpec, kind: FieldKind | null, owner: Field | null): Field {
  const isShort = typeof short === 'string'
  return {
    name: path.at(-1) ?? '',
    kind,
    spec: fullSpec(short),
    owner,
    at: { path },
    on: (word, ...more) => ({ path: isShort ? path : [...path, word, ...more], on: 'value' }),
  }
}

const kindsByEntity = new Map<EntityName, Record<string, FieldKind>>()

/** Kinds of an entity's fields; read off its schema once. */
export function kindsOf(entity: EntityName): Record<string, FieldKind> {
  const kinds = kindsByEntity.get(entity) ?? fieldKinds(entity)
  kindsByEntity.set(entity, kinds)
  return kinds
}

function kindIn(entity: EntityName, name: string): FieldKind | null {
  return own(kindsOf(entity), name)
}

/** A word of the file may be `constructor`. */
function own(kinds: Record<string, FieldKind>, name: string): FieldKind | null {
  return Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null
}
