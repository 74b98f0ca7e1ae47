import type { ASTNode } from '@marcbachmann/cel-js'
import { maxText } from './functions.ts'
import { ExpressionProblem } from './problem.ts'

/** Steps one evaluation may take: far more than any honest expression needs, a few milliseconds at most. */
export const maxSteps = 50_000

/** Passes over rows inside passes over rows. */
const maxNesting = 2

/** Steps taken by the evaluation under way. */
export interface Budget {
  spent: number
}

export function spend(budget: Budget, steps: number): void {
  budget.spent += steps
  if (budget.spent > maxSteps)
    throw new TypeError('выражение слишком долго считается на этой записи: в ней слишком много строк')
}

/** What of a node the package's typings leave out. */
interface Node {
  op: string
  args: unknown
  meta: { evaluate: Evaluate; alternate?: Node }
  setMeta(key: 'evaluate', value: Evaluate): void
  start: number
  end: number
}
type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown

/** Operations that go through the lists they are given; others hand on what was paid for, row by row. */
const walking = new Set(['call', 'rcall', '+', 'in', '==', '!='])

/**
 * Makes every node of a checked expression pay for its evaluation, for the texts it gives by their length and for the lists it
 * goes through, and refuses passes over rows nested too deep. CEL always ends, yet a pass inside a pass over thousands of rows
 * ends too late. `origin` gives the place of a node in what was written.
 */
export function bound(ast: ASTNode, budget: Budget, origin: (offset: number) => number): void {
  const visited = new Set<Node>()
  const visit = (value: unknown, depth: number, isWalked: boolean): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, depth, isWalked)
    if (!isNode(value) || visited.has(value)) return
    visited.add(value)
    const { alternate } = value.meta
    if (alternate) visit(alternate, depth, isWalked)
    else {
      meter(value, budget, isWalked)
      if (value.op === 'comprehension') visitPass(value, depth)
      else visit(value.args, depth, walking.has(value.op))
    }
  }
  const visitPass = (pass: Node, depth: number): void => {
    if (depth === maxNesting)
      throw new ExpressionProblem(
        'больше двух переборов друг в друге нельзя: посчитайте это в 1С',
        origin(pass.start),
        origin(pass.end),
      )
    const { iterable, init, step } = pass.args as { iterable: unknown; init: unknown; step: unknown }
    visit(iterable, depth, false)
    visit(init, depth, false)
    visit(step, depth + 1, false)
  }
  visit(ast, 0, false)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'setMeta' in value && 'op' in value
}

/** `isWalked`: whoever gets a list from this node goes through it. */
function meter(node: Node, budget: Budget, isWalked: boolean): void {
  const { evaluate } = node.meta
  const isCall = node.op === 'call' || node.op === 'rcall'
  node.setMeta('evaluate', (evaluator, self, context) => {
    spend(budget, 1)
    const value = evaluate(evaluator, self, context)
    if (typeof value === 'string') {
      if (value.length > maxText) throw new TypeError(`текст длиннее ${maxText} знаков в выражении не обрабатывается`)
      spend(budget, value.length >> 3)
    } else if ((isWalked || isCall) && Array.isArray(value)) spend(budget, isWalked ? value.length : value.length >> 3)
    return value
  })
}
