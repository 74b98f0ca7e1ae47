import { onTestFinished } from 'vitest'
import type { JobEngine } from '../../../src/jobs/engine.ts'
import { type SqliteJobsOptions, sqliteJobs } from '../../../src/jobs/sqlite/index.ts'
import type { Store } from '../../../src/store/open.ts'
import { tempStore } from '../../store/temp-store.ts'
import type { Bench } from '../bench.ts'
import { type Clock, createClock } from '../clock.ts'

export interface SqliteBench extends Bench {
  clock: Clock
  store: Store & { file: string }
  engine(options?: Partial<SqliteJobsOptions>): JobEngine
}

const silent = { info: () => silent, warn: () => silent, error: () => silent } as unknown as SqliteJobsOptions['log']

/**
 * Engines that share the connection, as all parts of one process must; they sleep until woken, and a pause is never so
 * short that it is over before the test has seen it.
 */
export async function sqliteBench(start?: string): Promise<SqliteBench> {
  const store = await tempStore()
  const clock = createClock(start)
  return {
    clock,
    store,
    engine(options = {}) {
      const engine = sqliteJobs({
        db: store.db,
        log: silent,
        now: clock.now,
        pollMs: 3_600_000,
        random: () => 0.5,
        ...options,
      })
      onTestFinished(() => engine.stop(0))
      return engine
    },
    commit: (work) => store.db.transaction().execute(work),
  }
}
