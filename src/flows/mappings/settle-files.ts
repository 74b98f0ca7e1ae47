import type { HeldFile, LiveMappings, MappingFiles } from '../../mapping/live-mappings.ts'
import { changedFiles } from './changed-files.ts'

interface Settled {
  /** What is to be in use. */
  files: MappingFiles
  /** Edits that cannot be. */
  held: HeldFile[]
}

/**
 * Decides what of a folder is taken into use: every file that can be used as it is there; of one that cannot, the last good
 * text, if there is any. `good` are the texts in use, `known` what was held back before.
 */
export function settleFiles(
  { compile }: Pick<LiveMappings, 'compile'>,
  disk: MappingFiles,
  good: MappingFiles,
  known: readonly HeldFile[],
  now: string,
): Settled {
  const held: HeldFile[] = []
  // A file kept as it was may now contradict another one, so each round looks at all of them together.
  for (let files = disk; ; ) {
    const { findings } = compile(files)
    const broken = changedFiles(good, files).filter((name) =>
      findings.some((finding) => finding.file === name && finding.level === 'error'),
    )
    if (broken.length === 0) return { files, held }
    for (const file of broken) {
      const text = disk[file] ?? null
      const since = known.find((one) => one.file === file && one.text === text)?.since ?? now
      held.push({ file, text, since, findings: findings.filter((finding) => finding.file === file) })
    }
    files = Object.fromEntries(
      Object.entries({ ...files, ...Object.fromEntries(broken.map((name) => [name, good[name]])) }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
  }
}

/** Whether a folder holds anything that has not been decided upon. */
export function isSettled(disk: MappingFiles, { files, held }: Pick<LiveMappings, 'files' | 'held'>): boolean {
  const waiting = changedFiles(disk, files)
  return waiting.length === held.length && held.every(({ file, text }) => waiting.includes(file) && disk[file] === text)
}
