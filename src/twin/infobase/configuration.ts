/**
 * What an infobase is made of: a description of metadata objects as data. `$metadata`, the service document, validation and
 * rendering are all derived from it (1c-odata §6–§8), so a second infobase is a second description and not a second program.
 */
import type { HttpService } from './http-services/http-service.ts'
import type { Infobase } from './infobase.ts'
import type { Row, Scalar, StoredRecord } from './record.ts'
import type { WebService } from './web-services/web-service.ts'

export type Primitive = 'string' | 'number' | 'boolean' | 'date'

export type AttributeType =
  /** `length` in characters, 0 for unlimited; a fixed length comes padded with spaces (1c-odata §5). */
  | { kind: 'string'; length: number; fixed?: boolean }
  | { kind: 'number'; digits: number; fraction: number }
  | { kind: 'boolean' }
  | { kind: 'date' }
  /** `of` names an entry of `Configuration.enums`. */
  | { kind: 'enum'; of: string }
  /** `to` names an entity set such as `Catalog_X`; one that is not published has no way leading to it. */
  | { kind: 'reference'; to: string }
  /** A reference to one of several entity sets, or a primitive value; on the wire a value and its `_Type` (1c-odata §7). */
  | { kind: 'composite'; of: readonly string[]; primitives?: readonly Primitive[] }
  /** A value storage: `X_Base64Data`, `X_Type` and the stream `X` (1c-odata §7). */
  | { kind: 'storage' }

export type Attributes = Readonly<Record<string, AttributeType>>

/** What every object of a configuration may have. */
type Described = {
  name: string
  synonym: string
  /**
   * `ПередЗаписью`: the record as it is about to be written, changed or refused by throwing. It does not run in the data load
   * mode (1c-odata §12).
   */
  beforeWrite?: (record: StoredRecord, base: Infobase) => StoredRecord
  /** Refuses the data load mode: code 17. */
  noDataLoad?: boolean
}

