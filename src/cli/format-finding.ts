import type { Finding } from '../mapping/lint/finding.ts'

/** Characters of a source line shown around what is wrong. */
const shown = 110

/** A finding as compilers print it: where, what, and the line with a mark under the place. */
export function formatFinding(
  { file, line, column, endLine, endColumn, level, code, text }: Finding,
  source: string,
): string {
  const head = `${file}:${line}:${column} ${level} ${code}: ${text}`
  const whole = source.split(/\r?\n/)[line - 1] ?? ''
  if (whole.trim() === '') return head
  const from = Math.max(0, column - 1 - shown / 2)
  const piece = whole.slice(from, from + shown)
  const end = endLine === line ? endColumn : whole.length + 1
  const length = Math.max(1, Math.min(end - column, from + piece.length - column + 1))
  // A tab before the mark must stay one for the mark to stand under its place.
  const lead = piece.slice(0, column - 1 - from).replace(/[^\t]/g, ' ')
  return `${head}\n    ${piece}\n    ${lead}${'^'.repeat(length)}`
}
