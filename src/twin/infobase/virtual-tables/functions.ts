/** The functions of registers: which register has which, with what parameters (1c-odata §8, §10). */
import { type MetadataObject, setName } from '../configuration.ts'
import { badUrl, extraSegments, type ODataError, segmentNotFound, tableNotFound, unreadable } from '../errors.ts'
import type { Expression } from '../filter/expression.ts'
import { parseExpression } from '../filter/parser.ts'
import type { Infobase } from '../infobase.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { dateTimeValue, parseLiteral } from '../url/literal.ts'
import { splitOutside } from '../url/segments.ts'
import { slice } from './slice.ts'
import { totals } from './totals.ts'

export type TableParameter = 'Condition' | 'Dimensions' | 'Period' | 'StartPeriod' | 'EndPeriod'

export type TableArguments = {
  condition: Expression | null
  dimensions: readonly string[] | null
  period: string | null
  startPeriod: string | null
  endPeriod: string | null
}

export type TableResult = { shape: EntitySet; rows: readonly StoredRecord[] }

export type TableFunction = {
  name: string
  /** In the order of `$metadata`. */
  parameters: readonly TableParameter[]
  isFor: (object: MetadataObject) => boolean
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

const tableFunctions: readonly TableFunction[] = [
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

/**
 * Arguments from the parentheses or, where those are missing or silent, from the query string.
 * @throws code 6 for an unknown parameter, code 1 for a date that cannot be read.
 */
export function tableArguments(
  known: TableFunction,
  inside: string | null,
  query: ReadonlyMap<string, string>,
): TableArguments {
  const given = new Map<string, string>()
  for (const name of known.parameters) {
    const value = query.get(name)
    if (value !== undefined) given.set(name, value)
  }
  for (const part of splitOutside(inside ?? '', ',')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (part.trim() === '') continue
    if (!known.parameters.some((parameter) => parameter === name)) throw badUrl(`Параметр ${name || part} не найден!`)
    given.set(name, part.slice(equals + 1).trim())
  }
  const condition = unquote(given.get('Condition') ?? '')
  const dimensions = unquote(given.get('Dimensions') ?? '')
  return {
    condition: condition.trim() === '' ? null : parseExpression(condition, 'Condition'),
    dimensions: dimensions.trim() === '' ? null : dimensions.split(',').map((name) => name.trim()),
    period: moment(given.get('Period')),
    startPeriod: moment(given.get('StartPeriod')),
    endPeriod: moment(given.get('EndPeriod')),
  }
}

/**
 * Strips the outer quotes. The guide leaves quotes inside as they are, clients double them, and in a query string some send
 * none at all: all three are read. They are doubled when every run of quotes inside is of even length.
 */
function unquote(text: string): string {
  const quoted = /^'(.*)'$/s.exec(text.trim())
  if (!quoted) return text
  const inner = quoted[1] ?? ''
  const isDoubled = (inner.match(/'+/g) ?? []).every((run) => run.length % 2 === 0)
  return isDoubled ? inner.replaceAll("''", "'") : inner
}

function moment(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  // The guide's own sample gives a bare day here (17.4.13.2), which no other literal may be.
  const day = /^datetime'(\d{4}-\d\d-\d\d)'$/.exec(text.trim())?.[1]
  if (day) return dateTimeValue(`${day}T00:00:00`)
  const literal = parseLiteral(text)
  // Published programs send a moment as a bare string, too.
  if (literal.type === 'string') return dateTimeValue(literal.value)
  if (literal.type !== 'datetime') throw unreadable(String(literal.value), 'Edm.DateTime')
  return literal.value
}
