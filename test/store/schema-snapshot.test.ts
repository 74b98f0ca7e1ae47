import { readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { tempStore } from './temp-store.ts'

const snapshot = new URL('./schema.snapshot.sql', import.meta.url)
const howToUpdate = 'UPDATE_SNAPSHOT=1 npx vitest run test/store/schema-snapshot.test.ts'

/** `create table` with a line for each column, so that a difference reads as one. */
function normalised(statement: string): string {
  const text = statement
    .replace(/\s+/g, ' ')
    .replace(/^CREATE /, 'create ')
    .replace(/^create (TABLE|INDEX|UNIQUE INDEX)/, (head) => head.toLowerCase())
  if (!text.startsWith('create table')) return `${text};`
  const open = text.indexOf('(')
  const lines: string[] = ['']
  let depth = 0
  for (const char of text.slice(open + 1, text.lastIndexOf(')'))) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char === ',' && depth === 0) lines.push('')
    else lines.push(`${lines.pop()}${char}`)
  }
  return `${text.slice(0, open).trim()} (\n${lines.map((line) => `  ${line.trim()}`).join(',\n')}\n);`
}

test('the schema is the one in schema.snapshot.sql', async () => {
  const { db } = await tempStore()
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by tbl_name, type desc, name
  `.execute(db)
  const schema = `-- What all migrations together make. Update: ${howToUpdate}\n${rows.map((row) => normalised(row.sql)).join('\n')}\n`
  if (process.env.UPDATE_SNAPSHOT) writeFileSync(snapshot, schema)
  const kept = readFileSync(snapshot, 'utf8')
  expect(schema, `The schema has changed. If that is meant, run: ${howToUpdate}`).toBe(kept)
})
