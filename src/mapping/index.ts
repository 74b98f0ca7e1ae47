import { createHash } from 'node:crypto'
import type { EntityName } from '../model/index.ts'
import type { Beyond, RawRecord } from '../model/raw.ts'
import { checkMetadata, type DraftFile, type Facts } from './check-metadata.ts'
import { compileRead } from './compile.ts'
import type { ConvertContext } from './converters.ts'
import type { Finding } from './lint/finding.ts'
import { sameRegisterName, twice } from './lint/twice.ts'
import { lintMapping } from './lint.ts'
import { navigationsOf } from './navigations.ts'
import { compileWrite, type Written } from './reverse.ts'
import type { InfobaseSchema } from './schema.ts'
import { type Source, sourceOf } from './source.ts'
import type { MappingSpec } from './spec.ts'

/** A mapping ready for use. */
export interface Mapping {
  file: string
  /** Source text of the file. */
  text: string
  entity: EntityName
  spec: MappingSpec
  source: Source
  /** SHA-256 of the text. */
  hash: string
  /** References the source must expand and registers it must read along, else fields beyond them read as empty. */
  expand: readonly Beyond[]
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
  check(schema: InfobaseSchema, facts?: Facts): readonly Finding[]
}

const startOfFile = { line: 1, column: 1, endLine: 1, endColumn: 1 }

/** Compiles all mapping files; a broken one is left out with its findings and never stops the others. */
export function compileMappings(files: { name: string; text: string }[], context: ConvertContext): Mappings {
  const findings: Finding[] = []
  const all: Mapping[] = []
  const drafts: DraftFile[] = []
  for (const { name, text } of files) {
    const { spec, draft, findings: found } = lintMapping(name, text)
    findings.push(...found)
    if (draft) drafts.push({ file: name, text, spec: draft })
    if (!spec) continue
    const first = all.find(({ entity }) => entity === spec.to)
    if (first) {
      findings.push(...twice({ file: name, text, spec }, first.file))
      continue
    }
    const clashes = sameRegisterName({ file: name, text, spec }, all)
    if (clashes.length > 0) {
      findings.push(...clashes)
      continue
    }
    try {
      all.push({
        file: name,
        text,
        entity: spec.to,
        spec,
        source: sourceOf(spec),
        hash: createHash('sha256').update(text).digest('hex'),
        expand: navigationsOf(spec),
        read: compileRead(spec, context),
        write: compileWrite(spec, context),
      })
    } catch (error) {
      const { message } = error as Error
      findings.push({ file: name, ...startOfFile, level: 'error', code: 'write', text: message })
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
    check(schema, facts) {
      unknown = checkMetadata(drafts, schema, facts)
      used = all.filter(({ file }) => !unknown.some((finding) => finding.file === file && finding.level === 'error'))
      return unknown
    },
  }
}
