import type { Facts } from './check-metadata.ts'
import type { ConvertContext } from './converters.ts'
import { compileMappings, type Mappings } from './index.ts'
import type { Finding } from './lint/finding.ts'
import type { InfobaseSchema } from './schema.ts'

/** Texts of mapping files by file name. */
export type MappingFiles = Readonly<Record<string, string>>

/** An edit on disk that cannot be used: the version before it, if there is one, stays in use. */
export interface HeldFile {
  file: string
  /** Its text on disk; null when the folder itself cannot be read. */
  text: string | null
  findings: readonly Finding[]
  /** When it was noticed (ISO, UTC). */
  since: string
}

/**
 * The mappings of a running hub: one object for its whole life, whose content is replaced in one step. Work that must see
 * one version from its beginning to its end takes a Mapping, or `current`, once.
 */
export interface LiveMappings extends Mappings {
  /** What is in use now and will not change under whoever took it; `check` does reach it. */
  readonly current: Mappings
  /** Texts of what is in use. */
  readonly files: MappingFiles
  /** Edits on disk that are not in use. */
  readonly held: readonly HeldFile[]
  /** Compiles files as they would be used here, names compared with the infobase's where those are known. */
  compile(files: MappingFiles): Mappings
  /** Replaces the content. */
  use(files: MappingFiles, held?: readonly HeldFile[]): void
  /** Runs what changes files or content, one piece of work at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function liveMappings(files: MappingFiles, context: ConvertContext): LiveMappings {
  let known: { schema: InfobaseSchema; facts: Facts | undefined } | null = null
  const compile = (texts: MappingFiles): Mappings => {
    const compiled = compileMappings(
      Object.keys(texts)
        .sort()
        .map((name) => ({ name, text: texts[name] ?? '' })),
      context,
    )
    if (known !== null) compiled.check(known.schema, known.facts)
    return compiled
  }
  let now = { files, mappings: compile(files), held: [] as readonly HeldFile[] }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    of: (entity) => now.mappings.of(entity),
    from: (set) => now.mappings.from(set),
    get all() {
      return now.mappings.all
    },
    get findings() {
      return now.mappings.findings
    },
    get fingerprint() {
      return now.mappings.fingerprint
    },
    get current() {
      return now.mappings
    },
    get files() {
      return now.files
    },
    get held() {
      return now.held
    },
    check(schema, facts) {
      known = { schema, facts }
      return now.mappings.check(schema, facts)
    },
    compile,
    use(texts, held = []) {
      now = texts === now.files ? { ...now, held } : { files: texts, mappings: compile(texts), held }
    },
    alone(work) {
      const done = turn.then(work, work)
      turn = done.catch(() => undefined)
      return done
    },
  }
}
