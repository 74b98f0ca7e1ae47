/** Codes of SQLite, by their beginning, with what an administrator should know; the statement itself was not at fault. */
const faults: readonly [code: string, text: string][] = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk cannot be read or written'],
  ['SQLITE_READONLY', 'the database may not be written'],
  ['SQLITE_CANTOPEN', 'the database cannot be opened'],
  ['SQLITE_BUSY', 'another process keeps the database locked'],
  ['SQLITE_CORRUPT', 'the database is damaged: restore it from a backup'],
]

/** Why the database can keep nothing now; null for every other error. */
export function storeFault(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return faults.find(([beginning]) => code.startsWith(beginning))?.[1] ?? null
}
