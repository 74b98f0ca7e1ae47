import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { ConfigError } from '../errors.ts'

/**
 * Claims the data folder for this process; returns the way to let go. The claim is a lock of the operating system on a file
 * of its own, so it ends with the process, however that ends. Throws ConfigError when another hub works here (two would
 * take each other's jobs for those of a dead process) and when nothing can be locked here at all.
 */
export function lockData(folder: string): () => void {
  const path = join(folder, 'hub.lock')
  let file: SQLite.Database | null = null
  try {
    // What lies here are people's names and phones: none of it is for the other users of the machine.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    file = new SQLite(path, { timeout: 0 })
    file.exec('begin exclusive')
  } catch (cause) {
    file?.close()
    const why = cause instanceof Error ? cause.message : String(cause)
    const isTaken = (cause as { code?: unknown }).code === 'SQLITE_BUSY'
    throw new ConfigError(
      isTaken
        ? `Another hub is at work on ${folder}. Stop it first, or give this one a folder of its own (HUB_DATA).`
        : `The data folder cannot be claimed: ${path}: ${why}. Check that this user may write there and that the disk has ` +
            'space; a file that is damaged may be removed while no hub runs.',
      { folder },
      { cause },
    )
  }
  const claim = file
  return () => claim.close()
}
