import type { RawRecord, RawValue } from '../model/raw.ts'

/**
 * A place in a 1C record.
 *
 * - `Description`: an attribute of the record.
 * - `Section[Type='Phone'].Number`: a column of the rows of a tabular section for which the attribute equals the value;
 *   `Section[].Number` takes all rows.
 */
export interface Path {
  section: string | null
  where: { name: string; value: string } | null
  /** Empty for the rows themselves (`rows: Section[Type='Phone']`). */
  name: string
}

const identifier = String.raw`[\p{L}_][\p{L}\p{N}_]*`
const attribute = new RegExp(`^${identifier}$`, 'u')
const column = new RegExp(`^(${identifier})\\[(?:(${identifier})='((?:[^']|'')*)')?\\](?:\\.(${identifier}))?$`, 'u')

/** Null when the text is no path. */
export function parsePath(text: string): Path | null {
  if (attribute.test(text)) return { section: null, where: null, name: text }
  const match = column.exec(text)
  if (!match) return null
  const [, section = '', key, value = '', name = ''] = match
  return { section, where: key ? { name: key, value: value.replaceAll("''", "'") } : null, name }
}

export function printPath(path: Path): string {
  if (path.section === null) return path.name
  const where = path.where ? `${path.where.name}='${path.where.value.replaceAll("'", "''")}'` : ''
  return `${path.section}[${where}]${path.name ? `.${path.name}` : ''}`
}

/** Rows of the path's section that satisfy its condition; a bare name is a whole section. */
export function rowsAt(record: RawRecord, path: Path): RawRecord[] {
  const rows = record[path.section ?? path.name]
  if (!Array.isArray(rows)) return []
  const { where } = path
  return where ? rows.filter((row) => String(row[where.name] ?? '') === where.value) : rows
}

/** The scalar at `name`; a missing attribute, a null and a tabular section are all null. */
export function scalarAt(record: RawRecord, name: string): Exclude<RawValue, RawRecord[]> {
  const value = record[name]
  return value === undefined || Array.isArray(value) ? null : value
}
