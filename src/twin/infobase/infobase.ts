/** An infobase: data in memory, written through to a file; scenes use it directly, everyone else by OData. */

import { wallClock } from './clock.ts'
import type { Configuration, User } from './configuration.ts'
import { registerChange } from './exchange-plan.ts'
import { defaultFaults, type Faults } from './faults.ts'
import type { Dereference } from './presentation.ts'
import type { StoredRecord } from './record.ts'
import { openRecordFile } from './record-file.ts'
import { type RequestLog, requestLog } from './request-log.ts'
import { type Renaming, renamedConfiguration, renamedRecord } from './restructure.ts'
import { deriveSchema, type EntitySet, type Schema } from './schema.ts'
import { openSessions, type Sessions } from './sessions/sessions.ts'
import { openStore, type Store } from './store.ts'
import { seedConstants } from './write/constant.ts'
import { post, unpost } from './write/posting.ts'
import { erase, write } from './write/write.ts'

export type InfobaseChange = {
  set: string
  key: string
  kind: 'created' | 'changed' | 'deleted'
  record: StoredRecord
}

export type Infobase = {
  readonly name: string
  readonly configuration: Configuration
  readonly schema: Schema
  readonly users: readonly User[]
  readonly timezone: string
  /** Mutable at run time. */
  readonly faults: Faults
  readonly requests: RequestLog
  readonly sessions: Sessions
  readonly store: Store
  /** The wall clock of the infobase. */
  now: () => string
  /** @throws when the configuration has no such set. */
  entitySet: (name: string) => EntitySet
  /** Whether the configuration has such a set, published or not. */
  isKnown: (set: string) => boolean
  /** By GUID for objects and record sets (their recorder), by the key of `keyOf` for independent registers. */
  get: (set: string, key: string) => StoredRecord | undefined
  list: (set: string) => readonly StoredRecord[]
  find: (set: string, predicate: (record: StoredRecord) => boolean) => StoredRecord | undefined
  dereference: Dereference
  /** Creates, or changes when the key names an existing record; `Ref_Key` given for a new object becomes its key. */
  write: (set: string, body: Record<string, unknown>) => StoredRecord
  /** Deletes for good, movements included. */
  erase: (set: string, key: string) => void
  post: (set: string, key: string) => StoredRecord
  unpost: (set: string, key: string) => StoredRecord
  /** Stores a finished record and registers the change for exchange nodes; `write` is the way in for everyone else. */
  keep: (set: string, key: string, record: StoredRecord) => void
  drop: (set: string, key: string) => void
  /**
   * Updates the configuration: an attribute gets another name, and its values go along.
   *
   * @throws Error when the configuration has no such attribute or is known from a saved `$metadata` only.
   */
  restructure: (renaming: Renaming) => void
  /** Several writes, kept or undone together. */
  transaction: <T>(work: () => T) => T
  /** Called after each commit; returns how to stop listening. */
  on: (event: 'change', listener: (changes: readonly InfobaseChange[]) => void) => () => void
  close: () => void
}

export type InfobaseOptions = {
  name: string
  configuration: Configuration
  /** Its entity sets where they do not follow from the description, as with a saved `$metadata`. */
  schema?: Schema
  /** SQLite file; null keeps everything in memory. */
  file: string | null
  /** Fills a base that holds nothing yet. */
  seed: (base: Infobase) => void
  users: readonly User[]
  now?: () => Date
  timezone: string
}

export function openInfobase(options: InfobaseOptions): Infobase {
  const { name, users, timezone, now = () => new Date() } = options
  let { configuration, schema = deriveSchema(configuration) } = options
  const faults: Faults = { ...defaultFaults }
  const listeners = new Set<(changes: readonly InfobaseChange[]) => void>()
  const store = openStore(options.file === null ? null : openRecordFile(options.file), (changes) => {
    const seen = changes.flatMap(({ table, key, before, after }): InfobaseChange[] => {
      const record = after ?? before
      if (!record || !schema.sets.has(table)) return []
      return [{ set: table, key, kind: before ? (after ? 'changed' : 'deleted') : 'created', record }]
    })
    if (seen.length > 0) for (const listener of listeners) listener(seen)
  })

  function entitySet(set: string): EntitySet {
    const known = schema.sets.get(set)
    if (!known) throw new Error(`The configuration "${configuration.name}" has no entity set "${set}".`)
    return known
  }

  const base: Infobase = {
    name,
    get configuration() {
      return configuration
    },
    get schema() {
      return schema
    },
    users,
    timezone,
    faults,
    requests: requestLog(),
    sessions: openSessions(faults, `/${name}`),
    store,
    now: () => wallClock(now(), timezone),
    entitySet,
    isKnown: (set) => schema.sets.has(set),
    get: (set, key) => store.table(set).get(key),
    list: (set) => [...store.table(set).values()],
    find: (set, predicate) => {
      for (const record of store.table(set).values()) if (predicate(record)) return record
      return undefined
    },
    dereference: (set, guid) => {
      const record = store.table(set).get(guid)
      return record ? { object: entitySet(set).object, record } : undefined
    },
    write: (set, body) => store.transaction(() => write(base, entitySet(set), body)),
    erase: (set, key) => store.transaction(() => erase(base, entitySet(set), key)),
    post: (set, key) => store.transaction(() => post(base, entitySet(set), key)),
    unpost: (set, key) => store.transaction(() => unpost(base, entitySet(set), key)),
    keep: (set, key, record) => {
      const before = store.table(set).get(key)
      store.put(set, key, record)
      const isChange = faults.registerUnchanged || !before || !sameData(before, record)
      if (isChange) registerChange(base, entitySet(set), key, record)
    },
    drop: (set, key) => {
      const record = store.table(set).get(key)
      if (!record) return
      store.remove(set, key)
      registerChange(base, entitySet(set), key, record)
    },
    restructure: (renaming) => {
      if (options.schema) throw new Error('Конфигурация известна только по сохранённому описанию, изменить её нельзя.')
      configuration = renamedConfiguration(configuration, renaming)
      schema = deriveSchema(configuration)
      const { set } = renaming
      store.transaction(() => {
        for (const [key, record] of store.table(set)) store.put(set, key, renamedRecord(record, renaming))
      })
    },
    transaction: store.transaction,
    on: (_event, listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: store.close,
  }
  const isEmpty = ![...schema.sets.keys()].some((set) => store.table(set).size > 0)
  if (isEmpty) {
    store.transaction(() => {
      seedConstants(base)
      options.seed(base)
    })
  }
  return base
}

/** Whether two states of an object differ in nothing but their version. */
function sameData(before: StoredRecord, after: StoredRecord): boolean {
  const data = (record: StoredRecord) => JSON.stringify({ ...record, DataVersion: null })
  return data(before) === data(after)
}
