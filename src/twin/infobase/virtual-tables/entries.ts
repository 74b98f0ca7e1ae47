/** Balance, Turnovers, BalanceAndTurnovers and DrCrTurnovers of an accounting register (1c-odata §10). */
import type { AccountingRegister } from '../configuration.ts'
import { bindCondition } from '../filter/bind.ts'
import type { Expression } from '../filter/expression.ts'
import type { Infobase } from '../infobase.ts'
import { rowsOfSet } from '../query/rows.ts'
import { scopeOf } from '../query/run.ts'
import { numberIn, type StoredRecord, textIn } from '../record.ts'
import type { EntitySet, Property } from '../schema.ts'
import { type EntryColumn, otherSide, type Side, storedAs } from './entry-columns.ts'
import { type EntryTable, entryTables, type Sums, totalColumns, totalsOf } from './entry-tables.ts'
import { accountOf, arranged } from './ext-dimensions.ts'
import type { TableResult } from './functions.ts'
import type { TableArguments } from './table-arguments.ts'
import { chosenDimensions, type Place, placeOf, publishedWays, resultShape } from './totals.ts'

const ZERO: Sums = { opening: 0, dr: 0, cr: 0, balancedDr: 0, balancedCr: 0 }

/** Sums of each resource. */
type Detail = Map<string, Sums>
type Group = { sample: StoredRecord; details: Map<string, Detail> }

export function entries(
  base: Infobase,
  register: AccountingRegister,
  set: EntitySet,
  table: EntryTable,
  given: TableArguments,
): TableResult {
  const columns = entryTables[table].columns(register)
  const all = columns.map(({ property }) => property)
  const shown = shownColumns(columns, given.dimensions)
  const isWanted = conditions(base, all, given)
  const groups = new Map<string, Group>()
  for (const row of rowsOfSet(base, base.entitySet(`${set.name}_RecordType`))) {
    const place = placeOf(textIn(row, 'Period'), table, given)
    if (row.Active !== true || place === 'outside') continue
    for (const side of entryTables[table].sides) {
      const entry = entryOf(base, register, columns, row, side, given)
      if (!entry || !isWanted(entry)) continue
      const { details } = reached(groups, keyOf(shown, entry), { sample: entry, details: new Map() })
      const detail = reached(details, keyOf(all, entry), new Map())
      for (const resource of Object.keys(register.resources)) {
        detail.set(resource, added(register, resource, detail.get(resource) ?? ZERO, row, side, place))
      }
    }
  }
  const rows = [...groups.values()].map((group) => resultRow(base, register, table, shown, group))
  return {
    shape: resultShape(base, register, table, [...totalColumns(register, table), ...shown]),
    rows: rows.filter((row) => Object.values(row).some((value) => typeof value === 'number' && value !== 0)),
  }
}

/** `Dimensions` chooses among the dimensions of the register; accounts and their ext dimensions are always there. */
function shownColumns(columns: readonly EntryColumn[], names: readonly string[] | null): Property[] {
  const all = columns.map(({ property }) => property)
  const chosen = names ? chosenDimensions(all, names) : all
  return columns.flatMap(({ property, isDimension }) => (isDimension && !chosen.includes(property) ? [] : [property]))
}

function conditions(base: Infobase, all: readonly Property[], given: TableArguments) {
  const shape = { properties: all, navigation: publishedWays(base, all) }
  const parts = [given.condition, given.accountCondition, given.balancedAccountCondition]
    .filter((part): part is Expression => part !== null)
    .map((part) => bindCondition(scopeOf(base, shape), part))
  return (entry: StoredRecord) => parts.every((holds) => holds(entry))
}

/** A row as seen from one of its sides; nothing when its account has not the ext dimensions asked for. */
function entryOf(
  base: Infobase,
  register: AccountingRegister,
  columns: readonly EntryColumn[],
  row: StoredRecord,
  side: Side,
  { extraDimensions, balancedExtraDimensions }: TableArguments,
): StoredRecord | null {
  const own = arranged(base, register, row, side, extraDimensions)
  const both = own && arranged(base, register, own, otherSide(side), balancedExtraDimensions)
  return both && Object.fromEntries(columns.map(({ property, stored }) => [property.name, both[stored[side]] ?? null]))
}

function added(
  register: AccountingRegister,
  resource: string,
  sums: Sums,
  row: StoredRecord,
  side: Side,
  place: Place,
): Sums {
  const stored = storedAs(register, resource)
  const unit = 10 ** (register.resources[resource]?.fraction ?? 0)
  const own = Math.round(numberIn(row, stored(side)) * unit)
  const other = Math.round(numberIn(row, stored(otherSide(side))) * unit)
  if (place === 'opening') return { ...sums, opening: sums.opening + (side === 'Dr' ? own : -own) }
  return side === 'Dr'
    ? { ...sums, dr: sums.dr + own, balancedDr: sums.balancedDr + other }
    : { ...sums, cr: sums.cr + own, balancedCr: sums.balancedCr + other }
}

function resultRow(
  base: Infobase,
  register: AccountingRegister,
  table: EntryTable,
  shown: readonly Property[],
  { sample, details }: Group,
): StoredRecord {
  const accountType = textIn(accountOf(base, register, sample.Account_Key) ?? {}, 'Type')
  const numbers = Object.entries(register.resources).flatMap(([resource, { fraction }]) => {
    const parts = [...details.values()].map((detail) => detail.get(resource) ?? ZERO)
    const total = { whole: parts.reduce(sum, ZERO), details: parts, accountType }
    return totalsOf(register, table, resource).map(
      ([suffix, of]) => [`${resource}${suffix}`, of(total) / 10 ** fraction] as const,
    )
  })
  return Object.fromEntries([...numbers, ...shown.map(({ name }) => [name, sample[name] ?? null] as const)])
}

function sum(a: Sums, b: Sums): Sums {
  return {
    opening: a.opening + b.opening,
    dr: a.dr + b.dr,
    cr: a.cr + b.cr,
    balancedDr: a.balancedDr + b.balancedDr,
    balancedCr: a.balancedCr + b.balancedCr,
  }
}

const keyOf = (columns: readonly Property[], entry: StoredRecord) =>
  JSON.stringify(columns.map(({ name }) => entry[name] ?? null))

/** The value under a key, put there if nothing was. */
function reached<T>(map: Map<string, T>, key: string, fresh: T): T {
  const value = map.get(key) ?? fresh
  map.set(key, value)
  return value
}
