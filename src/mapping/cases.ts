import { z } from 'zod'
import type { RawRecord } from '../model/raw.ts'
import { fieldTitle } from '../model/titles.ts'
import { fieldKinds } from './field-kind.ts'
import type { Mapping, Mappings } from './index.ts'
import type { Finding } from './lint/finding.ts'
import { readYaml } from './lint/read-yaml.ts'
import { guess, type Report, reporting } from './lint/report.ts'
import { schemaProblems } from './lint/schema-text.ts'
import { nearest } from './nearest.ts'

const Values = z.record(z.string(), z.unknown())

const Case = z
  .strictObject({
    name: z.string().min(1),
    /** A record of 1C, and what the mapping makes of it: the entity or a part, null (not ours), or `{ error }`. */
    in: Values.optional(),
    out: Values.nullable().optional(),
    /** An entity or a part of it, and what the mapping makes of that for 1C: the whole of it. */
    write: Values.optional(),
    body: Values.optional(),
    createOnly: z.array(z.string()).optional(),
  })
  .superRefine((one, { addIssue }) => {
    const has = (key: 'in' | 'out' | 'write' | 'body' | 'createOnly') => one[key] !== undefined
    const isRead = has('in') && has('out') && !has('write') && !has('body') && !has('createOnly')
    const isWrite = has('write') && has('body') && !has('in') && !has('out')
    if (!isRead && !isWrite)
      addIssue({ code: 'custom', message: 'у примера чтения есть in и out, у примера записи — write и body' })
  })

export const CasesFile = z.array(Case)
export type Case = z.infer<typeof Case>

/** Words a case may hold, for the hint at a mistyped one. */
const caseWords = (path: readonly PropertyKey[]) =>
  path.length === 1 ? ['name', 'in', 'out', 'write', 'body', 'createOnly'] : []

/** `client.cases.yaml` → `client.yaml`; null for another name. */
function mappingOfCases(file: string): string | null {
  return file.endsWith('.cases.yaml') ? file.replace(/\.cases\.yaml$/, '.yaml') : null
}

export const casesOfMapping = (file: string): string => file.replace(/\.yaml$/, '.cases.yaml')

/** Runs every file of cases against the mapping it lies beside. */
export function checkCases(files: readonly { name: string; text: string }[], mappings: Mappings): Finding[] {
  return files.flatMap(({ name, text }) => {
    const mapping = mappings.all.find(({ file }) => file === mappingOfCases(name)) ?? null
    return checkCaseFile(name, text, mapping).findings
  })
}

/**
 * Reads a file of cases and runs them; a case that does not hold is a finding at the very value, with the difference. Never
 * throws on what a person may write, and says nothing of the mapping itself: no broken case stops a mapping.
 */
export function checkCaseFile(
  file: string,
  text: string,
  mapping: Mapping | null,
): { count: number; findings: Finding[] } {
  const { value, problems, place } = readYaml(text)
  const { report, findings } = reporting(file, place)
  for (const problem of problems) report(problem.code, problem.at, problem.text)
  if (problems.length > 0 || value === null || value === undefined) return { count: 0, findings }
  const parsed = CasesFile.safeParse(value)
  if (!parsed.success) {
    for (const { code, at, text: what } of schemaProblems(parsed.error.issues, value, caseWords)) report(code, at, what)
    return { count: 0, findings }
  }
  if (!mapping) {
    const beside = mappingOfCases(file) ?? file
    report('case', { path: [] }, `Примеры не проверены: файла соответствий ${beside} нет или в нём ошибка.`, 'warning')
    return { count: parsed.data.length, findings }
  }
  for (const [n, one] of parsed.data.entries()) {
    if (one.in) runRead(mapping, n, one, report)
    else runWrite(mapping, n, one, report)
  }
  return { count: parsed.data.length, findings }
}

function runRead(mapping: Mapping, n: number, one: Case, report: Report): void {
  const { name, out = null } = one
  const say = (path: PropertyKey[], what: string) =>
    report('case', { path: [n, ...path], on: 'value' }, `Пример «${name}»: ${what}`)
  const wanted = typeof out?.error === 'string' && Object.keys(out).length === 1 ? out.error : null
  let got: Record<string, unknown> | null
  try {
    got = mapping.read(one.in as RawRecord)
  } catch (error) {
    const why = (error as Error).message
    if (wanted === null) say(['in'], `запись не читается: ${why}`)
    else if (!why.includes(wanted)) say(['out', 'error'], `ожидалась ошибка «${wanted}», а получилась «${why}».`)
    return
  }
  if (wanted !== null) say(['out', 'error'], `ожидалась ошибка «${wanted}», а запись прочитана.`)
  else if (out === null && got !== null) say(['out'], 'ожидалось, что запись не наша, а она прочитана.')
  else if (out !== null && got === null)
    say(['out'], 'запись не относится к этому файлу (не выполнено условие), а ожидались поля.')
  if (wanted !== null || out === null || got === null) return
  const fields = Object.keys(fieldKinds(mapping.entity))
  for (const [field, expected] of Object.entries(out)) {
    if (!fields.includes(field)) say(['out', field], `поля «${field}» в модели нет${guess(nearest(field, fields))}`)
    else if (!holds(expected, got[field]))
      say(['out', field], `${fieldTitle(mapping.entity, field)} (${field}): ${difference(expected, got[field])}`)
  }
}

function runWrite(mapping: Mapping, n: number, one: Case, report: Report): void {
  const { name, write = {}, body = {}, createOnly } = one
  const say = (path: PropertyKey[], what: string) =>
    report('case', { path: [n, ...path], on: 'value' }, `Пример «${name}»: ${what}`)
  let got: ReturnType<Mapping['write']>
  try {
    got = mapping.write(write)
  } catch (error) {
    say(['write'], `записать нельзя: ${(error as Error).message}`)
    return
  }
  for (const [property, expected] of Object.entries(body)) {
    if (!(property in got.body))
      say(['body', property], `«${property}» в 1С не пишется, а ожидалось ${shown(expected)}.`)
    else if (!isSame(expected, got.body[property]))
      say(['body', property], `${property}: ${difference(expected, got.body[property])}`)
  }
  for (const property of Object.keys(got.body))
    if (!(property in body))
      say(
        ['body'],
        `в 1С пишется ещё и «${property}» = ${shown(got.body[property])}: добавьте в пример или уберите write.`,
      )
  if (createOnly && !isSame(createOnly.toSorted(), got.createOnly.toSorted()))
    say(['createOnly'], `только новому объекту: ${difference(createOnly.toSorted(), got.createOnly.toSorted())}`)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is what was expected: of records what the expectation names, of lists every row. */
function holds(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected))
    return Array.isArray(got) && got.length === expected.length && expected.every((each, at) => holds(each, got[at]))
  if (!isRecord(expected)) return isSame(expected, got)
  return isRecord(got) && Object.entries(expected).every(([key, each]) => holds(each, got[key]))
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, at) => isSame(each, b[at]))
  if (!isRecord(a) || !isRecord(b)) return (a ?? null) === (b ?? null)
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]))
}

function difference(expected: unknown, got: unknown): string {
  const isQuoteLost =
    typeof expected !== 'string' && typeof got === 'string' && !isRecord(expected) && expected !== null
  const hint = isQuoteLost && !Array.isArray(expected) ? ' Если это текст, возьмите его в кавычки.' : ''
  return `ожидалось ${shown(expected)}, получилось ${shown(got)}.${hint}`
}

const longest = 300

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'пусто'
  const text = typeof value === 'string' ? `«${value}»` : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
