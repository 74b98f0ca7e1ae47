/** Turns a parsed expression into a function over rows, checking names and types once and not per row (1c-odata §9). */
import {
  badOption,
  badUrl,
  functionNotImplemented,
  internalError,
  unreadable,
  wrongArguments,
  wrongComparison,
} from '../errors.ts'
import type { StoredRecord } from '../record.ts'
import { castTo, isPresent, memberOf } from './cast.ts'
import { type Comparison, compare } from './compare.ts'
import type { BinaryOperator, Expression } from './expression.ts'
import { declaredUnsupported, scalarFunctions } from './functions.ts'
import { bindPath } from './path.ts'
import type { Bound, Scope } from './scope.ts'

const NO_VARIABLES: ReadonlyMap<string, StoredRecord> = new Map()

/** @returns which rows the expression lets through. @throws an ODataError for unknown names and wrong types. */
export function bindCondition(scope: Scope, expression: Expression): (row: StoredRecord) => boolean {
  const bound = bind(scope, expression)
  if (bound.type.kind !== 'boolean') throw badOption('$filter')
  return (row) => bound.evaluate({ row, variables: NO_VARIABLES }) === true
}

export function bind(scope: Scope, expression: Expression): Bound {
  switch (expression.kind) {
    case 'text':
      return constant('string', expression.value)
    case 'number':
      return constant('number', Number(expression.value))
    case 'boolean':
      return constant('boolean', expression.value)
    case 'guid':
      return constant('guid', expression.value)
    case 'datetime':
      return constant('datetime', expression.value)
    case 'path':
      return bindPath(scope, expression.segments)
    case 'member':
      return memberOf(scope, bind(scope, expression.of), expression.segments)
    case 'not': {
      const operand = ofKind(bind(scope, expression.operand), 'boolean')
      return { type: { kind: 'boolean' }, evaluate: (environment) => operand.evaluate(environment) !== true }
    }
    case 'negative': {
      const operand = ofKind(bind(scope, expression.operand), 'number')
      return { type: { kind: 'number' }, evaluate: (environment) => negated(operand.evaluate(environment)) }
    }
    case 'binary':
      return bindBinary(scope, expression.operator, expression.left, expression.right)
    case 'call':
      return bindCall(scope, expression.name, expression.arguments)
    case 'lambda':
      return bindLambda(scope, expression)
  }
}

function constant(
  kind: 'string' | 'number' | 'boolean' | 'guid' | 'datetime',
  value: string | number | boolean,
): Bound {
  return { type: { kind }, evaluate: () => value }
}

function ofKind(bound: Bound, kind: 'boolean' | 'number'): Bound {
  if (bound.type.kind !== kind) throw badOption('$filter')
  return bound
}

const negated = (value: unknown) => (typeof value === 'number' ? -value : null)

function bindBinary(scope: Scope, operator: BinaryOperator, leftSide: Expression, rightSide: Expression): Bound {
  const left = bind(scope, leftSide)
  const right = bind(scope, rightSide)
  switch (operator) {
    case 'and':
    case 'or': {
      ofKind(left, 'boolean')
      ofKind(right, 'boolean')
      const both = operator === 'and'
      return {
        type: { kind: 'boolean' },
        evaluate: (environment) =>
          (left.evaluate(environment) === true) === both ? right.evaluate(environment) === true : !both,
      }
    }
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
      return arithmetic(operator, ofKind(left, 'number'), ofKind(right, 'number'))
    default:
      return { type: { kind: 'boolean' }, evaluate: comparison(operator, left, right, leftSide, rightSide) }
  }
}

/** A number without quotes beside text is refused and repeated in the refusal (1c-odata §11). */
function comparison(operator: Comparison, left: Bound, right: Bound, leftSide: Expression, rightSide: Expression) {
  for (const [bound, other] of [
    [left, rightSide],
    [right, leftSide],
  ] as const) {
    if (bound.type.kind === 'string' && other.kind === 'number') throw unreadable(other.value, 'Edm.String')
  }
  return compare(operator, left, right)
}

function arithmetic(operator: 'add' | 'sub' | 'mul' | 'div', left: Bound, right: Bound): Bound {
  const compute = {
    add: (a: number, b: number) => a + b,
    sub: (a: number, b: number) => a - b,
    mul: (a: number, b: number) => a * b,
    div: (a: number, b: number) => a / b,
  }[operator]
  return {
    type: { kind: 'number' },
    evaluate: (environment) => {
      const a = left.evaluate(environment)
      const b = right.evaluate(environment)
      if (typeof a !== 'number' || typeof b !== 'number') return null
      // Division by zero is an error of the query, not an infinite number.
      if (operator === 'div' && b === 0) throw internalError()
      return compute(a, b)
    },
  }
}

function bindCall(scope: Scope, name: string, args: readonly Expression[]): Bound {
  if (name === 'cast' || name === 'isof') return bindTyped(scope, name, args)
  if (declaredUnsupported.has(name)) throw functionNotImplemented(name)
  const known = Object.hasOwn(scalarFunctions, name) ? scalarFunctions[name] : undefined
  if (!known) throw badUrl(`Функция ${name} не найдена!`)
  if (args.length > known.takes.length || args.length < known.takes.length - (known.optional ?? 0))
    throw wrongArguments(name)
  const bound = args.map((argument) => bind(scope, argument))
  // A function over a field it does not fit fails inside the query (1c-odata §11, P7).
  bound.forEach((argument, index) => {
    if (argument.type.kind !== known.takes[index]) throw wrongComparison()
  })
  return {
    type: { kind: known.gives },
    evaluate: (environment) => {
      const values: (string | number)[] = []
      for (const argument of bound) {
        const value = argument.evaluate(environment)
        if (typeof value !== 'string' && typeof value !== 'number') return known.gives === 'boolean' ? false : null
        values.push(value)
      }
      return known.evaluate(...values)
    },
  }
}

/** `cast(field or guid, 'Catalog_X')` and `isof(field, 'Catalog_X')`. */
function bindTyped(scope: Scope, name: 'cast' | 'isof', args: readonly Expression[]): Bound {
  const [subject, type] = args
  if (args.length !== 2 || !subject || type?.kind !== 'text') throw wrongArguments(name)
  const bound = castTo(scope, bind(scope, subject), type.value)
  return name === 'cast' ? bound : isPresent(bound)
}

function bindLambda(scope: Scope, expression: Extract<Expression, { kind: 'lambda' }>): Bound {
  const over = bind(scope, expression.over)
  if (over.type.kind !== 'rows') throw badOption('$filter')
  const { body, quantifier } = expression
  if (!body)
    return { type: { kind: 'boolean' }, evaluate: (environment) => rowsOf(over.evaluate(environment)).length > 0 }
  const inner: Scope = { ...scope, variables: new Map([...scope.variables, [body.variable, over.type.shape]]) }
  const condition = ofKind(bind(inner, body.condition), 'boolean')
  return {
    type: { kind: 'boolean' },
    evaluate: (environment) => {
      const holds = (row: StoredRecord) =>
        condition.evaluate({ ...environment, variables: new Map([...environment.variables, [body.variable, row]]) }) ===
        true
      const rows = rowsOf(over.evaluate(environment))
      return quantifier === 'any' ? rows.some(holds) : rows.every(holds)
    },
  }
}

function rowsOf(value: unknown): readonly StoredRecord[] {
  return Array.isArray(value) ? value : []
}
