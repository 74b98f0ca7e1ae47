import type { Hub } from '../../context.ts'
import type { HeldFile, MappingFiles } from '../../mapping/live-mappings.ts'
import { readCaseFile, writeMappingFiles } from '../../mappings.ts'
import { writeJournal } from '../../store/journal.ts'
import { addVersion, dropVersion, versionWritten } from '../../store/mapping-versions.ts'
import { noticeMappings } from '../exchange/notice-mappings.ts'
import { newTraceId } from '../trace.ts'
import { changedFiles, changesBetween, type FileChanges } from './changed-files.ts'
import { writeReceipt } from './receipts.ts'

export interface Change {
  /** What is replaced, and by what. */
  before: MappingFiles
  files: MappingFiles
  /** Files of cases that go with them. */
  cases: FileChanges
  /** Edits on disk that stay out of use. */
  held: readonly HeldFile[]
  /** Where the new texts are to be found already: in the folder, or nowhere yet. */
  from: 'folder' | 'hub'
}

export interface NewVersion {
  author: string
  comment: string
  /** Sentences of the trial its author was shown. */
  effect: string[] | null
  rolledBackTo: number | null
}

/**
 * Makes files the version in use: its row, then the folder (unless they come from there), then what this process runs. A
 * process killed on the way finishes it at its next start (`openFolder`). Only inside `hub.mappings.alone`. Returns the number
 * of the version.
 */
export async function takeIntoUse(
  hub: Hub,
  { before, files, cases, held, from }: Change,
  version: NewVersion,
): Promise<number> {
  const changed = changedFiles(before, files)
  const { fingerprint } = hub.mappings.compile(files)
  const at = hub.now().toISOString()
  const id = await addVersion(hub.db, {
    ...version,
    at,
    files: { ...files },
    fingerprint,
    changed,
    cases: Object.fromEntries(
      Object.entries(cases).map(([name, after]) => [name, { before: readCaseFile(hub.config.mappings, name), after }]),
    ),
    writtenAt: from === 'folder' ? at : null,
  })
  if (from === 'hub') {
    try {
      writeMappingFiles(hub.config.mappings, { ...changesBetween(before, files), ...cases })
    } catch (error) {
      await dropVersion(hub.db, id)
      throw error
    }
    await versionWritten(hub.db, id, hub.now().toISOString())
  }
  hub.mappings.use(files, held)
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId: newTraceId(),
    topic: 'system',
    step: 'mapping.version',
    title: 'Соответствия: новая версия',
    text: journalText(id, version, [...changed, ...Object.keys(cases)]),
    facts: { version: id, author: version.author, changed },
  })
  await announceVersion(hub)
  return id
}

/** What follows from another version: records are read again, ways of reading chosen anew, windows told. */
export async function announceVersion(hub: Hub): Promise<void> {
  await noticeMappings(hub)
  await writeReceipt(hub)
  hub.link.waysAt = null
  hub.poke()
  hub.live.changed('attention', 'journal', 'mappings')
}

function journalText(id: number, { author, comment, rolledBackTo }: NewVersion, changed: readonly string[]): string {
  const what = rolledBackTo === null ? `Включена версия ${id}` : `Возвращена версия ${rolledBackTo} (теперь ${id})`
  return `${what}: ${changed.join(', ')}. Автор: ${author}${comment ? `. ${comment}` : ''}`
}
