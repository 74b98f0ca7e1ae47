import { wordsAt } from './json-schema.ts'
import { checkLookup } from './lint/check-lookup.ts'
import { checkModel } from './lint/check-model.ts'
import { checkRegisterUse } from './lint/check-registers.ts'
import { checkWrites } from './lint/check-writes.ts'
import type { Finding } from './lint/finding.ts'
import { readYaml } from './lint/read-yaml.ts'
import { reporting } from './lint/report.ts'
import { salvage } from './lint/salvage.ts'
import { schemaProblems } from './lint/schema-text.ts'
import { MappingSpec } from './spec.ts'

export interface Linted {
  /** Null when the file cannot be used. */
  spec: MappingSpec | null
  /** As much of the file as can be understood, for comparing it with the infobase all the same. */
  draft: MappingSpec | null
  findings: Finding[]
}

/** Reads one mapping file. Never throws on what an administrator may write. */
export function lintMapping(file: string, text: string): Linted {
  const { value, problems, place } = readYaml(text)
  const { report, findings } = reporting(file, place)
  for (const problem of problems) report(problem.code, problem.at, problem.text)
  if (value === undefined) return { spec: null, draft: null, findings }
  const parsed = MappingSpec.safeParse(value)
  if (!parsed.success)
    for (const { code, at, text } of schemaProblems(parsed.error.issues, value, wordsAt)) report(code, at, text)
  const draft = parsed.data ?? salvage(value, parsed.error.issues)
  if (draft) {
    checkModel(draft, value, report)
    checkRegisterUse(draft, report)
    checkWrites(draft, report)
    checkLookup(draft, report)
  }
  const isUsable = parsed.success && !findings.some(({ level }) => level === 'error')
  return { spec: isUsable ? parsed.data : null, draft, findings }
}
