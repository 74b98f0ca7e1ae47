/**
 * The columns of virtual tables, as `$metadata` declares them (1c-odata §8, §10). Periods are declared but never filled: there is
 * no break-down by period.
 */
import { type AccountingRegister, type AccumulationRegister, type MetadataObject, setName } from '../configuration.ts'
import { propertiesOf, recorderProperties, standard } from '../properties.ts'
import type { Property } from '../schema.ts'
import { type EntryTable, entryTables, totalColumns as entryTotals } from './entry-tables.ts'
import { extDimensionColumns, recordColumns } from './ext-dimensions.ts'
import { type TotalKind, totalColumns } from './total-columns.ts'

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

export type DeclaredTable = { name: string; properties: Property[] }

/** The ComplexTypes of the virtual tables of a register. */
export function declaredTables(object: MetadataObject): DeclaredTable[] {
  if (object.kind === 'AccumulationRegister') return accumulationTables(object)
  return object.kind === 'AccountingRegister' ? accountingTables(object) : []
}

function accumulationTables(register: AccumulationRegister): DeclaredTable[] {
  const kinds: readonly TotalKind[] = ['Balance', 'Turnover', 'BalanceAndTurnover']
  return kinds.map((kind) => ({
    name: `${setName(register)}_${kind}`,
    properties: [
      ...propertiesOf(register.dimensions),
      ...(kind === 'Balance' ? [] : breakdown(register.recorders)),
      ...totalColumns(register, kind),
    ],
  }))
}

function accountingTables(register: AccountingRegister): DeclaredTable[] {
  const named = (table: string, properties: Property[]) => ({ name: `${setName(register)}_${table}`, properties })
  const totals = (table: EntryTable) =>
    named(table, [
      ...(table === 'Balance' ? [] : breakdown(register.recorders)),
      ...entryTables[table].columns(register).map(({ property }) => property),
      ...entryTotals(register, table),
    ])
  return [
    totals('Balance'),
    totals('Turnover'),
    totals('BalanceAndTurnover'),
    named('ExtDimensions', extDimensionColumns(register)),
    named('RecordsWithExtDimensions', recordColumns(register)),
    totals('DrCrTurnover'),
  ]
}

const breakdown = (recorders: readonly string[]): Property[] => [
  ...PERIODS.map((name) => standard(name, { kind: 'date' })),
  ...recorderProperties(recorders, true),
  standard('LineNumber', { kind: 'number', digits: 18, fraction: 0 }),
]
