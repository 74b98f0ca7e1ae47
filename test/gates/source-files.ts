import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/** Text of every file under `folder` of the project, by its path from the root; what is not text counts as ''. */
export function readFiles(folder: string): Map<string, string> {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.sort().map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readText(path)]))
}

/** Text of a file; '' when it is binary. */
export function readText(path: string): string {
  const bytes = readFileSync(path)
  return bytes.includes(0) ? '' : bytes.toString('utf8')
}

export interface Finding {
  file: string
  line: number
  what: string
}

/** Every match of a pattern in a text, as findings. `what` gets the matched text. */
export function findAll(file: string, text: string, pattern: RegExp, what: (match: string) => string): Finding[] {
  return Array.from(text.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`)), (match) => ({
    file,
    line: lineAt(text, match.index),
    what: what(match[0]),
  }))
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** Findings as lines that a terminal makes clickable. */
export function asLines(findings: Finding[]): string[] {
  return findings.map(({ file, line, what }) => `${file}:${line} ${what}`)
}
