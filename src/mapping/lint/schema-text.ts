import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import type { Code } from './codes.ts'
import type { At } from './places.ts'

type Issue = z.core.$ZodIssue

interface Problem {
  code: Code
  at: At
  text: string
}

/** What the language asks for, in the words of its reader. */
const kinds: Record<string, string> = {
  string: 'текст',
  number: 'число',
  int: 'целое число',
  boolean: 'да/нет (true, false)',
  object: 'раздел из строк «слово: значение»',
  record: 'раздел из строк «слово: значение»',
  array: 'список',
  null: 'null',
}

const neuter = new Set(['number', 'int', 'boolean'])

/** What a value is, as far as its writer may have meant something else by it. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'пусто'
  if (Array.isArray(value)) return 'список'
  if (typeof value === 'object') return 'раздел'
  return typeof value === 'string' ? `«${short(value)}»` : short(String(value))
}

/** Of unknown words in one section. */
const maxWords = 20

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** `a, b или c`. */
const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} или ${words.at(-1)}`

const list = (words: readonly unknown[]): string => words.map(String).join(', ')

/**
 * Findings of a value that does not have the shape of the language, in Russian for every kind of issue zod knows.
 * `wordsAt` tells which words a section of the language may hold.
 */
export function schemaProblems(
  issues: readonly Issue[],
  value: unknown,
  wordsAt: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  const problems = issues.flatMap((issue) => problemsOf(issue, [], value, wordsAt))
  // Of what is of the wrong kind zod also says that it is too short.
  const places = new Set<string>()
  return problems.filter(({ code, at }) => {
    const place = `${code} ${at.path.join(' ')}`
    const isFirst = code !== 'schema' || at.path.length < 2 || !places.has(place)
    places.add(place)
    return isFirst
  })
}

function problemsOf(
  issue: Issue,
  before: readonly PropertyKey[],
  root: unknown,
  wordsAt: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  const path = [...before, ...issue.path]
  const given = valueAt(root, path)
  const word = String(path.at(-1) ?? 'файл')
  const problem = (text: string, on: At['on'] = 'value'): Problem[] => [{ code: 'schema', at: { path, on }, text }]

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, maxWords).map((key) => unknownWord(key, path, wordsAt(path)))
    case 'invalid_union':
      return unionProblems(issue, path, given, (inner) => problemsOf(inner, path, root, wordsAt), problem)
    case 'invalid_type': {
      const wanted = kinds[issue.expected] ?? 'раздел или значение другого вида'
      if (path.length === 0)
        return problem(
          'Файл пуст или это не разделы «слово: значение». Начните его с образца: from, to, fields.',
          'key',
        )
      if (given === undefined) return problem(missing(path, word), 'key')
      return problem(
        `${word}: ${neuter.has(issue.expected) ? 'нужно' : 'нужен'} ${wanted}, а здесь ${kindOf(given)}.${quoteHint(issue.expected, given)}`,
      )
    }
    case 'invalid_value': {
      if (given === undefined) return problem(missing(path, word), 'key')
      const hint = typeof given === 'string' ? nearest(given, issue.values.map(String)) : null
      return problem(
        `${word}: бывает ${list(issue.values)}, а не ${kindOf(given)}${hint ? `; может быть, «${hint}»?` : '.'}`,
      )
    }
    case 'too_small':
      return problem(
        issue.origin === 'string' || issue.origin === 'array'
          ? `${word}: пусто. Впишите значение или уберите слово.`
          : `${word}: не меньше ${issue.minimum}, а здесь ${kindOf(given)}.`,
      )
    case 'too_big':
      return problem(`${word}: не больше ${issue.maximum}, а здесь ${kindOf(given)}.`)
    case 'not_multiple_of':
      return problem(`${word}: должно делиться на ${issue.divisor}, а здесь ${kindOf(given)}.`)
    case 'invalid_format':
      return problem(
        `${word}: ${own(issue.message) ?? `${kindOf(given)} сюда не подходит`}. Как это пишут, сказано в mappings/README.md.`,
      )
    case 'invalid_key': {
      const why = own(issue.issues[0]?.message ?? '')
      return problem(
        `Слово «${short(word)}» здесь не подходит${why ? `: ${why}` : ''}. Исправьте его или уберите.`,
        'key',
      )
    }
    case 'invalid_element':
      return problem(`${word}: значение сюда не подходит. Как это пишут, сказано в mappings/README.md.`)
    default:
      return problem(
        `${word}: ${own(issue.message) ?? 'записано неверно'}. Как это пишут, сказано в mappings/README.md.`,
        'key',
      )
  }
}

function unknownWord(key: string, path: readonly PropertyKey[], words: readonly string[]): Problem {
  const hint = nearest(key, words)
  const section = path.length === 0 ? 'в файле' : `в разделе «${String(path.at(-1))}»`
  const known = words.length > 0 ? ` Здесь бывает: ${list(words)}.` : ''
  const text = `Слова «${short(key)}» ${section} нет${hint ? `; может быть, «${hint}»?` : ': уберите его или исправьте опечатку.'}${hint ? '' : known}`
  return { code: 'unknown-word', at: { path: [...path, key] }, text }
}

/** Of several ways to write a value the writer meant the one whose kind of value he wrote. */
function unionProblems(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
  given: unknown,
  inner: (issue: Issue) => Problem[],
  problem: (text: string) => Problem[],
): Problem[] {
  const isOtherKind = (each: Issue) => each.path.length === 0 && each.code === 'invalid_type'
  const meant = issue.errors.filter((branch) => !branch.some(isOtherKind))
  const closest = meant.toSorted((a, b) => a.length - b.length)[0]
  if (closest) return closest.flatMap(inner)
  const expected = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_type' ? [kinds[each.expected] ?? ''] : []))
  const ways = either([...new Set(expected)].filter(Boolean))
  const word = String(path.at(-1) ?? 'файл')
  return problem(`${word}: ${ways ? `бывает ${ways}` : 'так не пишут'}, а здесь ${kindOf(given)}.`)
}

/** What belongs there; a reader of `to` knows at once what is meant when he sees which words there are. */
const missingHints: Record<string, string> = {
  from: 'откуда брать записи, например from: { set: Catalog_… }',
  to: 'какую сущность хаба описывает файл, например to: client',
  fields: 'какие поля хаба откуда взять',
}

function missing(path: readonly PropertyKey[], word: string): string {
  const hint = path.length === 1 ? missingHints[word] : undefined
  return `Не хватает слова «${word}»${hint ? `: ${hint}` : ''}. Допишите его.`
}

/** `code: 007` is a number and `name: да` may be anything: quotes make it text. */
function quoteHint(expected: string, given: unknown): string {
  const isScalar = typeof given === 'number' || typeof given === 'boolean'
  return expected === 'string' && isScalar ? ' Возьмите его в кавычки.' : ''
}

/** A message of our own is in Russian; zod's are not for our reader. */
const own = (message: string): string | null => (/[а-яё]/i.test(message) ? message.replace(/\.$/, '') : null)

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}
