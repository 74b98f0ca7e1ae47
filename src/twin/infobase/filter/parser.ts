/** A recursive-descent parser for OData expressions, with the precedence the developer guide declares (1c-odata §9). */
import { badOption, unreadable } from '../errors.ts'
import { dateTimeValue, guidValue } from '../url/literal.ts'
import { type BinaryOperator, type Expression, PRECEDENCE } from './expression.ts'
import { type Token, tokenize } from './lexer.ts'

/**
 * @param option The query option the text came from, for the error.
 * @throws code 14 when the text does not parse, code 1 for an unreadable number, GUID or date.
 */
export function parseExpression(source: string, option = '$filter'): Expression {
  const tokens = tokenize(source)
  if (!tokens || tokens.length === 0) throw badOption(option)
  const parser = parserOver(tokens, option)
  const expression = parser.expression()
  if (!parser.atEnd()) throw badOption(option)
  return expression
}

function parserOver(tokens: readonly Token[], option: string) {
  let at = 0

  const peek = (ahead = 0): Token | undefined => tokens[at + ahead]
  const fail = () => badOption(option)

  function take(kind: Token['kind']): string {
    const token = peek()
    if (token?.kind !== kind) throw fail()
    at += 1
    return token.value
  }

  function takeIf(kind: Token['kind']): boolean {
    if (peek()?.kind !== kind) return false
    at += 1
    return true
  }

  function operatorAmong(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    const token = peek()
    return token?.kind === 'name' ? operators.find((operator) => operator === token.value) : undefined
  }

  function expression(level = 0): Expression {
    const operators = PRECEDENCE[level]
    if (!operators) return unary()
    let left = expression(level + 1)
    for (let operator = operatorAmong(operators); operator; operator = operatorAmong(operators)) {
      at += 1
      left = { kind: 'binary', operator, left, right: expression(level + 1) }
    }
    return left
  }

  function unary(): Expression {
    const token = peek()
    if (token?.kind === 'name' && token.value === 'not' && peek(1)?.kind !== '/') {
      at += 1
      return { kind: 'not', operand: unary() }
    }
    if (takeIf('-')) return { kind: 'negative', operand: unary() }
    return postfix(primary())
  }

  function primary(): Expression {
    const token = peek()
    at += 1
    switch (token?.kind) {
      case '(': {
        const inner = expression()
        take(')')
        return inner
      }
      case 'text':
        return { kind: 'text', value: token.value }
      case 'number':
        return { kind: 'number', value: numberText(token.value) }
      case 'guid':
        return { kind: 'guid', value: guidValue(token.value) }
      case 'datetime':
        return { kind: 'datetime', value: dateTimeValue(token.value) }
      case 'name':
        return named(token.value)
      default:
        throw fail()
    }
  }

  function named(name: string): Expression {
    if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true' }
    if (!takeIf('(')) return { kind: 'path', segments: [name] }
    const args: Expression[] = []
    if (takeIf(')')) return { kind: 'call', name, arguments: args }
    do args.push(expression())
    while (takeIf(','))
    take(')')
    return { kind: 'call', name, arguments: args }
  }

  /** Continues a path or a call with `/segment` and `/any(…)`. */
  function postfix(start: Expression): Expression {
    let current = start
    while (takeIf('/')) {
      const segment = take('name')
      if ((segment === 'any' || segment === 'all') && takeIf('(')) current = lambda(segment, current)
      else if (current.kind === 'path') current = { kind: 'path', segments: [...current.segments, segment] }
      else if (current.kind === 'member') current = { ...current, segments: [...current.segments, segment] }
      else if (current.kind === 'call') current = { kind: 'member', of: current, segments: [segment] }
      else throw fail()
    }
    return current
  }

  function lambda(quantifier: 'any' | 'all', over: Expression): Expression {
    if (takeIf(')')) {
      if (quantifier === 'all') throw fail()
      return { kind: 'lambda', quantifier, over, body: null }
    }
    const variable = take('name')
    take(':')
    const condition = expression()
    take(')')
    return { kind: 'lambda', quantifier, over, body: { variable, condition } }
  }

  return { expression, atEnd: () => at === tokens.length }
}

/** Plain decimals only: 1E+20 is refused, and the refusal repeats what was written (1c-odata §7, §11). */
function numberText(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw unreadable(text, 'Edm.Double')
  return text
}
