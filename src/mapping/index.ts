import type { EntityName } from '../model/index.ts'
import type { RawRecord } from '../model/raw.ts'
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
  all: readonly Mapping[]
  findings: readonly Finding[]
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
  return {
    of: (entity) => all.find((mapping) => mapping.entity === entity) ?? null,
    from: (set) => all.filter(({ source }) => source.kind === 'set' && source.set === set),
    all,
    findings,
  }
}
