/** The columns of sums of an accumulation register's virtual tables (1c-odata §10). */
import type { AccumulationRegister } from '../configuration.ts'
import { standard } from '../properties.ts'
import type { Property } from '../schema.ts'

export type TotalKind = 'Balance' | 'Turnover' | 'BalanceAndTurnover'

/** What each table says of a resource: `СуммаBalance`, `СуммаTurnover` … */
const COLUMNS: Readonly<Record<TotalKind, readonly string[]>> = {
  Balance: ['Balance'],
  Turnover: ['Turnover', 'Receipt', 'Expense'],
  BalanceAndTurnover: ['OpeningBalance', 'Turnover', 'Receipt', 'Expense', 'ClosingBalance'],
}

export function totalColumns(register: AccumulationRegister, kind: TotalKind): Property[] {
  const columns = register.turnoversOnly ? ['Turnover'] : COLUMNS[kind]
  return Object.entries(register.resources).flatMap(([resource, type]) =>
    columns.map((column) => standard(`${resource}${column}`, type)),
  )
}
