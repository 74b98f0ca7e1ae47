import type { DraftFile } from '../check-metadata.ts'
import type { Finding } from './finding.ts'
import { readYaml } from './read-yaml.ts'
import { reporting } from './report.ts'

/** What to say of a file whose entity another file describes already: it is not used. */
export function twice({ file, text, spec }: DraftFile, first: string): Finding[] {
  const { report, findings } = reporting(file, readYaml(text).place)
  report(
    'twice',
    { path: ['to'], on: 'value' },
    `«${spec.to}» уже описан в файле ${first}: этот не используется. Оставьте один файл или исправьте to.`,
  )
  return findings
}
