import { createHash } from 'node:crypto'
import type { EntityName } from '../model/index.ts'
import type { RawRecord } from '../model/raw.ts'
import { checkMetadata, type Sets } from './check-metadata.ts'
import { compileRead } from './compile.ts'
import type { ConvertContext } from './converters.ts'
import { type Finding, lintMapping } from './lint.ts'
import { compileWrite, type Written } from './reverse.ts'
import { type Source, sourceOf } from './source.ts'
import type { MappingSpec } from './spec.ts'

/** A mapping ready for use. */
export interface Mapping {
  file: string
  entity: EntityName
  spec: MappingSpec
  source: Source
  read(record: RawRecord): Record<string, unknown> | null
  write(entity: Record<string, unknown>): Written
}

export interface Mappings {
  /** By entity; an entity whose file is broken or absent is not here. */
  of(entity: EntityName): Mapping | null
  /** By 1C entity set whose objects the exchange plan may bring: one set may feed several entities. */
  from(set: string): readonly Mapping[]
  /** Those in use. */
  readonly all: readonly Mapping[]
  readonly findings: readonly Finding[]
  /** Of all files together: another one means that records may read differently. */
  readonly fingerprint: string
  /**
   * Compares all names with the infobase's. A mapping that leans on a name 1C does not have is held back until it does:
   * read all the same, its records would be filled with defaults, and a sold flat would turn into one not for sale.
   * Returns the new findings.
   */
  check(sets: Sets): readonly Finding[]
}

/** Compiles all mapping files; a broken one is left out with its findings and never stops the others. */
export function compileMappings(files: { name: string; text: string }[], context: ConvertContext): Mappings {
  const findings: Finding[] = []
  const all: Mapping[] = []
  for (const { name, text } of files) {
    const { spec, findings: found } = lintMapping(name, text)
    findings.push(...found)
    if (!spec) continue
    if (all.some((mapping) => mapping.entity === spec.to)) {
      findings.push({
        file: name,
        line: 1,
        column: 1,
        level: 'error',
        code: 'twice',
        text: `«${spec.to}» уже описан в другом файле.`,
      })
      continue
    }
    try {
      all.push({
        file: name,
        entity: spec.to,
        spec,
        source: sourceOf(spec),
        read: compileRead(spec, context),
        write: compileWrite(spec, context),
      })
    } catch (error) {
      findings.push({ file: name, line: 1, column: 1, level: 'error', code: 'write', text: (error as Error).message })
    }
  }
  let unknown: readonly Finding[] = []
  let used: readonly Mapping[] = all
  return {
    of: (entity) => used.find((mapping) => mapping.entity === entity) ?? null,
    from: (set) => used.filter(({ source }) => source.kind === 'set' && source.set === set),
    get all() {
      return used
    },
    get findings() {
      return [...findings, ...unknown]
    },
    fingerprint: createHash('sha256').update(JSON.stringify(files)).digest('hex'),
    check(sets) {
      unknown = all.flatMap(({ file, spec }) => checkMetadata(file, spec, sets))
      used = all.filter(({ file }) => !unknown.some((finding) => finding.file === file && finding.level === 'error'))
      return unknown
    },
  }
}
