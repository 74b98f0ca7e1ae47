import { CompiledQuery, type Transaction } from 'kysely'
import type { Cell } from './mirror-shapes.ts'
import type { Database } from './schema.ts'

/**
 * Rows by the thousand. Statements of a few fixed sizes are built once and stay prepared (see open.ts): a query builder
 * that makes new text for every page costs more than SQLite itself.
 */

const largest = 128

/** Powers of two that make up a number of rows, so that few different statements serve every page. */
function* sizes(rows: number): Generator<number> {
  for (let left = rows, size = largest; left > 0; size >>= 1) for (; left >= size; left -= size) yield size
}

/** Names of code as they are in the file. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const places = (width: number, rows: number): string =>
  Array.from({ length: rows }, () => `(${Array(width).fill('?').join(',')})`).join(',')

/** A statement of any number of rows, its text made once for each size. */
function sized(text: (rows: number) => string): (rows: number) => string {
  const made = new Map<number, string>()
  return (rows) => {
    const known = made.get(rows)
    if (known !== undefined) return known
    const fresh = text(rows)
    made.set(rows, fresh)
    return fresh
  }
}

/** Writes rows whose cells follow one another in `cells`. */
export type WriteRows = (trx: Transaction<Database>, cells: readonly Cell[]) => Promise<void>

async function run(trx: Transaction<Database>, text: (rows: number) => string, width: number, cells: readonly Cell[]) {
  let at = 0
  for (const rows of sizes(cells.length / width)) {
    await trx.executeQuery(CompiledQuery.raw(text(rows), cells.slice(at, at + rows * width)))
    at += rows * width
  }
}

/** Inserts rows; `onConflict` is SQL after the values, with columns in snake case. */
export function inserter(table: string, columns: readonly string[], onConflict = ''): WriteRows {
  const into = `insert into ${snake(table)} (${columns.map(snake).join(', ')}) values `
  const text = sized((rows) => `${into}${places(columns.length, rows)} ${onConflict}`)
  return (trx, cells) => run(trx, text, columns.length, cells)
}

/** Inserts rows or, where the reference is known, changes them; `kept` columns stay, `instead` are set to an expression. */
export function upserter(
  table: string,
  columns: readonly string[],
  kept: readonly string[],
  instead: Readonly<Record<string, string>>,
): WriteRows {
  const changes = columns
    .filter((column) => !kept.includes(column))
    .map((column) => `${snake(column)} = ${instead[column] ?? `excluded.${snake(column)}`}`)
  return inserter(table, columns, `on conflict (ref) do update set ${changes.join(', ')}`)
}

/** Tells which of the references have rows in a table. */
export function ownersIn(
  table: string,
  owner: string,
): (trx: Transaction<Database>, refs: readonly string[]) => Promise<string[]> {
  const from = `select distinct ${snake(owner)} as ref from ${snake(table)} where ${snake(owner)} in `
  const text = sized((rows) => `${from}(${Array(rows).fill('?').join(',')})`)
  return async (trx, refs) => {
    const found: string[] = []
    let at = 0
    for (const rows of sizes(refs.length)) {
      const query = CompiledQuery.raw(text(rows), refs.slice(at, at + rows))
      for (const { ref } of (await trx.executeQuery<{ ref: string }>(query)).rows) found.push(ref)
      at += rows
    }
    return found
  }
}

/** Tells whether any owner between two references has rows in a table: one look instead of one for each. */
export function ownersBetween(
  table: string,
  owner: string,
): (trx: Transaction<Database>, least: string, most: string) => Promise<boolean> {
  const text = `select 1 from ${snake(table)} where ${snake(owner)} between ? and ? limit 1`
  return async (trx, least, most) => (await trx.executeQuery(CompiledQuery.raw(text, [least, most]))).rows.length > 0
}

/** Deletes the rows of the given owners. */
export function ownedDeleter(table: string, owner: string): WriteRows {
  const from = `delete from ${snake(table)} where ${snake(owner)} in `
  const text = sized((rows) => `${from}(${Array(rows).fill('?').join(',')})`)
  return (trx, owners) => run(trx, text, 1, owners)
}
