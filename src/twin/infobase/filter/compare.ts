/** How 1C compares values of an expression, odd cases included (1c-odata §9, §11). */
import { wrongComparison } from '../errors.ts'
import type { BinaryOperator } from './expression.ts'
import type { Bound, BoundType, Evaluated } from './scope.ts'
import { isTypedReference } from './scope.ts'

export type Comparison = Extract<BinaryOperator, 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'>

const outcomes: Record<Comparison, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
}

const REFERENCES: readonly BoundType['kind'][] = ['reference', 'guid', 'cast', 'composite']

/**
 * A comparison of two bound operands. Operands of types that do not fit give no rows and no error, except that references
 * have no order (-1) and collections cannot be compared.
 */
export function compare(operator: Comparison, left: Bound, right: Bound): Bound['evaluate'] {
  const isReference = REFERENCES.includes(left.type.kind) && REFERENCES.includes(right.type.kind)
  const isOrdered = operator !== 'eq' && operator !== 'ne'
  if (left.type.kind === 'rows' || right.type.kind === 'rows' || (isReference && isOrdered)) throw wrongComparison()
  const order = isReference ? referenceOrder(left.type, right.type) : valueOrder
  const outcome = outcomes[operator]
  return (environment) => {
    const a = left.evaluate(environment)
    const b = right.evaluate(environment)
    const result = order(a, b)
    return result === null ? operator === 'ne' && a !== null && b !== null : outcome(result)
  }
}

/** Zero for equal, null where the values cannot be put beside each other. */
type Order = (a: Evaluated, b: Evaluated) => number | null

/** Text is compared without regard to case, as every database under 1C does. */
function valueOrder(a: Evaluated, b: Evaluated): number | null {
  if (typeof a === 'string' && typeof b === 'string') {
    const [x, y] = [a.toLowerCase(), b.toLowerCase()]
    return x < y ? -1 : x > y ? 1 : 0
  }
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  return null
}

/** A composite field beside a bare GUID is never equal: `cast(guid'…','Catalog_X')` is the way (1c-odata §9). */
function referenceOrder(left: BoundType, right: BoundType): Order {
  const kinds = [left.kind, right.kind]
  if (kinds.includes('composite') && (kinds.includes('guid') || kinds.includes('reference'))) return () => null
  return (a, b) => {
    if (a === null || b === null) return null
    const sameSet = !isTypedReference(a) || !isTypedReference(b) || a.set === b.set
    return sameSet && guidOf(a) === guidOf(b) ? 0 : 1
  }
}

function guidOf(value: Evaluated): Evaluated {
  return isTypedReference(value) ? value.guid : value
}
