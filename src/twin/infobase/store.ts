/**
 * The tables of an infobase: in memory for reading, written through to SQLite at the end of each transaction. One OData
 * request is one transaction (1c-odata §12); a failure anywhere in it leaves memory and file as they were.
 */

import type { StoredRecord } from './record.ts'
import type { RecordFile } from './record-file.ts'

export type Change = { table: string; key: string; before: StoredRecord | undefined; after: StoredRecord | undefined }

export type Store = {
  table: (name: string) => ReadonlyMap<string, StoredRecord>
  put: (table: string, key: string, record: StoredRecord) => void
  remove: (table: string, key: string) => void
  /** Runs `work` and commits what it wrote; a nested call joins the outer transaction. */
  transaction: <T>(work: () => T) => T
  close: () => void
}

/** @param onCommit is called once per transaction with its net changes, after they are durable. */
export function openStore(file: RecordFile | null, onCommit: (changes: readonly Change[]) => void): Store {
  const tables = new Map<string, Map<string, StoredRecord>>()
  for (const { table, key, record } of file?.load() ?? []) tableOf(table).set(key, record)
  let pending: Map<string, Change> | null = null

  function tableOf(name: string): Map<string, StoredRecord> {
    const known = tables.get(name)
    if (known) return known
    const table = new Map<string, StoredRecord>()
    tables.set(name, table)
    return table
  }

  function change(table: string, key: string, after: StoredRecord | undefined): void {
    if (!pending) {
      transaction(() => change(table, key, after))
      return
    }
    const rows = tableOf(table)
    const id = `${table}\n${key}`
    const first = pending.get(id)
    pending.set(id, { table, key, before: first ? first.before : rows.get(key), after })
    if (after) rows.set(key, after)
    else rows.delete(key)
  }

  function rollBack(changes: Iterable<Change>): void {
    for (const { table, key, before } of changes) {
      if (before) tableOf(table).set(key, before)
      else tableOf(table).delete(key)
    }
  }

  function transaction<T>(work: () => T): T {
    if (pending) return work()
    const changes = new Map<string, Change>()
    pending = changes
    let result: T
    try {
      result = work()
      file?.save(changes.values())
    } catch (error) {
      rollBack(changes.values())
      throw error
    } finally {
      pending = null
    }
    if (changes.size > 0) onCommit([...changes.values()])
    return result
  }

  return {
    table: tableOf,
    put: (table, key, record) => change(table, key, record),
    remove: (table, key) => change(table, key, undefined),
    transaction,
    close: () => file?.close(),
  }
}
