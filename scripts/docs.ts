import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { variables } from '../src/config.ts'

/** The README's table of environment variables, printed from `config.ts`. */
export function variableTable(): string {
  const rows = Object.entries(variables).map(([name, variable]) => {
    const usual = variable.default === null || variable.default === '' ? '—' : `\`${variable.default}\``
    return `| \`${name}\` | ${usual} | ${variable.about}${'secret' in variable ? ' Secret.' : ''} |`
  })
  return ['| variable | default | what it is |', '| --- | --- | --- |', ...rows].join('\n')
}

const [open, close] = ['<!-- variables: npm run docs -->', '<!-- /variables -->']

/** `text` with the table put between its marks. Throws when the marks are gone. */
export function withTable(text: string): string {
  const [before, rest] = text.split(open)
  const after = rest?.split(close)[1]
  if (before === undefined || after === undefined) throw new Error(`README.md has lost its marks ${open} … ${close}`)
  return `${before}${open}\n${variableTable()}\n${close}${after}`
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '../README.md')
  writeFileSync(file, withTable(readFileSync(file, 'utf8')))
}
