import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { ConfigError } from '../errors.ts'

/**
 * Claims the data folder for this process; returns the way to let go. The claim is a lock of the operating system on a file
 * of its own, so it ends with the process, however that ends. Throws ConfigError when another hub works here: two would
 * take each other's jobs for those of a dead process.
 */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = new SQLite(join(folder, 'hub.lock'), { timeout: 0 })
  try {
    file.exec('begin exclusive')
  } catch (cause) {
    file.close()
    throw new ConfigError(
      `Another hub is at work on ${folder}. Stop it first, or give this one a folder of its own (HUB_DATA).`,
      { folder },
      { cause },
    )
  }
  return () => file.close()
}
