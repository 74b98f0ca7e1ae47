/** Balance, Turnovers and BalanceAndTurnovers of an accumulation register (1c-odata §10). */
import { type AccumulationRegister, type MetadataObject, setName } from '../configuration.ts'
import { addDecimals } from '../edm.ts'
import { segmentNotFound } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { entitySet, navigationOf, propertiesOf } from '../properties.ts'
import { rowsOfSet } from '../query/rows.ts'
import { filterRows } from '../query/run.ts'
import { EMPTY_DATE, numberIn, type StoredRecord, textIn } from '../record.ts'
import type { EntitySet, Navigation, Property } from '../schema.ts'
import type { TableResult } from './functions.ts'
import type { TableArguments } from './table-arguments.ts'
import { type TotalKind, totalColumns } from './total-columns.ts'

/** What is summed up for one resource of one group. */
type Sums = { opening: number; receipt: number; expense: number }

export function totals(
  base: Infobase,
  register: AccumulationRegister,
  set: EntitySet,
  kind: TotalKind,
  given: TableArguments,
): TableResult {
  const all = propertiesOf(register.dimensions)
  const dimensions = given.dimensions ? chosenDimensions(all, given.dimensions) : all
  const condition = { properties: all, navigation: publishedWays(base, all) }
  const rows = filterRows(base, condition, movements(base, set), given.condition)
  const groups = new Map<string, { sample: StoredRecord; sums: Map<string, Sums> }>()
  for (const row of rows) {
    if (row.Active !== true) continue
    const place = placeOf(textIn(row, 'Period'), kind, given)
    if (place === 'outside') continue
    const key = dimensions.map((property) => row[property.name]).join('|')
    const group = groups.get(key) ?? { sample: row, sums: new Map<string, Sums>() }
    groups.set(key, group)
    for (const [resource, type] of Object.entries(register.resources)) {
      const sums = group.sums.get(resource) ?? { opening: 0, receipt: 0, expense: 0 }
      group.sums.set(resource, added(sums, row, numberIn(row, resource), place, type.fraction))
    }
  }
  const result = [...groups.values()].map(({ sample, sums }) => totalRow(register, kind, dimensions, sample, sums))
  return {
    shape: resultShape(base, register, kind, [...totalColumns(register, kind), ...dimensions]),
    rows: result.filter((row) => Object.values(row).some((value) => typeof value === 'number' && value !== 0)),
  }
}

/** The reply of a virtual table: numbers come first, as recorded (datareducer/console @8742fe5, src/test/resources/odata). */
export function resultShape(
  base: Infobase,
  register: MetadataObject,
  table: string,
  properties: readonly Property[],
): EntitySet {
  const name = `${setName(register)}_${table}`
  const shape = entitySet({ name, form: 'result', object: register, key: [], properties })
  return { ...shape, navigation: publishedWays(base, properties) }
}

export const publishedWays = ({ schema }: Infobase, properties: readonly Property[]): Navigation[] =>
  navigationOf(properties).filter(({ to }) => schema.sets.has(to))

function movements(base: Infobase, set: EntitySet): readonly StoredRecord[] {
  return rowsOfSet(base, base.entitySet(`${set.name}_RecordType`))
}

/** @throws code 6 for an unknown dimension. Both `Контрагент` and `Контрагент_Key` name one. */
export function chosenDimensions(all: readonly Property[], names: readonly string[]): Property[] {
  return names.flatMap((name) => {
    const found = all.filter((property) => property.attribute === name || property.name === name)
    if (found.length === 0) throw segmentNotFound(name)
    return found
  })
}

export type Place = 'opening' | 'turnover'

/**
 * A balance is taken before its moment: movements of the period itself do not count. Turnovers include both ends; with their
 * balances, what came before is the opening one.
 */
export function placeOf(
  period: string,
  table: 'Balance' | 'Turnover' | 'BalanceAndTurnover' | 'DrCrTurnover',
  given: Pick<TableArguments, 'period' | 'startPeriod' | 'endPeriod'>,
): Place | 'outside' {
  if (table === 'Balance') return given.period === null || period < given.period ? 'opening' : 'outside'
  const start = given.startPeriod ?? EMPTY_DATE
  if (period < start) return table === 'BalanceAndTurnover' ? 'opening' : 'outside'
  return given.endPeriod === null || period <= given.endPeriod ? 'turnover' : 'outside'
}

function added(sums: Sums, row: StoredRecord, amount: number, place: Place, fraction: number): Sums {
  const isExpense = row.RecordType === 'Expense'
  if (place === 'opening')
    return { ...sums, opening: addDecimals(sums.opening, isExpense ? -amount : amount, fraction) }
  const side = isExpense ? 'expense' : 'receipt'
  return { ...sums, [side]: addDecimals(sums[side], amount, fraction) }
}

function totalRow(
  register: AccumulationRegister,
  kind: TotalKind,
  dimensions: readonly Property[],
  sample: StoredRecord,
  groups: ReadonlyMap<string, Sums>,
): StoredRecord {
  const row: Record<string, StoredRecord[string]> = {}
  for (const property of dimensions) row[property.name] = sample[property.name] ?? null
  for (const [resource, { fraction }] of Object.entries(register.resources)) {
    const { opening = 0, receipt = 0, expense = 0 } = groups.get(resource) ?? {}
    const turnover = addDecimals(receipt, -expense, fraction)
    if (kind === 'Balance') row[`${resource}Balance`] = opening
    if (kind === 'BalanceAndTurnover') row[`${resource}OpeningBalance`] = opening
    if (kind !== 'Balance') {
      row[`${resource}Turnover`] = turnover
      row[`${resource}Receipt`] = receipt
      row[`${resource}Expense`] = expense
    }
    if (kind === 'BalanceAndTurnover') row[`${resource}ClosingBalance`] = addDecimals(opening, turnover, fraction)
  }
  return row
}
