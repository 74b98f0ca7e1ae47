/** The columns of virtual tables, as `$metadata` declares them and as replies show them (1c-odata §8, §10). */
import type { AccumulationRegister } from '../configuration.ts'
import { setName } from '../configuration.ts'
import { entitySet, propertiesOf, standard } from '../properties.ts'
import type { EntitySet, Property } from '../schema.ts'

export type TotalKind = 'Balance' | 'Turnover' | 'BalanceAndTurnover'

/** What each table says of a resource: `СуммаBalance`, `СуммаTurnover` … */
const COLUMNS: Readonly<Record<TotalKind, readonly string[]>> = {
  Balance: ['Balance'],
  Turnover: ['Turnover', 'Receipt', 'Expense'],
  BalanceAndTurnover: ['OpeningBalance', 'Turnover', 'Receipt', 'Expense', 'ClosingBalance'],
}

const PERIODS = [
  'Period',
  'SecondPeriod',
  'MinutePeriod',
  'HourPeriod',
  'DayPeriod',
  'WeekPeriod',
  'TenDaysPeriod',
  'MonthPeriod',
  'QuarterPeriod',
  'HalfYearPeriod',
  'YearPeriod',
]

/** The reply of a virtual table grouped by `dimensions`. Periods are declared but never filled: no break-down by period. */
export function totalsShape(
  register: AccumulationRegister,
  kind: TotalKind,
  dimensions: readonly Property[],
): EntitySet {
  return entitySet({
    name: `${setName(register)}_${kind}`,
    form: 'result',
    object: register,
    key: [],
    properties: [...dimensions, ...totals(register, kind)],
  })
}

/** The ComplexType of `$metadata`. */
export function declaredTotals(
  register: AccumulationRegister,
  kind: TotalKind,
): { name: string; properties: Property[] } {
  const periods =
    kind === 'Balance'
      ? []
      : [
          ...PERIODS.map((name) => standard(name, { kind: 'date' })),
          ...propertiesOf({ Recorder: { kind: 'composite', of: register.recorders } }),
          standard('LineNumber', { kind: 'number', digits: 18, fraction: 0 }),
        ]
  return {
    name: `${setName(register)}_${kind}`,
    properties: [...propertiesOf(register.dimensions), ...periods, ...totals(register, kind)],
  }
}

function totals(register: AccumulationRegister, kind: TotalKind): Property[] {
  const columns = register.turnoversOnly ? ['Turnover'] : COLUMNS[kind]
  return Object.entries(register.resources).flatMap(([resource, type]) =>
    columns.map((column) => standard(`${resource}${column}`, type)),
  )
}
