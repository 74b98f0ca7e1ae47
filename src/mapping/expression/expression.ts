import type { RawRecord, RawScalar, RawValue } from '../../model/raw.ts'
import { objectAt } from '../path.ts'
import { type Budget, bound, spend } from './bounds.ts'
import { newEnvironment } from './functions.ts'
import { type Attribute, type Translated, translate } from './names.ts'
import { ExpressionProblem, problemOf } from './problem.ts'

/** What an expression is to give. */
export type Wanted = 'bool' | 'scalar' | 'list'

/** CEL's word for what an attribute holds; `dyn` where nobody knows. */
export type AttributeType = 'string' | 'double' | 'bool' | 'list' | 'dyn'

/** Works the value out of a record; throws ExpressionProblem, in Russian. */
export type Evaluate = (record: RawRecord) => RawScalar | RawScalar[]

/** Longer ones belong into 1C. */
const maxLength = 2000

const environment = newEnvironment(false)

/**
 * Compiles an expression of CEL over the attributes of a record. It sees nothing but its record, changes nothing and always
 * ends: see names.ts and bounds.ts. Throws ExpressionProblem when it makes no sense whatever the record.
 */
export function compileExpression(source: string, wanted: Wanted, budget: Budget = { spent: 0 }): Evaluate {
  const names = translated(source)
  try {
    const program = environment.parse(names.text)
    const checked = program.check()
    if (!checked.valid) throw checked.error
    checkResult(checked.type, wanted, source)
    bound(program.ast, budget, names.origin)
    const attributes = [...names.attributes]
    const columns = [...names.columns]
    return (record) => {
      budget.spent = 0
      try {
        const variables: Record<string, unknown> = {}
        for (const [alias, attribute] of attributes) variables[alias] = variableOf(record, attribute, columns, budget)
        return plain(program(variables))
      } catch (error) {
        throw problemOf(error, names, source.length)
      }
    }
  } catch (error) {
    throw problemOf(error, names, source.length)
  }
}

/**
 * What is wrong with an expression, null when nothing is. With `typeOf`, which tells what an attribute of the infobase holds,
 * operations on values of the wrong kind are found too.
 */
export function expressionProblem(
  source: string,
  wanted: Wanted,
  typeOf?: (path: readonly string[]) => AttributeType,
): ExpressionProblem | null {
  try {
    compileExpression(source, wanted)
    if (typeOf) checkTypes(source, wanted, typeOf)
    return null
  } catch (error) {
    if (error instanceof ExpressionProblem) return error
    throw error
  }
}

/** Attributes an expression takes out of its record, with their places in it; none of a broken one. */
export function attributesIn(source: string): Attribute[] {
  try {
    return [...translated(source).attributes.values()]
  } catch {
    return []
  }
}

/** Columns of rows an expression names; none of a broken one. */
export function columnsIn(source: string): string[] {
  try {
    return [...translated(source).columns.keys()]
  } catch {
    return []
  }
}

function translated(source: string): Translated {
  if (source.length > maxLength)
    throw new ExpressionProblem(`выражение длиннее ${maxLength} знаков: посчитайте это в 1С`, maxLength, source.length)
  return translate(source)
}

function checkTypes(source: string, wanted: Wanted, typeOf: (path: readonly string[]) => AttributeType): void {
  const names = translated(source)
  const typed = newEnvironment(true)
  for (const [alias, { path }] of names.attributes) {
    const type = typeOf(path)
    typed.registerVariable(alias, type === 'list' ? 'list<dyn>' : type)
  }
  const checked = typed.check(names.text)
  if (!checked.valid) throw problemOf(checked.error, names, source.length)
  checkResult(checked.type, wanted, source)
}

function checkResult(type: string | undefined, wanted: Wanted, source: string): void {
  if (type === undefined || type === 'dyn' || type === 'null') return
  const isList = type.startsWith('list')
  if (wanted === 'bool' && type !== 'bool')
    throw new ExpressionProblem('условие должно давать «да» или «нет»', 0, source.length)
  if ((wanted === 'scalar' && isList) || type.startsWith('map'))
    throw new ExpressionProblem('выражение дало список, а нужно одно значение', 0, source.length)
}

/** A value as an expression sees it: numbers, texts, yes or no, null; rows as their named columns. */
function variableOf(
  record: RawRecord,
  { path, isSection }: Attribute,
  columns: readonly (readonly [name: string, alias: string])[],
  budget: Budget,
): unknown {
  const object = path.length === 1 ? record : objectAt(record, path.slice(0, -1))
  const value = own(object, path.at(-1) ?? '')
  if (!Array.isArray(value)) return value === null && isSection ? [] : scalarOf(value)
  spend(budget, value.length * (columns.length + 1))
  return value.map((row) => Object.fromEntries(columns.map(([name, alias]) => [alias, scalarOf(own(row, name))])))
}

const own = (record: RawRecord | null, name: string): RawValue =>
  record !== null && Object.hasOwn(record, name) ? (record[name] ?? null) : null

/** An object a reference was expanded to counts as its reference. */
function scalarOf(value: RawValue): RawScalar {
  if (value === null || typeof value !== 'object') return value
  return Array.isArray(value) ? null : scalarOf(own(value, 'Ref_Key'))
}

/** The result without CEL's own types and without the noise of binary fractions. */
function plain(value: unknown): RawScalar | RawScalar[] {
  if (Array.isArray(value)) return value.map((item) => scalarResult(item))
  return scalarResult(value)
}

function scalarResult(value: unknown): RawScalar {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value !== 'number') throw new TypeError('выражение дало не значение, а список или строку таблицы')
  if (!Number.isFinite(value)) throw new TypeError('деление на ноль или слишком большое число')
  const exact = Number(value.toPrecision(15))
  return Math.abs(exact) < 1e-6 ? 0 : exact
}
