/**
 * The numbers in the virtual tables of an accounting register. Their names are recorded (see `entry-columns.ts`); what they hold
 * follows the query language: an active account has its balance on the debit, a passive one on the credit, any other where
 * the sign puts it.
 */
import type { AccountingRegister } from '../configuration.ts'
import { standard } from '../properties.ts'
import type { Property } from '../schema.ts'
import { balancedColumns, type EntryColumn, ownColumns, pairColumns, SIDES, type Side } from './entry-columns.ts'

export type EntryTable = 'Balance' | 'Turnover' | 'BalanceAndTurnover' | 'DrCrTurnover'

/** Of one resource, in its smallest unit, so that sums are whole numbers. */
export type Sums = { opening: number; dr: number; cr: number; balancedDr: number; balancedCr: number }

/** One resource of one row of the result; `details` are what the row is made of when dimensions are left out. */
export type Total = { whole: Sums; details: readonly Sums[]; accountType: string }

type TotalColumn = readonly [suffix: string, of: (total: Total) => number]

type Table = {
  /** The sides of a row that become rows of the table. */
  sides: readonly Side[]
  columns: (register: AccountingRegister) => EntryColumn[]
  /** Of resources both sides share, and of those each side has for itself. */
  common: readonly TotalColumn[]
  sided: readonly TotalColumn[]
}

const opening = ({ opening }: Sums) => opening
const closing = ({ opening, dr, cr }: Sums) => opening + dr - cr

const debit = (accountType: string, balance: number) =>
  accountType === 'Active' ? balance : accountType === 'Passive' ? 0 : Math.max(balance, 0)
const credit = (accountType: string, balance: number) => debit(accountType, balance) - balance

function balances(word: '' | 'Opening' | 'Closing', at: (sums: Sums) => number): TotalColumn[] {
  const split =
    (side: typeof debit) =>
    ({ details, accountType }: Total) =>
      details.reduce((sum, detail) => sum + side(accountType, at(detail)), 0)
  return [
    [`${word}Balance`, ({ whole }) => at(whole)],
    [`${word}BalanceDr`, ({ whole, accountType }) => debit(accountType, at(whole))],
    [`${word}BalanceCr`, ({ whole, accountType }) => credit(accountType, at(whole))],
    [`${word}SplittedBalanceDr`, split(debit)],
    [`${word}SplittedBalanceCr`, split(credit)],
  ]
}

const turnovers: readonly TotalColumn[] = [
  ['Turnover', ({ whole }) => whole.dr - whole.cr],
  ['TurnoverDr', ({ whole }) => whole.dr],
  ['TurnoverCr', ({ whole }) => whole.cr],
]

/** What the other side recorded; it counts as debit where the account itself is debited. */
const balancedTurnovers: readonly TotalColumn[] = [
  ['BalancedTurnover', ({ whole }) => whole.balancedDr - whole.balancedCr],
  ['BalancedTurnoverDr', ({ whole }) => whole.balancedDr],
  ['BalancedTurnoverCr', ({ whole }) => whole.balancedCr],
]

const balance = balances('', opening)
const everything = [...balances('Opening', opening), ...turnovers, ...balances('Closing', closing)]

export const entryTables: Readonly<Record<EntryTable, Table>> = {
  Balance: { sides: SIDES, columns: ownColumns, common: balance, sided: balance },
  Turnover: {
    sides: SIDES,
    columns: (register) => [...ownColumns(register), ...balancedColumns(register)],
    common: turnovers,
    sided: [...turnovers, ...balancedTurnovers],
  },
  BalanceAndTurnover: { sides: SIDES, columns: ownColumns, common: everything, sided: everything },
  DrCrTurnover: {
    sides: ['Dr'],
    columns: pairColumns,
    common: [['Turnover', ({ whole }) => whole.dr]],
    sided: [
      ['TurnoverDr', ({ whole }) => whole.dr],
      ['TurnoverCr', ({ whole }) => whole.balancedDr],
    ],
  },
}

/** The columns of numbers of one resource. */
export const totalsOf = ({ sided }: AccountingRegister, table: EntryTable, resource: string): readonly TotalColumn[] =>
  sided.includes(resource) ? entryTables[table].sided : entryTables[table].common

export function totalColumns(register: AccountingRegister, table: EntryTable): Property[] {
  return Object.entries(register.resources).flatMap(([resource, type]) =>
    totalsOf(register, table, resource).map(([suffix]) => standard(`${resource}${suffix}`, type)),
  )
}
