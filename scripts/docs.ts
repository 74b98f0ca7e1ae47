import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { schemaText } from '../src/cli/print-schema.ts'
import { variables } from '../src/config.ts'
import { codesTable } from '../src/mapping/lint/codes.ts'

/** The README's table of environment variables, printed from `config.ts`. */
export function variableTable(): string {
  const rows = Object.entries(variables).map(([name, variable]) => {
    const usual = variable.default === null || variable.default === '' ? '—' : `\`${variable.default}\``
    return `| \`${name}\` | ${usual} | ${variable.about}${'secret' in variable ? ' Secret.' : ''} |`
  })
  return ['| variable | default | what it is |', '| --- | --- | --- |', ...rows].join('\n')
}

/** What is printed from the code, by file and by the mark before it. */
const parts = [
  { file: 'README.md', open: '<!-- variables: npm run docs -->', close: '<!-- /variables -->', print: variableTable },
  { file: 'mappings/README.md', open: '<!-- codes: npm run docs -->', close: '<!-- /codes -->', print: codesTable },
]

const schemaFile = 'mappings/mapping.schema.json'

/** Texts as they should be, by file from the project's root; `read` gives what they are. Throws when marks are gone. */
export function printed(read: (file: string) => string): Map<string, string> {
  const texts = new Map([[schemaFile, schemaText()]])
  for (const { file, open, close, print } of parts) {
    const [before, rest] = read(file).split(open)
    const after = rest?.split(close)[1]
    if (before === undefined || after === undefined) throw new Error(`${file} has lost its marks ${open} … ${close}`)
    texts.set(file, `${before}${open}\n${print()}\n${close}${after}`)
  }
  return texts
}

if (import.meta.main) {
  const at = (file: string) => join(import.meta.dirname, '..', file)
  for (const [file, text] of printed((name) => readFileSync(at(name), 'utf8'))) writeFileSync(at(file), text)
}
