import { type Expression, PRECEDENCE } from '../../../../src/twin/infobase/filter/expression.ts'

const UNARY = PRECEDENCE.length

/** An expression as text, with the fewest parentheses that keep its meaning. */
export function print(expression: Expression, outer = 0): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  switch (expression.kind) {
    case 'text':
      return quoted(expression.value)
    case 'number':
    case 'boolean':
      return String(expression.value)
    case 'guid':
    case 'datetime':
      return `${expression.kind}'${expression.value}'`
    case 'path':
      return expression.segments.join('/')
    case 'member':
      return `${print(expression.of)}/${expression.segments.join('/')}`
    case 'not':
      return wrap(`not ${print(expression.operand, UNARY)}`, UNARY, outer)
    case 'negative':
      return wrap(`-${print(expression.operand, UNARY)}`, UNARY, outer)
    case 'call':
      return `${expression.name}(${expression.arguments.map((argument) => print(argument)).join(', ')})`
    case 'lambda': {
      const body = expression.body ? `${expression.body.variable}: ${print(expression.body.condition)}` : ''
      return `${print(expression.over)}/${expression.quantifier}(${body})`
    }
    case 'binary': {
      const level = PRECEDENCE.findIndex((operators) => operators.includes(expression.operator))
      const text = `${print(expression.left, level)} ${expression.operator} ${print(expression.right, level + 1)}`
      return wrap(text, level, outer)
    }
  }
}

function wrap(text: string, level: number, outer: number): string {
  return level < outer ? `(${text})` : text
}
