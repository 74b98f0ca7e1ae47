import type { Hub } from '../../context.ts'
import { ConfigError } from '../../errors.ts'
import type { HeldFile, MappingFiles } from '../../mapping/live-mappings.ts'
import { readCaseFile, readMappingFiles, writeMappingFiles } from '../../mappings.ts'
import { writeJournal } from '../../store/journal.ts'
import { lastVersion, versionsBefore, versionWritten } from '../../store/mapping-versions.ts'
import { newTraceId } from '../trace.ts'
import { changesBetween } from './changed-files.ts'
import { settleFiles } from './settle-files.ts'
import { announceVersion, takeIntoUse } from './take-into-use.ts'

/** Whose version it is when files were edited where they lie. */
export const diskAuthor = 'файл на диске'

const byDisk = (comment: string) => ({ author: diskAuthor, comment, effect: null, rolledBackTo: null })

/**
 * What a starting process runs: the folder, and in the place of edits that cannot be used the last good text. A version that
 * a killed process was writing is written to its end first.
 */
export async function openFolder(hub: Pick<Hub, 'config' | 'db' | 'mappings' | 'now'>): Promise<void> {
  await finishWriting(hub)
  const disk = readMappingFiles(hub.config.mappings)
  const good = (await lastVersion(hub.db))?.files ?? {}
  const { files, held } = settleFiles(hub.mappings, disk, good, [], hub.now().toISOString())
  hub.mappings.use(files, held)
}

async function finishWriting(hub: Pick<Hub, 'config' | 'db' | 'mappings' | 'now'>): Promise<void> {
  const version = await lastVersion(hub.db)
  if (version === null || version.writtenAt !== null) return
  const [before] = await versionsBefore(hub.db, version.id, 1)
  const disk = readMappingFiles(hub.config.mappings)
  const wanted = Object.entries(changesBetween(disk, version.files))
  // What somebody has edited since is theirs.
  const changes = Object.fromEntries(
    wanted.filter(([name]) => version.changed.includes(name) && disk[name] === before?.files[name]),
  )
  const cases = Object.entries(version.cases).filter(
    ([name, { before: was }]) => readCaseFile(hub.config.mappings, name) === was,
  )
  const texts = { ...changes, ...Object.fromEntries(cases.map(([name, { after }]) => [name, after])) }
  if (Object.keys(texts).length > 0) writeMappingFiles(hub.config.mappings, texts)
  await versionWritten(hub.db, version.id, hub.now().toISOString())
}

/** Records as a version what the process has found at its start, when it is another one than the last. */
export async function recordFolder(hub: Hub): Promise<void> {
  await hub.mappings.alone(async () => {
    const last = await lastVersion(hub.db)
    const { files, held } = hub.mappings
    for (const one of held) await tellHeld(hub, one)
    if (last && Object.keys(changesBetween(last.files, files)).length === 0) return announceVersion(hub)
    const comment = last === null ? 'Первый запуск' : 'Файлы изменены, пока хаб не работал'
    await takeIntoUse(hub, { before: last?.files ?? {}, files, held, cases: {}, from: 'folder' }, byDisk(comment))
  })
}

/** Takes what lies in the folder into use, as far as it can be used; tells of the rest. */
export async function adoptFolder(hub: Hub, disk: MappingFiles): Promise<void> {
  await hub.mappings.alone(async () => {
    const before = hub.mappings
    // It may have changed while this waited for its turn; whoever looks next sees that.
    if (Object.keys(changesBetween(disk, readMappingFiles(hub.config.mappings))).length > 0) return
    const known = before.held
    const { files, held } = settleFiles(before, disk, before.files, known, hub.now().toISOString())
    const isSame = Object.keys(changesBetween(before.files, files)).length === 0
    for (const one of held)
      if (!known.some(({ file, text }) => file === one.file && text === one.text)) await tellHeld(hub, one)
    if (isSame) {
      hub.mappings.use(before.files, held)
      hub.live.changed('attention', 'journal', 'mappings')
      return
    }
    await takeIntoUse(hub, { before: before.files, files, held, cases: {}, from: 'folder' }, byDisk(''))
  })
}

/** Looks once more at edits held back: one that 1C as it was would not bear may be just the one for 1C as it is now. */
export async function reconsiderHeld(hub: Hub): Promise<void> {
  if (hub.mappings.held.length === 0) return
  let disk: MappingFiles
  try {
    disk = readMappingFiles(hub.config.mappings)
  } catch (error) {
    if (error instanceof ConfigError) return
    throw error
  }
  await adoptFolder(hub, disk)
}

/** A line of the journal for an edit that is not taken into use. */
export async function tellHeld(hub: Hub, { file, findings }: HeldFile): Promise<void> {
  const first = findings.find(({ level }) => level === 'error')
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId: newTraceId(),
    topic: 'system',
    step: 'mapping.held',
    level: 'error',
    title: 'Правка файла соответствий не принята',
    text: `${file}${first ? `, строка ${first.line}: ${first.text}` : ''}`,
  })
  hub.live.changed('attention', 'journal')
}
