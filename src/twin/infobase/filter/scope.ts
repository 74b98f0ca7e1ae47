/** Where the names of an expression are looked up: the properties and references of a row, and lambda variables. */
import type { Dereference } from '../presentation.ts'
import type { Scalar, StoredRecord } from '../record.ts'
import type { Navigation, Property, Schema } from '../schema.ts'

/** Anything whose fields can be named: an entity set, a row type, the result of a virtual table. */
export type Shape = { properties: readonly Property[]; navigation: readonly Navigation[] }

export type Scope = {
  schema: Schema
  dereference: Dereference
  shape: Shape
  variables: ReadonlyMap<string, Shape>
}

/** What an expression is evaluated against. */
export type Environment = { row: StoredRecord; variables: ReadonlyMap<string, StoredRecord> }

/** The static type of a bound expression. */
export type BoundType =
  | { kind: 'string' | 'number' | 'boolean' | 'datetime' | 'guid' }
  | { kind: 'reference'; to: string }
  | { kind: 'composite'; property: Property; of: readonly string[] }
  /** The result of `cast`: a reference known to be of this set, or nothing. */
  | { kind: 'cast'; to: string }
  | { kind: 'rows'; shape: Shape }

export type Evaluated = string | number | boolean | null | readonly StoredRecord[] | TypedReference

/** A reference together with its set, as a composite field holds it. */
export type TypedReference = { set: string; guid: string }

export type Bound = {
  type: BoundType
  evaluate: (environment: Environment) => Evaluated
  /** Of a composite field: the primitive value it holds, and of what type; nothing while it holds a reference. */
  primitive?: (environment: Environment) => { type: string; value: Scalar } | null
}

export const isTypedReference = (value: Evaluated): value is TypedReference =>
  typeof value === 'object' && value !== null && 'guid' in value
