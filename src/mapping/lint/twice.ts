import type { RegisterRows } from '../../model/raw.ts'
import type { DraftFile } from '../check-metadata.ts'
import type { Finding } from './finding.ts'
import { readYaml } from './read-yaml.ts'
import { reporting } from './report.ts'

/** What to say of a file that calls a register by a name another file of the same set has given to another one. */
export function sameRegisterName(
  { file, text, spec }: DraftFile,
  others: readonly Pick<DraftFile, 'file' | 'spec'>[],
): Finding[] {
  const { report, findings } = reporting(file, readYaml(text).place)
  for (const [name, register] of Object.entries(spec.from.registers ?? {})) {
    const other = others.find(
      ({ spec: { from } }) => from.set === spec.from.set && !isSame(from.registers?.[name] ?? register, register),
    )
    if (other)
      report(
        'register',
        { path: ['from', 'registers', name] },
        `В файле ${other.file} под именем «${name}» рядом с «${spec.from.set}» читается другой регистр: дайте этому другое имя.`,
      )
  }
  return findings
}

type Register = Omit<RegisterRows, 'name'>

const isSame = (one: Register, other: Register): boolean =>
  one.set === other.set && one.by === other.by && one.condition === other.condition

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
