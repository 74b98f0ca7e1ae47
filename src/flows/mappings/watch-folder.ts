import { watch } from 'node:fs'
import type { Hub } from '../../context.ts'
import { ConfigError, describeError } from '../../errors.ts'
import type { MappingFiles } from '../../mapping/live-mappings.ts'
import { readMappingFiles } from '../../mappings.ts'
import { adoptFolder } from './adopt-folder.ts'
import { changedFiles } from './changed-files.ts'
import { dropReceipt, writeReceipt } from './receipts.ts'
import { isSettled, settleFiles } from './settle-files.ts'

export interface FolderWatch {
  stop(): Promise<void>
}

export interface WatchPauses {
  /** Between two looks when nothing was announced: network drives lose events. */
  lookMs: number
  /** So long a folder has to lie still before a good edit is taken: editors write in several steps. */
  quietMs: number
  /** The same before an edit is told to be bad, or a file to be gone. */
  doubtMs: number
}

const usual: WatchPauses = { lookMs: 2000, quietMs: 300, doubtMs: 3000 }

/** How often the process says what it runs. */
const receiptMs = 60_000

/** Notices edits of the mapping files where they lie, and has them taken into use. */
export function watchFolder(hub: Hub, pauses: WatchPauses = usual): FolderWatch {
  const folder = hub.config.mappings
  let seen: { disk: MappingFiles; since: number } | null = null
  let toldAt = Date.now()
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()

  const lookIn = (ms: number) => {
    if (isStopped) return
    if (timer) clearTimeout(timer)
    timer = setTimeout(() => {
      looking = looking.then(look).then(lookIn, (error: unknown) => {
        hub.log.warn('the folder of mappings could not be looked at', { error: describeError(error) })
        lookIn(pauses.lookMs)
      })
    }, ms).unref()
  }

  /** Returns when to look again. */
  async function look(): Promise<number> {
    if (Date.now() - toldAt > receiptMs) {
      toldAt = Date.now()
      await writeReceipt(hub)
    }
    const disk = read(folder)
    // A folder that is away for a moment, or empty, is a drive that is away: what is in use stays.
    if (disk === null || isSettled(disk, hub.mappings)) {
      seen = null
      return pauses.lookMs
    }
    if (seen === null || changedFiles(seen.disk, disk).length > 0) {
      seen = { disk, since: Date.now() }
      return pauses.quietMs
    }
    const stillMs = Date.now() - seen.since
    const needed = isDoubtful(disk) ? pauses.doubtMs : pauses.quietMs
    if (stillMs < needed) return Math.min(needed - stillMs, pauses.lookMs)
    await adoptFolder(hub, disk)
    seen = null
    return pauses.lookMs
  }

  /** Half an edit looks like a bad one, a file being replaced like one that is gone. */
  function isDoubtful(disk: MappingFiles): boolean {
    const { files, held } = hub.mappings
    const settled = settleFiles(hub.mappings, disk, files, held, '')
    const isNew = settled.held.some(({ file, text }) => !held.some((one) => one.file === file && one.text === text))
    return isNew || Object.keys(files).some((name) => !(name in disk))
  }

  const watcher = openWatcher(folder, () => lookIn(Math.min(100, pauses.quietMs)))
  lookIn(pauses.lookMs)
  return {
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      watcher?.close()
      await looking
      await dropReceipt(hub)
    },
  }
}

/** Null when the folder cannot be read, or holds nothing. */
function read(folder: string): MappingFiles | null {
  try {
    const disk = readMappingFiles(folder)
    return Object.keys(disk).length > 0 ? disk : null
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

/** Null where the system cannot watch: the periodic look remains. */
function openWatcher(folder: string, onEvent: () => void) {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}
