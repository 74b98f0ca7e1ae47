/** One name of an OData expression and where it stands in the text. */
export interface Step {
  name: string
  at: number
}

/** A chain of names, `Ссылка/Реквизит`; of a variable of `any(…)` the chain of the section it goes over comes first. */
export interface NameChain {
  /** Section whose rows the chain begins at; empty for the object itself. */
  section: readonly Step[]
  steps: readonly Step[]
  /** `Section/any(…)`: the chain names a tabular section. */
  isSection: boolean
}

const token = /(?:guid|datetime|X|binary)?'(?:[^']|'')*'|\{[^{}]*\}|[\p{L}_][\p{L}\p{N}_]*|\/|\(|\)|:|\S/giu

const words = new Set('eq ne gt ge lt le and or not add sub mul div mod asc desc true false null'.split(' '))

/**
 * Attributes and sections an OData condition or order names (1c-odata §9); literals, functions and the hub's own `{places}` are
 * none. What follows a function (`cast(…)/Name`) is left out: what it gives is not known here. Never throws.
 */
export function namesIn(text: string): NameChain[] {
  const tokens = Array.from(text.matchAll(token), ({ 0: word, index }) => ({ name: word, at: index }))
  const rows = new Map<string, readonly Step[]>()
  const chains: NameChain[] = []
  for (let i = 0; i < tokens.length; i++) {
    const first = tokens[i]
    if (!first || !isName(first.name)) continue
    const before = tokens[i - 1]?.name
    const steps = [first]
    while (tokens[i + 1]?.name === '/') {
      const next = tokens[i + 2]
      if (!next || !isName(next.name)) break
      steps.push(next)
      i += 2
    }
    if (words.has(first.name.toLowerCase()) || before === '/') continue
    const last = steps.at(-1)
    const isCall = tokens[i + 1]?.name === '('
    if (isCall && steps.length === 1) continue
    const isSection = isCall && (last?.name === 'any' || last?.name === 'all')
    if (isSection) steps.pop()
    const section = rows.get(first.name)
    if (section) {
      if (steps.length > 1) chains.push({ section, steps: steps.slice(1), isSection })
      continue
    }
    if (isSection) {
      const [variable, colon] = [tokens[i + 2], tokens[i + 3]]
      if (variable && colon?.name === ':') {
        rows.set(variable.name, steps)
        i += 3
      }
    }
    chains.push({ section: [], steps, isSection })
  }
  return chains
}

const isName = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)
