import { type Code, codes, type Level } from './codes.ts'
import type { Finding } from './finding.ts'
import type { At, Place } from './places.ts'

/** Says one finding; its level is the rule's unless told otherwise. */
export type Report = (code: Code, at: At | number, text: string, level?: Level) => void

/** Whoever has mended so many runs lint again anyway. */
const maxFindings = 100

/** Collects the findings of one file, so many as a person may want to see; `place` is asked for each. */
export function reporting(file: string, place: (at: At | number) => Place): { report: Report; findings: Finding[] } {
  const findings: Finding[] = []
  return {
    findings,
    report(code, at, text, level = codes[code].level) {
      if (findings.length < maxFindings) findings.push({ file, ...place(at), level, code, text })
    },
  }
}

/** `; может быть, «x»?`, or the end of the sentence. */
export const guess = (hint: string | null): string => (hint === null ? '.' : `; может быть, «${hint}»?`)
