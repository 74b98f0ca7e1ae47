/**
 * The ext dimensions of entries. Record sets do not show them: `$metadata` declares them for virtual tables only, so in the
 * twin they are given by posting and read here (datareducer/console, src/test/resources/odata/metadata.xml @8742fe5).
 */
import type { AccountingRegister } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'
import { propertiesOf, recorderProperties, standard } from '../properties.ts'
import { sortRows } from '../query/order-by.ts'
import { rowsOfSet } from '../query/rows.ts'
import { filterRows, scopeOf } from '../query/run.ts'
import { rowsIn, type StoredRecord, textIn, type Value } from '../record.ts'
import type { EntitySet, Property } from '../schema.ts'
import { rowColumns, SIDES, type Side, slots } from './entry-columns.ts'
import type { TableResult } from './functions.ts'
import type { TableArguments } from './table-arguments.ts'
import { placeOf, publishedWays, resultShape } from './totals.ts'

/** Declared, and never filled: no recording shows how a server prints one. */
const pointInTime = standard('PointInTime', { kind: 'opaque', edm: 'StandardODATA.PointInTime' })

const period = standard('Period', { kind: 'date' })
const lineNumber = standard('LineNumber', { kind: 'number', digits: 18, fraction: 0 })

export function accountOf(base: Infobase, register: AccountingRegister, account: Value | undefined) {
  return typeof account === 'string' ? base.get(register.accounts, account) : undefined
}

/** Of what kind the ext dimensions of an account are, in the order of their places. */
function kindsOf(base: Infobase, register: AccountingRegister, row: StoredRecord, side: Side): string[] {
  const account = accountOf(base, register, row[`Account${side}_Key`])
  return account ? rowsIn(account, 'ExtDimensionTypes').map((kind) => textIn(kind, 'ExtDimensionType_Key')) : []
}

/**
 * The row with its ext dimensions in the order of the kinds asked for, as the query language does it; nothing when the
 * account has not all of them.
 */
export function arranged(
  base: Infobase,
  register: AccountingRegister,
  row: StoredRecord,
  side: Side,
  wanted: readonly string[] | null,
): StoredRecord | null {
  if (!wanted) return row
  const places = wanted.map((kind) => kindsOf(base, register, row, side).indexOf(kind))
  if (places.includes(-1)) return null
  const moved = slots(register).flatMap((slot) =>
    ['', '_Type'].map((half) => {
      const place = places[slot - 1]
      const value = place === undefined ? null : row[`ExtDimension${side}${place + 1}${half}`]
      return [`ExtDimension${side}${slot}${half}`, value ?? null] as const
    }),
  )
  return { ...row, ...Object.fromEntries(moved) }
}

/** Columns of `ExtDimensions`: one row for each value. */
export const extDimensionColumns = (register: AccountingRegister): Property[] => [
  period,
  ...recorderProperties(register.recorders, true),
  pointInTime,
  lineNumber,
  standard('RecordType', { kind: 'enum', of: 'AccountingRecordType' }),
  ...propertiesOf({
    Type: { kind: 'reference', to: register.extDimensions.kinds },
    Value: register.extDimensions.values,
  }),
]

/** Columns of `RecordsWithExtDimensions`: the rows of the register, and what it does not show of them. */
export function recordColumns(register: AccountingRegister): Property[] {
  const { accounts, extDimensions, dimensions, resources, attributes = {} } = register
  const sides = SIDES.flatMap((side) => [
    ...propertiesOf({ [`Account${side}`]: { kind: 'reference', to: accounts } }),
    ...slots(register).flatMap((slot) =>
      propertiesOf({
        [`ExtDimension${side}${slot}`]: extDimensions.values,
        [`ExtDimensionType${side}${slot}`]: { kind: 'reference', to: extDimensions.kinds },
      }),
    ),
  ])
  return [
    period,
    ...recorderProperties(register.recorders, true),
    lineNumber,
    standard('Active', { kind: 'boolean' }),
    ...sides,
    ...rowColumns(register, dimensions),
    ...rowColumns(register, resources),
    ...propertiesOf(attributes),
    pointInTime,
  ]
}

export function extDimensions(base: Infobase, register: AccountingRegister, set: EntitySet): TableResult {
  const rows = records(base, register, set).flatMap((row) =>
    SIDES.flatMap((side) =>
      slots(register).flatMap((slot): StoredRecord[] => {
        const name = `ExtDimension${side}${slot}`
        const { [name]: Value = null, [`${name}_Type`]: Value_Type = null } = row
        const Type_Key = row[`ExtDimensionType${side}${slot}_Key`] ?? null
        const RecordType = side === 'Dr' ? 'Debit' : 'Credit'
        return Value === null ? [] : [{ ...row, RecordType, Type_Key, Value, Value_Type }]
      }),
    ),
  )
  return { shape: resultShape(base, register, 'ExtDimensions', extDimensionColumns(register)), rows }
}

/** `Top` cuts what the condition left; on a real server it is an arbitrary part of it (1c-odata §10). */
export function recordsWithExtDimensions(
  base: Infobase,
  register: AccountingRegister,
  set: EntitySet,
  given: TableArguments,
): TableResult {
  const properties = recordColumns(register)
  const shape = { properties, navigation: publishedWays(base, properties) }
  const inside = records(base, register, set).filter(
    (row) => placeOf(textIn(row, 'Period'), 'Turnover', given) !== 'outside',
  )
  const kept = filterRows(base, shape, inside, given.condition)
  const ordered = sortRows(scopeOf(base, shape), kept, given.order, base.faults.orderByPresentation)
  return {
    shape: resultShape(base, register, 'RecordsWithExtDimensions', properties),
    rows: ordered.slice(0, given.top ?? undefined),
  }
}

/** The rows of the register, every ext dimension with its kind. */
function records(base: Infobase, register: AccountingRegister, set: EntitySet): StoredRecord[] {
  return rowsOfSet(base, base.entitySet(`${set.name}_RecordType`)).map((row) => {
    const kinds = SIDES.flatMap((side) => {
      const own = kindsOf(base, register, row, side)
      return slots(register).map((slot) => [`ExtDimensionType${side}${slot}_Key`, own[slot - 1] ?? null] as const)
    })
    return { ...row, ...Object.fromEntries(kinds) }
  })
}
