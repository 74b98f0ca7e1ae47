import { BadInputError } from '../../../errors.ts'

/** What came over HTTP, before anything is known about it. */
export interface HookInput {
  method: string
  query: Record<string, string | string[]>
  contentType: string | null
  body: string
}

/** A flat record of fields, or whatever the JSON body held. */
export type HookBody = Record<string, unknown> | unknown[]

const maxChars = 262_144
const maxDepth = 32

const expected =
  'Ожидается адрес с параметрами (ani=…&dnis=…&calluuid=…), форма с такими же полями, JSON звонка или сообщения Workspace.'

/**
 * Takes a hook's request apart: GET by its query string, POST by its JSON or form body, whatever the declared content
 * type says: senders rarely set it right. An empty POST counts by its query.
 *
 * Throws BadInputError for a body that is empty, unreadable, longer than 256 K characters or nested deeper than 32.
 */
export function readBody(input: HookInput): HookBody {
  if (input.body.length > maxChars) {
    throw new BadInputError(
      `Сообщение о звонке слишком велико: ${input.body.length} знаков, принимается до ${maxChars}.`,
    )
  }
  const text = input.body.replace(/^\uFEFF/, '').trim()
  const isQuery = input.method.toUpperCase() === 'GET' || text === ''
  const value = isQuery ? flatten(Object.entries(input.query)) : readText(text, input)
  if (Object.keys(value).length === 0) throw new BadInputError(`Сообщение о звонке пустое. ${expected}`)
  return value
}

function readText(text: string, { query, contentType }: HookInput): HookBody {
  if (/^[[{]/.test(text)) return readJson(text)
  if (text.startsWith('<') || !text.includes('=')) {
    throw new BadInputError(`Тело сообщения о звонке не JSON и не форма. ${expected}`, { contentType })
  }
  // The form wins over the query, which may carry what is the same for all calls of a strategy.
  const form = new URLSearchParams(text)
  return flatten([...Object.entries(query).filter(([name]) => !form.has(name)), ...form])
}

function readJson(text: string): HookBody {
  let value: object
  try {
    value = JSON.parse(text)
  } catch {
    // No cause: the parser quotes the body, and with it somebody's phone.
    throw new BadInputError(`Тело сообщения о звонке не разбирается как JSON. ${expected}`)
  }
  refuseDeep(value, maxDepth)
  return Array.isArray(value) ? value : withoutToken(Object.entries(value))
}

function refuseDeep(value: unknown, left: number): void {
  if (typeof value !== 'object' || value === null) return
  if (left === 0) throw new BadInputError(`Вложенность JSON больше ${maxDepth} уровней: это не сообщение о звонке.`)
  for (const inner of Object.values(value)) refuseDeep(inner, left - 1)
}

function flatten(pairs: Iterable<[string, string | string[]]>): Record<string, unknown> {
  const fields = new Map<string, string[]>()
  for (const [name, value] of pairs) fields.set(name, (fields.get(name) ?? []).concat(value))
  return withoutToken([...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]]))
}

/** The hook's own secret must reach neither attached data nor the report's key. */
const withoutToken = (entries: [string, unknown][]): Record<string, unknown> =>
  Object.fromEntries(entries.filter(([name]) => name.toLowerCase() !== 'token'))
