/** The functions of registers: which register has which, with what parameters (1c-odata §8, §10). */
import { type MetadataObject, setName } from '../configuration.ts'
import { extraSegments, type ODataError, segmentNotFound, tableNotFound } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { entries } from './entries.ts'
import type { EntryTable } from './entry-tables.ts'
import { extDimensions, recordsWithExtDimensions } from './ext-dimensions.ts'
import { slice } from './slice.ts'
import type { TableArguments, TableParameter } from './table-arguments.ts'
import { totals } from './totals.ts'

export type TableResult = { shape: EntitySet; rows: readonly StoredRecord[] }

export type TableFunction = {
  name: string
  /** In the order of `$metadata`. */
  parameters: readonly TableParameter[]
  isFor: (object: MetadataObject) => boolean
  /** The rows come in the server's own order: `$orderby` is not noticed and `$skip` refused (1c-odata §10). */
  isUnordered?: boolean
  run: (base: Infobase, set: EntitySet, given: TableArguments) => TableResult
}

const isPeriodic = (object: MetadataObject) => object.kind === 'InformationRegister' && object.periodicity !== 'none'

function sliceFunction(name: string, side: 'last' | 'first'): TableFunction {
  return {
    name,
    parameters: ['Condition', 'Period'],
    isFor: isPeriodic,
    run: (base, set, given) => {
      if (set.object.kind !== 'InformationRegister') throw segmentNotFound(name)
      return slice(base, set.object, set, side, given)
    },
  }
}

function totalsFunction(name: string, kind: 'Balance' | 'Turnover' | 'BalanceAndTurnover'): TableFunction {
  return {
    name,
    parameters:
      kind === 'Balance'
        ? ['Condition', 'Dimensions', 'Period']
        : ['Condition', 'Dimensions', 'EndPeriod', 'StartPeriod'],
    isFor: (object) => object.kind === 'AccumulationRegister' && (kind === 'Turnover' || !object.turnoversOnly),
    run: (base, set, given) => {
      if (set.object.kind !== 'AccumulationRegister') throw segmentNotFound(name)
      return totals(base, set.object, set, kind, given)
    },
  }
}

/** Parameters as a recorded `$metadata` has them; the guide spells two of them otherwise (see `entry-columns.ts`). */
function entriesFunction(name: string, table: EntryTable, parameters: readonly TableParameter[]): TableFunction {
  return {
    name,
    parameters,
    isFor: isAccounting,
    run: (base, set, given) => {
      if (set.object.kind !== 'AccountingRegister') throw segmentNotFound(name)
      return entries(base, set.object, set, table, given)
    },
  }
}

const isAccounting = (object: MetadataObject) => object.kind === 'AccountingRegister'

const turnoverParameters: readonly TableParameter[] = [
  'AccountCondition',
  'BalancedAccountCondition',
  'BalancedExtraDimensions',
  'Condition',
  'Dimensions',
  'EndPeriod',
  'ExtraDimensions',
  'StartPeriod',
]

const accountingFunctions: readonly TableFunction[] = [
  entriesFunction('Balance', 'Balance', ['AccountCondition', 'Condition', 'Dimensions', 'ExtraDimensions', 'Period']),
  entriesFunction('Turnovers', 'Turnover', turnoverParameters),
  entriesFunction('BalanceAndTurnovers', 'BalanceAndTurnover', ['Condition', 'Dimensions', 'EndPeriod', 'StartPeriod']),
  {
    name: 'ExtDimensions',
    parameters: [],
    isFor: isAccounting,
    run: (base, set) => {
      if (set.object.kind !== 'AccountingRegister') throw segmentNotFound('ExtDimensions')
      return extDimensions(base, set.object, set)
    },
  },
  {
    name: 'RecordsWithExtDimensions',
    parameters: ['Condition', 'EndPeriod', 'Order', 'StartPeriod', 'Top'],
    isFor: isAccounting,
    isUnordered: true,
    run: (base, set, given) => {
      if (set.object.kind !== 'AccountingRegister') throw segmentNotFound('RecordsWithExtDimensions')
      return recordsWithExtDimensions(base, set.object, set, given)
    },
  },
  entriesFunction('DrCrTurnovers', 'DrCrTurnover', turnoverParameters),
]

const tableFunctions: readonly TableFunction[] = [
  ...accountingFunctions,
  totalsFunction('Balance', 'Balance'),
  totalsFunction('Turnovers', 'Turnover'),
  totalsFunction('BalanceAndTurnovers', 'BalanceAndTurnover'),
  sliceFunction('SliceLast', 'last'),
  sliceFunction('SliceFirst', 'first'),
]

/** The virtual tables a register has. */
export function functionsOf(object: MetadataObject): TableFunction[] {
  const declared = 'functions' in object ? object.functions : undefined
  return tableFunctions.filter(({ name, isFor }) => isFor(object) && (declared?.includes(name) ?? true))
}

/** The set the functions of a register are bound to: the rows of an information register, whoever records them. */
export function boundSet(object: MetadataObject): string {
  const isRecorded = object.kind === 'InformationRegister' && object.recorders !== undefined
  return isRecorded ? `${setName(object)}_RecordType` : setName(object)
}

/** The function of this name bound to this set, if the register has it. */
export function tableFunctionOf(set: EntitySet, name: string): TableFunction | undefined {
  if (boundSet(set.object) !== set.name) return undefined
  return functionsOf(set.object).find((candidate) => candidate.name === name)
}

/** Why a set has no such function: the register lacks it, has it on its rows, or nothing bears that name. */
export function noFunction(set: EntitySet, name: string): ODataError {
  if (functionsOf(set.object).some((known) => known.name === name)) return extraSegments()
  return tableFunctions.some((known) => known.name === name) ? tableNotFound() : segmentNotFound(name)
}