/** Charts look like catalogs on the wire. */
export type Catalog = Described & {
  kind: 'Catalog' | 'ChartOfCharacteristicTypes' | 'ChartOfAccounts' | 'ChartOfCalculationTypes'
  codeLength: number
  descriptionLength: number
  /** Folders as well as items; folders carry no attributes of their own. */
  folders?: boolean
  /** Entity sets whose items may own an item of this catalog. */
  owners?: readonly string[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

export type Document = Described & {
  kind: 'Document'
  numberLength: number
  /** Present when the document can be posted: the movements it writes (`ОбработкаПроведения`). */
  posting?: (document: StoredRecord, base: Infobase) => readonly Movements[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

/** The whole record set one document writes into one register. */
export type Movements = { register: string; rows: readonly Row[] }

/** An information register: written directly, or, with `recorders`, by documents as record sets. */
export type InformationRegister = Described & {
  kind: 'InformationRegister'
  /** A periodic register has `Period` in its key and slices (1c-odata §10). */
  periodicity: 'none' | 'second' | 'day' | 'recorder'
  /** Its virtual tables where a saved `$metadata` names them; without it, those its description calls for. */
  functions?: readonly string[]
  recorders?: readonly string[]
  dimensions: Attributes
  resources: Attributes
}

export type AccumulationRegister = Described & {
  kind: 'AccumulationRegister'
  /** Entity sets of the documents that write it. */
  recorders: readonly string[]
  /** A register of turnovers has no `RecordType` and no balance. */
  turnoversOnly?: boolean
  /** As of an information register. */
  functions?: readonly string[]
  dimensions: Attributes
  resources: Readonly<Record<string, AttributeType & { kind: 'number' }>>
  attributes?: Attributes
}

/** A register of double entry: every row has a debit and a credit account. */
export type AccountingRegister = Described & {
  kind: 'AccountingRegister'
  recorders: readonly string[]
  /** As of an information register. */
  functions?: readonly string[]
  /** The chart of accounts, a set. Its items say of what kind their ext dimensions are, in rows of `ExtDimensionTypes`. */
  accounts: string
  /** What accounts are analysed by: a set of kinds, what a value of them may be, and how many an account has at most. */
  extDimensions: { kinds: string; values: AttributeType & { kind: 'composite' }; count: number }
  dimensions: Attributes
  resources: Readonly<Record<string, AttributeType & { kind: 'number' }>>
  /** Dimensions and resources that each side keeps for itself: `ВалютаDr`, `ВалютаCr`. */
  sided: readonly string[]
  attributes?: Attributes
}

/** Record sets only, without virtual tables. */
export type CalculationRegister = Described & {
  kind: 'CalculationRegister'
  recorders: readonly string[]
  attributes: Attributes
}

export type ExchangePlan = Described & {
  kind: 'ExchangePlan'
  codeLength: number
  descriptionLength: number
  /** Entity sets whose changes are registered for the nodes of this plan (1c-odata §14). */
  content: readonly string[]
  attributes?: Attributes
}

export type Constant = Described & {
  kind: 'Constant'
  type: AttributeType
  /** What it holds from the start; without it the constant is undefined until the first POST (1c-odata §6). */
  value?: Scalar
}

/** A list of documents of several types; columns are taken from the documents under the same name. */
export type DocumentJournal = Described & {
  kind: 'DocumentJournal'
  documents: readonly string[]
  columns: Attributes
}

export type BusinessProcess = Described & {
  kind: 'BusinessProcess'
  numberLength: number
  /** The set of its tasks; starting the process makes the tasks of `route`. */
  task: string
  route: (process: StoredRecord, base: Infobase) => readonly Readonly<Record<string, unknown>>[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

export type Task = Described & {
  kind: 'Task'
  numberLength: number
  descriptionLength: number
  /** Entity sets of the processes it may belong to. */
  processes: readonly string[]
  attributes: Attributes
  sections?: Readonly<Record<string, Attributes>>
}

export type MetadataObject =
  | Catalog
  | Document
  | InformationRegister
  | AccumulationRegister
  | AccountingRegister
  | CalculationRegister
  | ExchangePlan
  | Constant
  | DocumentJournal
  | BusinessProcess
  | Task

export type Configuration = {
  name: string
  enums: Readonly<Record<string, readonly string[]>>
  objects: readonly MetadataObject[]
  httpServices?: readonly HttpService[]
  webServices?: readonly WebService[]
}

/** A login of the infobase; what it may not do is answered with code 20 (1c-odata §11). */
export type User = {
  name: string
  password: string
  readOnly?: boolean
  /** Entity sets this user has no right to read. */
  denied?: readonly string[]
  /** Restrictions of access by record: what of a set this user may see (1c-odata §9, `allowedOnly`). */
  visible?: Readonly<Record<string, (record: StoredRecord) => boolean>>
  /** Names of HTTP and web services this user's role lacks: 403 (1c-odata §16). */
  deniedServices?: readonly string[]
}

export const text = (length = 0): AttributeType => ({ kind: 'string', length })
export const fixedText = (length: number): AttributeType => ({ kind: 'string', length, fixed: true })
export const number = (digits: number, fraction = 0): AttributeType & { kind: 'number' } => ({
  kind: 'number',
  digits,
  fraction,
})
export const flag: AttributeType = { kind: 'boolean' }
export const date: AttributeType = { kind: 'date' }
export const storage: AttributeType = { kind: 'storage' }
export const enumOf = (of: string): AttributeType => ({ kind: 'enum', of })
export const ref = (to: string): AttributeType => ({ kind: 'reference', to })
export const anyOf = (...of: string[]): AttributeType & { kind: 'composite' } => ({ kind: 'composite', of })
/** A characteristic: a reference to one of `of`, or any primitive value. */
export const anyValue = (...of: string[]): AttributeType & { kind: 'composite' } => ({
  kind: 'composite',
  of,
  primitives: ['string', 'number', 'boolean', 'date'],
})

/** The entity set of a metadata object: `Catalog_Имя`. */
export const setName = (object: MetadataObject): string => `${object.kind}_${object.name}`

/** Sections of an object, wherever it may have any. */
export const sectionsOf = (object: MetadataObject): Readonly<Record<string, Attributes>> =>
  'sections' in object ? (object.sections ?? {}) : {}

/** The documents that write a register; none for one that is written directly. */
export const recordersOf = (object: MetadataObject): readonly string[] =>
  'recorders' in object ? (object.recorders ?? []) : []
