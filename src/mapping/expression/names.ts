import { nearest } from '../nearest.ts'
import { functions, inner, macros } from './functions.ts'
import { ExpressionProblem } from './problem.ts'

/** An attribute an expression takes out of its record. */
export interface Attribute {
  /** `['Price']`, `['Flat', 'Owner', 'Description']`. */
  path: readonly string[]
  /** Whether the expression goes over its rows. */
  isSection: boolean
  /** Where it is named first. */
  start: number
  end: number
}

/** An expression in names that CEL's grammar takes: letters of the Latin alphabet. */
export interface Translated {
  text: string
  /** Alias → what it stands for. */
  attributes: ReadonlyMap<string, Attribute>
  /** Name of a column or of a field of a list's item → alias. */
  columns: ReadonlyMap<string, string>
  /** Offset in the original of an offset in `text`. */
  origin(offset: number): number
  /** Puts the names of the original back into a text about the expression. */
  original(text: string): string
}

interface Token {
  kind: 'name' | 'number' | 'other'
  text: string
  start: number
}

const patterns = [
  ['space', /\s+|\/\/[^\n]*/uy],
  [
    'text',
    /[rR]?(?:"""(?:\\[\s\S]|(?!""")[\s\S])*"""|'''(?:\\[\s\S]|(?!''')[\s\S])*'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/uy,
  ],
  ['number', /\d+(?:\.\d+)?/uy],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]{}]/uy],
] as const

/** References one expression may pass on its way to an attribute, as in a path. */
const farthest = 3

const words = new Set(['true', 'false', 'null', 'in'])

/**
 * Gives every name of an expression an alias. CEL's grammar knows Latin letters only, 1C's names are Cyrillic; and what has
 * no name of ours cannot be reached: neither what CEL brings along nor what JavaScript keeps on its objects.
 *
 * A chain from an attribute on (`Flat.Owner.Description`) becomes one alias, so that an empty reference on the way is an empty
 * value and no failure. Texts and comments are stepped over whole. Throws ExpressionProblem.
 */
export function translate(source: string): Translated {
  const tokens = tokensOf(source)
  const bound = boundNames(tokens)
  const attributes = new Map<string, Attribute>()
  const aliases = new Map<string, string>()
  const columns = new Map<string, string>()
  const pieces: { at: number; from: number; length: number }[] = []
  let text = ''
  let copied = 0

  const put = (start: number, end: number, alias: string) => {
    text += source.slice(copied, start)
    pieces.push({ at: text.length, from: start, length: alias.length })
    text += alias
    copied = end
    pieces.push({ at: text.length, from: end, length: 0 })
  }
  const aliasOf = (known: Map<string, string>, letter: string, name: string): string => {
    const alias = known.get(name) ?? `${letter}${known.size}`
    known.set(name, alias)
    return alias
  }

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (!token) break
    const end = token.start + token.text.length
    if (token.kind === 'number') {
      // One kind of number: a literal without a fraction is CEL's integer, and 5 / 2 would be 2.
      if (!token.text.includes('.') && !isIndex(tokens, i)) put(token.start, end, `${token.text}.0`)
      continue
    }
    if (token.kind !== 'name') continue
    const isAfterDot = tokens[i - 1]?.text === '.'
    const isCall = tokens[i + 1]?.text === '('
    if (isCall) put(token.start, end, callee(token, isAfterDot))
    else if (isAfterDot) put(token.start, end, aliasOf(columns, 'c', token.text))
    else if (words.has(token.text)) continue
    else if (bound.has(token.text)) {
      put(token.start, end, aliasOf(aliases, 'b', `${token.text} `))
      const [access, member, dot] = tokens.slice(i + 1, i + 4)
      if (
        access?.text === '.' &&
        member?.kind === 'name' &&
        dot?.text === '.' &&
        tokens[i + 4]?.kind === 'name' &&
        tokens[i + 5]?.text !== '('
      )
        throw new ExpressionProblem(
          `у строки табличной части нельзя идти по ссылке «${member.text}»: возьмите такую колонку путём (path)`,
          member.start,
          member.start + member.text.length,
        )
    } else {
      const chain = [token]
      while (tokens[i + 1]?.text === '.' && tokens[i + 2]?.kind === 'name' && tokens[i + 3]?.text !== '(') {
        const next = tokens[i + 2]
        if (next) chain.push(next)
        i += 2
      }
      const last = chain.at(-1) ?? token
      const path = chain.map((step) => step.text)
      if (path.length > farthest + 1)
        throw new ExpressionProblem(
          `«${path.join('.')}»: по ссылкам можно пройти не дальше трёх объектов`,
          token.start,
          end,
        )
      const alias = aliasOf(aliases, 'v', path.join('.'))
      const isSection = tokens[i + 1]?.text === '.' && macros.has(tokens[i + 2]?.text ?? '')
      const known = attributes.get(alias)
      const stop = last.start + last.text.length
      attributes.set(
        alias,
        known
          ? { ...known, isSection: known.isSection || isSection }
          : { path, isSection, start: token.start, end: stop },
      )
      put(token.start, stop, alias)
    }
  }
  text += source.slice(copied)

  return {
    text,
    attributes,
    columns,
    origin(offset) {
      const piece = pieces.findLast(({ at }) => at <= offset)
      if (!piece) return Math.min(offset, source.length)
      return Math.min(piece.length > 0 ? piece.from : piece.from + offset - piece.at, source.length)
    },
    original(message) {
      const names = new Map([...aliases, ...columns].map(([name, alias]) => [alias, name.trimEnd()]))
      return message.replace(/\b(?:f_(\w+)|[vbc]\d+)\b/g, (alias, name?: string) => name ?? names.get(alias) ?? alias)
    },
  }
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  for (let start = 0; start < source.length; ) {
    const found = patterns.flatMap(([kind, pattern]) => {
      pattern.lastIndex = start
      const match = pattern.exec(source)?.[0]
      return match === undefined ? [] : [{ kind, text: match }]
    })[0]
    if (!found)
      throw new ExpressionProblem(
        `непонятный знак «${source[start]}» или строка без закрывающей кавычки`,
        start,
        start + 1,
      )
    const { kind, text } = found
    if (kind === 'name' || kind === 'number') tokens.push({ kind, text, start })
    else if (kind !== 'space') tokens.push({ kind: 'other', text: kind === 'text' ? '""' : text, start })
    start += text.length
  }
  return tokens
}

/** `list[0]` takes a whole number; `[0]` by itself is a list of one. */
function isIndex(tokens: readonly Token[], i: number): boolean {
  const [before, open, close] = [tokens[i - 2], tokens[i - 1], tokens[i + 1]]
  const isOfSomething = before?.kind === 'name' ? before.text !== 'in' : before?.text === ')' || before?.text === ']'
  return isOfSomething && open?.text === '[' && close?.text === ']'
}

/** Names that stand for a row: `Section.exists(row, …)`. */
function boundNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>()
  tokens.forEach((token, i) => {
    const [dot, open, name, comma] = [tokens[i - 1], tokens[i + 1], tokens[i + 2], tokens[i + 3]]
    if (
      macros.has(token.text) &&
      dot?.text === '.' &&
      open?.text === '(' &&
      name?.kind === 'name' &&
      comma?.text === ','
    )
      names.add(name.text)
  })
  return names
}

function callee({ text: name, start }: Token, isMethod: boolean): string {
  if (isMethod && macros.has(name)) return name
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (known && (known.kind === 'method') === isMethod) return inner(name)
  const end = start + name.length
  if (known)
    throw new ExpressionProblem(
      isMethod ? `пишите ${name}(значение), а не через точку` : `пишите значение.${name}(…), через точку`,
      start,
      end,
    )
  const hint = nearest(name, [...Object.keys(functions), ...macros])
  throw new ExpressionProblem(`функции «${name}» нет${hint ? `; может быть, «${hint}»?` : ''}`, start, end)
}
