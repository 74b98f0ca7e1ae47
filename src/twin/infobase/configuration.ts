/**
 * What an infobase is made of: a description of metadata objects as data. `$metadata`, the service document, validation and
 * rendering are all derived from it (1c-odata §6–§8), so a second infobase is a second description and not a second program.
 */
import type { Infobase } from './infobase.ts'
import type { Row, StoredRecord } from './record.ts'

export type AttributeType =
  /** `length` in characters, 0 for unlimited. */
  | { kind: 'string'; length: number }
  | { kind: 'number'; digits: number; fraction: number }
  | { kind: 'boolean' }
  | { kind: 'date' }
  /** `of` names an entry of `Configuration.enums`. */
  | { kind: 'enum'; of: string }
  /** `to` names an entity set such as `Catalog_X`. */
  | { kind: 'reference'; to: string }
  /** A reference to one of several entity sets; on the wire a value and its `_Type` (1c-odata §7). */
  | { kind: 'composite'; of: readonly string[] }

export type Attributes = Readonly<Record<string, AttributeType>>

export type Catalog = {
  kind: 'Catalog'
  name: string
  synonym: string
  codeLength: number
  descriptionLength: number
  /** Folders as well as items; folders carry no attributes of their own. */
  folders?: boolean
  /** Entity sets whose items may own an item of this catalog. */
  owners?: readonly string[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

export type Document = {
  kind: 'Document'
  name: string
  synonym: string
  numberLength: number
  /** Present when the document can be posted: the movements it writes (`ОбработкаПроведения`). */
  posting?: (document: StoredRecord, base: Infobase) => readonly Movements[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

/** The whole record set one document writes into one register. */
export type Movements = { register: string; rows: readonly Row[] }

/** An information register written directly, without a recorder. */
export type InformationRegister = {
  kind: 'InformationRegister'
  name: string
  synonym: string
  /** A periodic register has `Period` in its key and slices (1c-odata §10). */
  periodicity: 'none' | 'second' | 'day'
  dimensions: Attributes
  resources: Attributes
}

export type AccumulationRegister = {
  kind: 'AccumulationRegister'
  name: string
  synonym: string
  /** Entity sets of the documents that write it. */
  recorders: readonly string[]
  dimensions: Attributes
  resources: Readonly<Record<string, AttributeType & { kind: 'number' }>>
}

export type ExchangePlan = {
  kind: 'ExchangePlan'
  name: string
  synonym: string
  codeLength: number
  descriptionLength: number
  /** Entity sets whose changes are registered for the nodes of this plan (1c-odata §14). */
  content: readonly string[]
}

export type MetadataObject = Catalog | Document | InformationRegister | AccumulationRegister | ExchangePlan

export type Configuration = {
  name: string
  enums: Readonly<Record<string, readonly string[]>>
  objects: readonly MetadataObject[]
}

/** A login of the infobase; what it may not do is answered with code 20 (1c-odata §11). */
export type User = {
  name: string
  password: string
  readOnly?: boolean
  /** Entity sets this user has no right to read. */
  denied?: readonly string[]
}

export const text = (length = 0): AttributeType => ({ kind: 'string', length })
export const number = (digits: number, fraction = 0): AttributeType & { kind: 'number' } => ({
  kind: 'number',
  digits,
  fraction,
})
export const flag: AttributeType = { kind: 'boolean' }
export const date: AttributeType = { kind: 'date' }
export const enumOf = (of: string): AttributeType => ({ kind: 'enum', of })
export const ref = (to: string): AttributeType => ({ kind: 'reference', to })
export const anyOf = (...of: string[]): AttributeType => ({ kind: 'composite', of })

/** The entity set of a metadata object: `Catalog_Имя`. */
export const setName = (object: MetadataObject): string => `${object.kind}_${object.name}`
