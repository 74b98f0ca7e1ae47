/** Where in a mapping file the cursor stands, as far as the text before it tells. */
export interface CursorPlace {
  /** Keys that lead to the map around the cursor. */
  path: string[]
  /** Key whose value is being written; null while the key itself is. */
  key: string | null
  /** What is written of the word or value so far, without an opening quote. */
  typed: string
  /** Offset where `typed` begins. */
  from: number
  /** Inside `{ … }`, where brackets and commas have to be quoted. */
  inFlow: boolean
  isQuoted: boolean
}

interface Frame {
  indent: number
  key: string
}

/** What is open inside braces: one frame for each brace. */
interface Flow {
  /** Key that holds the brace's own pairs. */
  key: string | null
  isList: boolean
  /** Where the word being read began. */
  from: number
}

const pair = /^(\s*)("[^"]*"|'[^']*'|[^\s:#'"{}[\],][^:#]*?)\s*:(?=\s|$)/u

/**
 * Reads the text up to `offset` line by line. A parser of YAML would not do: what is being typed is not YAML yet.
 */
export function placeAt(text: string, offset: number): CursorPlace {
  const before = text.slice(0, offset)
  const blocks: Frame[] = []
  let flows: Flow[] = []
  let at = 0
  let place: CursorPlace = { path: [], key: null, typed: '', from: offset, inFlow: false, isQuoted: false }
  for (const line of before.split('\n')) {
    const isLast = at + line.length === before.length
    if (flows.length > 0) {
      flows = readFlow(line, at, 0, flows)
      if (isLast && flows.length > 0) place = inFlow(blocks, flows, before)
      else if (isLast) place = { ...place, path: blocks.map(({ key }) => key) }
    } else if (isLast || !/^\s*(#|$)/.test(line)) {
      const match = pair.exec(line)
      const indent = /^\s*/.exec(line)?.[0].length ?? 0
      while (blocks.length > 0 && (blocks.at(-1)?.indent ?? 0) >= indent) blocks.pop()
      const path = blocks.map(({ key }) => key)
      if (!match) {
        place = {
          ...place,
          path,
          key: null,
          typed: line.slice(indent),
          from: at + indent,
          inFlow: false,
          isQuoted: false,
        }
      } else {
        const key = unquoted(match[2] ?? '')
        const valueAt = match[0].length + (/^\s*/.exec(line.slice(match[0].length))?.[0].length ?? 0)
        blocks.push({ indent, key })
        if (/^[{[]/.test(line.slice(valueAt))) flows = readFlow(line, at, valueAt, [])
        if (flows.length > 0 && isLast) place = inFlow(blocks, flows, before)
        else place = { ...valueIn(line.slice(valueAt), at + valueAt), path, key, inFlow: false }
      }
    }
    at += line.length + 1
  }
  return place
}

function inFlow(blocks: readonly Frame[], flows: readonly Flow[], before: string): CursorPlace {
  const own = flows.at(-1)
  const path = [...blocks.map(({ key }) => key), ...flows.slice(0, -1).flatMap(({ key }) => key ?? [])]
  const from = own?.from ?? before.length
  return {
    ...valueIn(before.slice(from), from),
    path,
    key: own?.isList ? (path.pop() ?? null) : (own?.key ?? null),
    inFlow: true,
  }
}

/** A value as it is being written. */
function valueIn(text: string, from: number): Pick<CursorPlace, 'typed' | 'from' | 'isQuoted'> {
  const blank = /^\s*/.exec(text)?.[0].length ?? 0
  const isQuoted = /^["']/.test(text.slice(blank))
  const start = blank + (isQuoted ? 1 : 0)
  return { typed: text.slice(start), from: from + start, isQuoted }
}

function readFlow(line: string, lineAt: number, start: number, open: readonly Flow[]): Flow[] {
  const flows = open.map((flow) => ({ ...flow }))
  let quote = ''
  for (let at = start; at < line.length; at++) {
    const char = line[at] ?? ''
    const flow = flows.at(-1)
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (
      flow &&
      (char === '"' || char === "'") &&
      line.slice(Math.max(0, flow.from - lineAt), at).trim() === ''
    ) {
      quote = char
    } else if (char === '#' && /\s/.test(line[at - 1] ?? ' ')) {
      break
    } else if (char === '{' || char === '[') {
      flows.push({ key: null, isList: char === '[', from: lineAt + at + 1 })
    } else if (char === '}' || char === ']') {
      flows.pop()
      if (flows.length === 0) return []
    } else if (flow && char === ',') {
      Object.assign(flow, { key: null, from: lineAt + at + 1 })
    } else if (flow && char === ':' && /\s|^$/.test(line[at + 1] ?? '')) {
      Object.assign(flow, {
        key: unquoted(line.slice(Math.max(0, flow.from - lineAt), at).trim()),
        from: lineAt + at + 1,
      })
    }
  }
  return flows
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2')
