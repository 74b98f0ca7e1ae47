import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import { fieldKinds } from './field-kind.ts'
import { nearest } from './nearest.ts'
import { parsePath } from './path.ts'
import { fullSpec, MappingSpec } from './spec.ts'

/** One remark about a mapping file; `level: error` means the mapping is not used. */
export interface Finding {
  file: string
  line: number
  column: number
  level: 'error' | 'warning'
  /** Stable name of the rule. */
  code: string
  /** What is wrong and what to do, in Russian. */
  text: string
}

type Report = (at: (string | number)[], code: string, text: string, level?: Finding['level']) => void

/** Reads one mapping file. Never throws on what an administrator may write: `spec` is null when it cannot be used. */
export function lintMapping(file: string, text: string): { spec: MappingSpec | null; findings: Finding[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const findings: Finding[] = []
  const add = (offset: number, code: string, what: string, level: Finding['level'] = 'error') => {
    const { line, col } = lines.linePos(offset)
    findings.push({ file, line, column: col, level, code, text: what })
  }
  for (const error of document.errors)
    add(error.pos[0], 'yaml', `Это не YAML: ${error.message}. Проверьте отступы и кавычки.`)
  if (findings.length > 0) return { spec: null, findings }

  const report: Report = (at, code, what, level) => add(offsetOf(document, at), code, what, level)
  const value = plain(document, report)
  if (value === undefined) return { spec: null, findings }
  const parsed = MappingSpec.safeParse(value)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report(issue.path as string[], 'schema', schemaText(issue))
    return { spec: null, findings }
  }
  checkFields(parsed.data, report)
  return { spec: findings.some((finding) => finding.level === 'error') ? null : parsed.data, findings }
}

/** Undefined for what parses as YAML and still has no value, e.g. an alias to nothing. */
function plain(document: Document.Parsed, report: Report): unknown {
  try {
    return document.toJS()
  } catch (error) {
    report([], 'yaml', `Файл не прочитать: ${(error as Error).message}. Уберите ссылки вида *имя.`)
    return undefined
  }
}

function checkFields(spec: MappingSpec, report: Report): void {
  const kinds = fieldKinds(spec.to)
  for (const [name, short] of Object.entries(spec.fields)) {
    const kind = kinds[name]
    const field = fullSpec(short)
    if (!kind) {
      const hint = nearest(name, Object.keys(kinds))
      report(
        ['fields', name],
        'unknown-field',
        `В модели «${spec.to}» нет поля «${name}»${hint ? `; может быть, «${hint}»?` : '.'}`,
      )
      continue
    }
    for (const key of ['path', 'rows'] as const) {
      const path = field[key]
      if (path !== undefined && !parsePath(path)) {
        report(
          ['fields', name, key],
          'path',
          `«${path}» — не путь. Пишите «Реквизит» или «ТабличнаяЧасть[Колонка='значение'].Колонка».`,
        )
      }
    }
    if (kind.options && !field.values) {
      report(
        ['fields', name],
        'no-values',
        `Полю «${name}» нужна таблица values со значениями ${kind.options.join(', ')}.`,
      )
    }
    for (const key of ['values', 'default'] as const) {
      const given = key === 'values' ? Object.values(field.values ?? {}) : [field.default ?? null]
      const alien = given.find((value) => value !== null && !kind.schema.safeParse(value).success)
      if (alien !== undefined)
        report(
          ['fields', name, key],
          'bad-value',
          `Поле «${name}» не бывает «${alien}»${kind.options ? `; бывает ${kind.options.join(', ')}.` : '.'}`,
        )
    }
    if (kind.record && field.rows === undefined) {
      report(
        ['fields', name],
        'no-rows',
        `Поле «${name}» — список строк: укажите rows с табличной частью и fields с её колонками.`,
      )
    }
  }
  for (const [name, kind] of Object.entries(kinds)) {
    if (spec.fields[name] === undefined && !kind.nullable && !kind.list && kind.as !== 'bool' && kind.as !== 'text') {
      report(['fields'], 'missing-field', `Не хватает поля «${name}»: без него «${spec.to}» не собрать.`)
    }
  }
}

function schemaText(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return `Лишнее слово ${issue.keys.map((key) => `«${key}»`).join(', ')}${at ? ` в «${at}»` : ''}: уберите или исправьте опечатку.`
  return `Раздел «${at || 'файл'}» записан неверно (${issue.message}). Смотрите описание языка в mappings/README.md.`
}

/** Offset of the key (or of the nearest existing parent) that a path in the file names. */
function offsetOf(document: Document.Parsed, path: (string | number)[]): number {
  let node: Node | null = document.contents
  let offset = node?.range?.[0] ?? 0
  for (const step of path) {
    if (!isMap(node)) break
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step)
    if (!pair) break
    if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
    node = pair.value as Node | null
  }
  return offset
}
