import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type LogEvent,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import { ConfigError } from '../errors.ts'
import type { Log } from '../log.ts'
import { fold } from './fold.ts'
import type { Database } from './schema.ts'

export interface Store {
  db: Kysely<Database>
  close(): Promise<void>
}

/** A statement that keeps everyone else waiting this long deserves a line in the log. */
const slowMs = 250

/** How long to wait for another process to let go of the database, and how often to look. */
const busyMs = 5000
const lookMs = 20

/**
 * Opens the SQLite file, which is made with its folder when missing; `:memory:` lives as long as the store. The schema is
 * left as found: call `migrate` next. Throws ConfigError when the file cannot be opened.
 *
 * There is ONE connection: inside a transaction await nothing but the database, or everybody waits for it.
 *
 * Columns and tables are camelCase in code and snake_case in the file. JSON lies in text columns and is parsed by whoever
 * reads it, so its keys stay as they are.
 */
export async function openStore(file: string, log?: Pick<Log, 'warn' | 'error'>): Promise<Store> {
  const sqlite = openFile(file)
  const db = new Kysely<Database>({
    dialect: immediate(sqlite),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: (event) => report(event, log),
  })
  return { db, close: () => db.destroy() }
}

function openFile(file: string): SQLite.Database {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    const sqlite = new SQLite(file, { timeout: busyMs })
    sqlite.pragma('journal_mode = WAL')
    // A 2xx means the fact is on disk (design §4.2); shared commits make FULL affordable (performance A.a).
    sqlite.pragma('synchronous = FULL')
    // Keys of 1C are random: without the inner pages of its indexes at hand every record would read some back.
    sqlite.pragma('cache_size = -8000')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('busy_timeout = 0')
    sqlite.function('ru_lower', { deterministic: true }, (text: unknown) => (text === null ? null : fold(String(text))))
    return sqlite
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(
      `The database ${file} cannot be opened: ${why}. Check that the folder exists, belongs to this user and has space, ` +
        'or set HUB_DATABASE to another file.',
      { file },
      { cause },
    )
  }
}

/** Far more than the hub has statements with fixed text; lists of varying length push each other out. */
const keptStatements = 400

/**
 * The database as Kysely's driver sees it, with statements that stay prepared: preparing one of a page of records takes
 * longer than running it. The one unused for longest goes first.
 */
function preparing(database: SQLite.Database): SqliteDatabase {
  const kept = new Map<string, SQLite.Statement>()
  return {
    prepare(text) {
      const statement = kept.get(text) ?? database.prepare(text)
      kept.delete(text)
      kept.set(text, statement)
      if (kept.size > keptStatements) kept.delete(kept.keys().next().value ?? '')
      return statement as unknown as SqliteStatement
    },
    close() {
      kept.clear()
      database.close()
    },
  }
}

/**
 * SQLite with `begin immediate`. A transaction that first reads and then writes would otherwise fail at once with
 * SQLITE_BUSY_SNAPSHOT when another process committed in between, without waiting its turn.
 *
 * After a full disk SQLite has rolled back by itself; asking it again would put its complaint in the place of the reason.
 */
function immediate(database: SQLite.Database): Dialect {
  const dialect = new SqliteDialect({ database })
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = new SqliteDriver({
        database: preparing(database),
        onCreateConnection: async (connection) => waitInTurns(connection, database),
      })
      driver.beginTransaction = async (connection) => {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      }
      const rollBack = driver.rollbackTransaction.bind(driver)
      driver.rollbackTransaction = async (connection) => {
        if (database.inTransaction) await rollBack(connection)
      }
      return driver
    },
  }
}

/** Waits for another process between turns of the event loop: SQLite itself would wait in one, and nobody be answered meanwhile. */
function waitInTurns(connection: DatabaseConnection, database: SQLite.Database): void {
  const execute = connection.executeQuery.bind(connection)
  connection.executeQuery = async (query) => {
    const end = performance.now() + busyMs
    for (;;) {
      try {
        return await execute(query)
      } catch (error) {
        if (!isBusy(error) || database.inTransaction || performance.now() > end) throw error
      }
      await pause(lookMs)
    }
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')

/** SQL goes to the log, its parameters never: they are people's data. */
function report(event: LogEvent, log: Pick<Log, 'warn' | 'error'> | undefined): void {
  if (event.level === 'error') log?.warn('statement failed', { sql: event.query.sql, error: String(event.error) })
  else if (event.queryDurationMillis > slowMs) {
    log?.warn('slow statement', { sql: event.query.sql, ms: Math.round(event.queryDurationMillis) })
  }
}
