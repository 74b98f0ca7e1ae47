import type { RawRecord, RawScalar } from '../model/raw.ts'

/**
 * A place in a 1C record.
 *
 * - `Description`: an attribute of the record.
 * - `Flat.Owner.Description`: an attribute of the object that a reference leads to, of the one it leads to, …
 * - `Section[Type='Phone'].Number`: a column of the rows of a tabular section for which the attribute equals the value;
 *   `Section[Type='Phone','Fax'].Number` one of the values; `Section[].Number` takes all rows.
 * - `Section[].Buyer.Description`: an attribute of the object that a column refers to.
 * - `Flat.Section[].Number`: a column of a section of the object a reference leads to.
 */
export interface Path {
  /** References passed on the way from the record to the attribute, or to the section. */
  through: readonly string[]
  section: string | null
  where: Where | null
  /** References passed on the way from a row of the section to the attribute. */
  inside: readonly string[]
  /** Empty for the rows themselves (`rows: Section[Type='Phone']`). */
  name: string
}

/** Which rows of a section count: those whose column holds one of the values. */
export interface Where {
  name: string
  values: readonly string[]
}

/** References one path may pass: 1C expands four at most (1c-odata §9), and each of them makes every page heavier. */
const farthest = 3

const identifier = String.raw`[\p{L}_][\p{L}\p{N}_]*`
const chain = String.raw`${identifier}(?:\.${identifier})*`
const attribute = new RegExp(`^${chain}$`, 'u')
const literal = "'(?:[^']|'')*'"
const column = new RegExp(
  `^(${chain})\\[(?:(${identifier})=(${literal}(?:, ?${literal})*))?\\](?:\\.(${chain}))?$`,
  'u',
)
const literals = new RegExp(literal, 'g')

/** Null when the text is no path. */
export function parsePath(text: string): Path | null {
  if (attribute.test(text)) {
    const [through, name] = lastOf(text)
    return through.length > farthest ? null : { through, section: null, where: null, inside: [], name }
  }
  const match = column.exec(text)
  if (!match) return null
  const [, container = '', key, listed = '', rest = ''] = match
  const [through, section] = lastOf(container)
  const [inside, name] = lastOf(rest)
  // What stands in the rows of another object would have to be asked for object by object.
  if (inside.length > 1 || through.length > farthest || (through.length > 0 && inside.length > 0)) return null
  const values = listed.match(literals)?.map((one) => one.slice(1, -1).replaceAll("''", "'")) ?? []
  return { through, section, where: key ? { name: key, values } : null, inside, name }
}

function lastOf(text: string): [before: string[], last: string] {
  const steps = text.split('.')
  const last = steps.pop() ?? ''
  return [steps, last]
}

export function printPath({ through, section, where, inside, name }: Path): string {
  if (section === null) return [...through, name].join('.')
  const values = where?.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')
  const condition = where ? `${where.name}=${values}` : ''
  const tail = name ? `.${[...inside, name].join('.')}` : ''
  return `${[...through, section].join('.')}[${condition}]${tail}`
}

/** The object at the end of these references; null when one of them is empty or was not expanded. */
export function objectAt(record: RawRecord, through: readonly string[]): RawRecord | null {
  let at = record
  for (const step of through) {
    const next = at[step]
    if (next === null || typeof next !== 'object' || Array.isArray(next)) return null
    at = next
  }
  return at
}

/** Rows of the path's section that satisfy its condition. */
export function rowsAt(record: RawRecord, path: Path): readonly RawRecord[] {
  const rows = sectionAt(record, path)
  const { where } = path
  return where ? rows.filter((row) => isWhere(row, where)) : rows
}

/** All rows of the path's section; a bare name is a whole section, a lone object its only row. */
export function sectionAt(record: RawRecord, { through, section, name }: Path): readonly RawRecord[] {
  const found = (through.length === 0 ? record : objectAt(record, through))?.[section ?? name]
  if (found === null || typeof found !== 'object') return []
  return Array.isArray(found) ? found : [found]
}

export function isWhere(row: RawRecord, { name, values }: Where): boolean {
  const cell = row[name]
  return values.includes(typeof cell === 'string' ? cell : String(cell ?? ''))
}

/** The scalar at `name`; a missing attribute, a null, a tabular section and an object are all null. */
export function scalarAt(record: RawRecord, name: string): RawScalar {
  const value = record[name]
  return value === undefined || typeof value === 'object' ? null : value
}
