/** SOAP web services as a configuration describes them: an XDTO package and operations over it (1c-odata §17). */
import type { User } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'

/** The simple types of XDTO a service here may use; any other name is an object type of the same package. */
export const simpleTypes = ['string', 'decimal', 'integer', 'int', 'boolean', 'dateTime', 'base64Binary'] as const
export type SimpleType = (typeof simpleTypes)[number]

export const isSimple = (type: string): type is SimpleType => simpleTypes.some((simple) => simple === type)

export type XdtoProperty = {
  name: string
  type: string
  /** May be sent as `xsi:nil`. */
  nillable?: boolean
  /** May be left out. */
  optional?: boolean
  /** Any number of them, one after the other. */
  many?: boolean
}

export type XdtoObjectType = { name: string; properties: readonly XdtoProperty[] }

/** Plain values: text, numbers, booleans, `null` for nil, records for objects, arrays for `many`. */
export type XdtoValue = unknown

export type Operation = {
  name: string
  parameters: readonly XdtoProperty[]
  result: Omit<XdtoProperty, 'name'>
  /** Runs in a transaction; what it throws is the text of the fault. */
  run: (parameters: Readonly<Record<string, XdtoValue>>, base: Infobase, user: User) => XdtoValue
}

export type WebService = {
  name: string
  namespace: string
  /** The name of its file in a publication, `hub.1cws`. */
  alias: string
  types: readonly XdtoObjectType[]
  operations: readonly Operation[]
}
