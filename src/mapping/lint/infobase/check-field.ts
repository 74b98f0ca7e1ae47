import {
  type AttributeType,
  attributesIn,
  columnsIn,
  expressionProblem,
  type Wanted,
} from '../../expression/expression.ts'
import { parsePath } from '../../path.ts'
import type { InfobaseSchema } from '../../schema.ts'
import { orElseOf } from '../../spec.ts'
import type { Field } from '../field-sources.ts'
import type { At } from '../places.ts'
import type { Report } from '../report.ts'
import { attributeIn, type Found, isComposite, type Name, sectionIn, throughReferences, type Where } from './walk.ts'

/** What of a field was found in the infobase. */
export interface Sources {
  /** Attributes its values come from, the first choice first. */
  attributes: { found: Found; at: At }[]
  /** Set, or rows of a section, that its first attribute belongs to. */
  container: Where
}

/** Compares every name of a field with the infobase. `base` is the set of the mapping, or the rows that a column is of. */
export function checkFieldNames(schema: InfobaseSchema, base: Where, field: Field, report: Report): Sources {
  const { spec, on } = field
  const attributes: Sources['attributes'] = []
  const add = (found: Found | null, at: At) => {
    if (found) attributes.push({ found, at })
  }
  let container = base
  if (spec.path !== undefined && parsePath(spec.path)) {
    const steps = stepsOf(spec.path, on('path'))
    const { through, section, where, inside, name } = steps
    container = throughReferences(schema, base, through, report, section ? undefined : spec.type)
    if (section) container = sectionIn(schema, container, section, report)
    if (where) checkWhere(schema, container, where, report)
    if (name) {
      const owner = throughReferences(schema, container, inside, report, section ? spec.type : undefined)
      add(attributeIn(schema, owner, name, report), name.at)
    }
    if (!section && through.length > 0) container = base
  }
  orElseOf(spec).forEach((text, n) => {
    const at = typeof spec.orElse === 'string' ? on('orElse') : on('orElse', n)
    if (!parsePath(text)) return
    const { through, name } = stepsOf(text, at)
    if (name) add(attributeIn(schema, throughReferences(schema, container, through, report), name, report), name.at)
  })
  return { attributes, container }
}

/** Rows that the columns of a field with `rows` are looked for in. */
export function rowsIn(schema: InfobaseSchema, base: Where, { spec, on }: Field, report: Report): Where {
  if (spec.rows === undefined || !parsePath(spec.rows)) return null
  const { through, section, where, name } = stepsOf(spec.rows, on('rows'))
  const last = section ?? name
  const rows = last ? sectionIn(schema, throughReferences(schema, base, through, report), last, report) : null
  if (where) checkWhere(schema, rows, where, report)
  return rows
}

/** Compares the names of an expression, and what it does with them, with the infobase. */
export function checkExpressionNames(
  schema: InfobaseSchema,
  base: Where,
  source: string,
  wanted: Wanted,
  at: At,
  report: Report,
): void {
  if (base === null || expressionProblem(source, wanted)) return
  const types = new Map<string, AttributeType>()
  const sections: string[] = []
  for (const { path, isSection, start } of attributesIn(source)) {
    let from = start
    const names = path.map((name): Name => {
      const each = { name, at: { ...at, word: name, from } }
      from = source.indexOf(name, from) + name.length
      return each
    })
    const last = names.pop()
    const owner = throughReferences(schema, base, names, report)
    if (!last || owner === null) continue
    if (isSection) {
      const rows = sectionIn(schema, owner, last, report)
      if (rows !== null) sections.push(rows)
    } else {
      const found = attributeIn(schema, owner, last, report)
      if (found) types.set(path.join('.'), attributeType(schema, found))
    }
  }
  checkColumns(schema, sections, source, at, report)
  // Any attribute may be compared with null, though no type of 1C's has it.
  if (/\bnull\b/.test(source)) return
  const problem = expressionProblem(source, wanted, (path) => types.get(path.join('.')) ?? 'dyn')
  if (!problem) return
  const word = source.slice(problem.start, problem.end)
  report('expression', { ...at, word, from: problem.start }, `По типам реквизитов в 1С: ${problem.message}.`)
}

function checkColumns(
  schema: InfobaseSchema,
  sections: readonly string[],
  source: string,
  at: At,
  report: Report,
): void {
  const known = sections.map((rows) => schema.properties(rows)).filter(({ size }) => size > 0)
  const [first] = sections
  if (first === undefined || known.length < sections.length) return
  for (const name of columnsIn(source))
    if (!known.some((columns) => columns.has(name)))
      attributeIn(schema, first, { name, at: { ...at, word: name } }, report)
}

/** Numbers may come as text where a double would round them, so nothing is promised of the long ones (1c-odata §5, §7). */
const expressionTypes: Readonly<Record<string, AttributeType>> = {
  'Edm.String': 'string',
  'Edm.Guid': 'string',
  'Edm.DateTime': 'string',
  'Edm.Boolean': 'bool',
  'Edm.Int16': 'double',
  'Edm.Int32': 'double',
}

function attributeType(schema: InfobaseSchema, { owner, name, property }: Found): AttributeType {
  if (isComposite(schema, owner, name)) return 'dyn'
  if (property.type.startsWith('Collection(')) return 'list'
  return expressionTypes[property.type] ?? 'dyn'
}

function checkWhere(schema: InfobaseSchema, rows: Where, { column, values }: Condition, report: Report): void {
  const found = attributeIn(schema, rows, column, report)
  const [named, rival] = found ? schema.enums(found.owner, found.name, values) : []
  if (!named || rival) return
  const { members } = named
  const { path, on } = column.at
  for (const value of values.filter((each) => !members.includes(each)))
    report(
      'enum-value',
      { path, ...(on && { on }), word: value },
      `У «${column.name}» в 1С, похоже, нет значения «${value}»: с ним не нашлось бы ни одной строки. Есть: ${members.join(', ')}.`,
      'warning',
    )
}

interface Condition {
  column: Name
  values: readonly string[]
}

interface Steps {
  through: Name[]
  section: Name | null
  where: Condition | null
  inside: Name[]
  name: Name | null
}

/** The names of a path with their places in its text. */
function stepsOf(text: string, at: At): Steps {
  const path = parsePath(text)
  const bare = text.replace(/'(?:[^']|'')*'/g, (literal) => ' '.repeat(literal.length))
  const words = Array.from(
    bare.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu),
    ({ 0: name, index }): Name => ({
      name,
      at: { ...at, word: name, from: index },
    }),
  )
  const take = (count: number) => words.splice(0, count)
  const through = take(path?.through.length ?? 0)
  const section = path?.section ? (take(1)[0] ?? null) : null
  const column = path?.where ? take(1)[0] : undefined
  const where = path?.where && column ? { column, values: path.where.values } : null
  const inside = take(path?.inside.length ?? 0)
  return { through, section, where, inside, name: words[0] ?? null }
}
