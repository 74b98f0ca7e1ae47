/** The expressions of `$filter`, `$orderby` and `Condition` (1c-odata §9). */
export type BinaryOperator = 'or' | 'and' | 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'add' | 'sub' | 'mul' | 'div'

export type Expression =
  | { kind: 'text'; value: string }
  /** Kept as written, so that an error can echo it. */
  | { kind: 'number'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'guid'; value: string }
  | { kind: 'datetime'; value: string }
  | { kind: 'path'; segments: readonly string[] }
  /** A path continued from a call: `cast(A,'Document_X')/B`. */
  | { kind: 'member'; of: Expression; segments: readonly string[] }
  | { kind: 'not'; operand: Expression }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'call'; name: string; arguments: readonly Expression[] }
  /** `Section/any(d: …)`; without a variable: "is not empty". */
  | {
      kind: 'lambda'
      quantifier: 'any' | 'all'
      over: Expression
      body: { variable: string; condition: Expression } | null
    }

/** Binary operators from the loosest to the tightest, as the guide lists them (1c-odata §9). */
export const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['eq', 'ne'],
  ['gt', 'ge', 'lt', 'le'],
  ['add', 'sub'],
  ['mul', 'div'],
]
