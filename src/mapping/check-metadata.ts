import { type Field, fieldsOf } from './lint/field-sources.ts'
import type { Finding } from './lint/finding.ts'
import { checkExpressionNames, checkFieldNames, rowsIn, type Sources } from './lint/infobase/check-field.ts'
import { checkLength, type Truncation } from './lint/infobase/check-length.ts'
import { checkReference, type SetsByEntity } from './lint/infobase/check-reference.ts'
import { checkRegisters, withRegisters } from './lint/infobase/check-registers.ts'
import { checkConditions, checkSource } from './lint/infobase/check-source.ts'
import { checkCompositeType, checkType } from './lint/infobase/check-type.ts'
import { checkValues } from './lint/infobase/check-values.ts'
import { attributeIn, type Where } from './lint/infobase/walk.ts'
import { readYaml, type YamlFile } from './lint/read-yaml.ts'
import { type Report, reporting } from './lint/report.ts'
import type { InfobaseSchema } from './schema.ts'
import { sourceOf } from './source.ts'
import type { MappingSpec } from './spec.ts'

/** A mapping file with as much of it as could be understood. */
export interface DraftFile {
  file: string
  text: string
  spec: MappingSpec
}

/** What is known besides `$metadata`. */
export interface Facts {
  /** Strings that 1C was seen to cut short. */
  truncated?: readonly Truncation[]
}

/** Findings of mapping files against the infobase's `$metadata`: each points at the word in the file that is wrong. */
export function checkMetadata(files: readonly DraftFile[], schema: InfobaseSchema, facts: Facts = {}): Finding[] {
  const sets: SetsByEntity = new Map(
    files.flatMap(({ spec }) =>
      spec.from.table === undefined && schema.has(spec.from.set) ? [[spec.to, spec.from.set] as const] : [],
    ),
  )
  return files.flatMap(({ file, text, spec }) => {
    // Places are looked up only for what is wrong: nearly always nothing is.
    let yaml: YamlFile | null = null
    const { report, findings } = reporting(file, (at) => {
      yaml ??= readYaml(text)
      return yaml.place(at)
    })
    checkFile(spec, schema, sets, facts, report)
    return findings
  })
}

function checkFile(spec: MappingSpec, base: InfobaseSchema, sets: SetsByEntity, facts: Facts, report: Report): void {
  checkRegisters(base, spec, report)
  const schema = withRegisters(base, spec)
  const columns = checkSource(schema, sourceOf(spec), spec, report)
  if (columns === null) return
  checkConditions(schema, spec, columns, report)
  if (spec.when !== undefined)
    checkExpressionNames(schema, columns, spec.when, 'bool', { path: ['when'], on: 'value' }, report)
  const rows = new Map<string, Where>()
  for (const field of fieldsOf(spec)) {
    const base = field.owner ? (rows.get(field.owner.name) ?? null) : columns
    if (field.spec.rows !== undefined) rows.set(field.name, rowsIn(schema, base, field, report))
    checkExpressions(schema, base, field, report)
    const sources = checkFieldNames(schema, base, field, report)
    for (const { found, at } of sources.attributes) {
      checkType(schema, field, found, at, report)
      checkReference(schema, sets, field, found, at, report)
    }
    const [first] = sources.attributes
    if (!first) continue
    checkCompositeType(schema, field, first.found, report)
    checkValues(schema, field, first.found, report)
    checkLength(schema, spec.to, field, first.found, first.at, facts.truncated ?? [], report)
    checkAlsoWritten(schema, sources, field, report)
  }
}

function checkExpressions(schema: InfobaseSchema, base: Where, { spec, kind, owner, on }: Field, report: Report): void {
  const wanted = kind?.list && !owner ? 'list' : 'scalar'
  if (spec.compute !== undefined) checkExpressionNames(schema, base, spec.compute, wanted, on('compute'), report)
  if (spec.when !== undefined) checkExpressionNames(schema, base, spec.when, 'bool', on('when'), report)
}

function checkAlsoWritten(schema: InfobaseSchema, { container }: Sources, { spec, at }: Field, report: Report): void {
  for (const name of Object.keys(spec.alsoWrite ?? {}))
    attributeIn(schema, container, { name, at: { path: [...at.path, 'alsoWrite', name] } }, report)
}
