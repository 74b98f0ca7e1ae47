import { createHash } from 'node:crypto'
import type { Mappings } from '../../mapping/index.ts'
import type { Finding } from '../../mapping/lint/finding.ts'
import type { MappingFiles } from '../../mapping/live-mappings.ts'
import { isCaseFile, isMappingFile } from '../../mappings.ts'
import type { EntityName } from '../../model/index.ts'

/** New texts by file name; null takes the file away. */
export type FileChanges = Readonly<Record<string, string | null>>

/** Names of the files that differ, in order. */
export function changedFiles(before: MappingFiles, after: MappingFiles): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).sort()
}

/** Of a change, what are mapping files. */
export const mappingPart = (changes: FileChanges): FileChanges => partOf(changes, isMappingFile)

/** Of a change, what are files of cases. */
export const casesPart = (changes: FileChanges): FileChanges => partOf(changes, isCaseFile)

const partOf = (changes: FileChanges, isOne: (name: string) => boolean): FileChanges =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => isOne(name)))

/** What has to be changed of `before` to make it `after`. */
export function changesBetween(before: MappingFiles, after: MappingFiles): FileChanges {
  return Object.fromEntries(changedFiles(before, after).map((name) => [name, after[name] ?? null]))
}

export function withChanges(files: MappingFiles, changes: FileChanges): MappingFiles {
  const texts = Object.entries({ ...files, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null)
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Entities whose records these files decide about, in one version or the other. */
export function concernedEntities(names: readonly string[], ...versions: readonly Mappings[]): EntityName[] {
  const found = versions.flatMap(({ all }) => all.filter(({ file }) => names.includes(file)))
  return [...new Set(found.map(({ entity }) => entity))]
}

/** The first error in each of these files; empty when all of them can be used. */
export function errorsIn(mappings: Mappings, names: readonly string[]): Finding[] {
  return names.flatMap(
    (name) => mappings.findings.find((finding) => finding.file === name && finding.level === 'error') ?? [],
  )
}

/**
 * The first error in each file of a change, and in each that works now and would not beside it: a second file for an entity
 * puts out the one it has. Empty when the change can be used.
 */
export function errorsOfChange(now: Mappings, next: Mappings, changed: readonly string[]): Finding[] {
  const others = now.all.map(({ file }) => file).filter((file) => !changed.includes(file))
  return errorsIn(next, [...changed, ...others])
}

/** Short enough to be kept beside a trial, long enough to tell two texts apart. */
export const hashOf = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : createHash('sha256').update(text).digest('hex')
