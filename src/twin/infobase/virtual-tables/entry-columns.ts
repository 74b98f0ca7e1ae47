/**
 * The columns of an accounting register: of its rows, which have two sides, and of its virtual tables, which turn every row
 * into an entry of its debit and one of its credit account. Names and order are those of a recorded `$metadata`
 * (datareducer/console, src/test/resources/odata/metadata.xml @8742fe5).
 */
import { type AccountingRegister, type Attributes, type AttributeType, ref } from '../configuration.ts'
import { propertiesOf } from '../properties.ts'
import type { Property } from '../schema.ts'

export type Side = 'Dr' | 'Cr'

export const SIDES: readonly Side[] = ['Dr', 'Cr']

export const otherSide = (side: Side): Side => (side === 'Dr' ? 'Cr' : 'Dr')

/** A column of a virtual table, and which column of a row it shows for an entry of either side. */
export type EntryColumn = { property: Property; stored: Readonly<Record<Side, string>>; isDimension: boolean }

/** What each side keeps for itself is null unless the account keeps it, so it is null until somebody writes it. */
export function entryColumns(register: AccountingRegister): Property[] {
  const { dimensions, resources, attributes = {} } = register
  const accounts = propertiesOf({ AccountDr: ref(register.accounts), AccountCr: ref(register.accounts) })
  return [
    ...accounts,
    ...rowColumns(register, dimensions),
    ...rowColumns(register, resources),
    ...propertiesOf(attributes),
  ]
}

export function rowColumns(register: AccountingRegister, attributes: Attributes): Property[] {
  return Object.entries(attributes).flatMap(([name, type]) => {
    if (!register.sided.includes(name)) return propertiesOf({ [name]: type })
    return SIDES.flatMap((side) => propertiesOf({ [`${name}${side}`]: type })).map((property) => ({
      ...property,
      initial: null,
    }))
  })
}

/** Account, ext dimensions and dimensions of an entry. */
export function ownColumns(register: AccountingRegister): EntryColumn[] {
  const { accounts, dimensions } = register
  return [
    ...column('Account', ref(accounts), (side) => `Account${side}`),
    ...extDimensionColumns(register, '', (side) => side),
    ...Object.entries(dimensions).flatMap(([name, type]) => dimension(name, type, storedAs(register, name))),
  ]
}

/** The same of the entry on the other side of the row, as far as it has its own. */
export function balancedColumns(register: AccountingRegister): EntryColumn[] {
  const { accounts, dimensions, sided } = register
  return [
    ...column('BalancedAccount', ref(accounts), (side) => `Account${otherSide(side)}`),
    ...extDimensionColumns(register, 'Balanced', otherSide),
    ...Object.entries(dimensions)
      .filter(([name]) => sided.includes(name))
      .flatMap(([name, type]) => dimension(`${name}Balanced`, type, (side) => `${name}${otherSide(side)}`)),
  ]
}

/** Both sides of a row beside each other. */
export function pairColumns(register: AccountingRegister): EntryColumn[] {
  const { accounts, extDimensions, dimensions, sided } = register
  const sides = SIDES.flatMap((side) => [
    ...column(`Account${side}`, ref(accounts)),
    ...slots(register).flatMap((slot) => column(`ExtDimension${side}${slot}`, extDimensions.values)),
  ])
  const rest = Object.entries(dimensions).flatMap(([name, type]) =>
    sided.includes(name) ? SIDES.flatMap((side) => dimension(`${name}${side}`, type)) : dimension(name, type),
  )
  return [...sides, ...rest]
}

/** The places an account has for ext dimensions, from 1. */
export const slots = ({ extDimensions }: AccountingRegister): number[] =>
  Array.from({ length: extDimensions.count }, (_, index) => index + 1)

export const storedAs = ({ sided }: AccountingRegister, name: string) =>
  sided.includes(name) ? (side: Side) => `${name}${side}` : () => name

function extDimensionColumns(register: AccountingRegister, prefix: string, from: (side: Side) => Side): EntryColumn[] {
  return slots(register).flatMap((slot) =>
    column(`${prefix}ExtDimension${slot}`, register.extDimensions.values, (side) => `ExtDimension${from(side)}${slot}`),
  )
}

function column(name: string, type: AttributeType, stored: (side: Side) => string = () => name): EntryColumn[] {
  const [dr, cr] = SIDES.map((side) => propertiesOf({ [stored(side)]: type }))
  return propertiesOf({ [name]: type }).map((property, index) => ({
    property,
    stored: { Dr: dr?.[index]?.name ?? '', Cr: cr?.[index]?.name ?? '' },
    isDimension: false,
  }))
}

const dimension: typeof column = (...given) => column(...given).map((known) => ({ ...known, isDimension: true }))
