import type { EnqueueOptions, Job, JobEngine, JobRow, RunContext, Trx } from '../../src/jobs/engine.ts'
import type { Clock } from './clock.ts'

/** What the contract needs of an engine: several of them on one store, as several processes would have. */
export interface Bench {
  clock: Clock
  /** Another engine on the store, as a process of its own would have; stopped when the test is over. */
  engine(): JobEngine
  commit<T>(work: (trx: Trx) => Promise<T>): Promise<T>
}

/** A run that the test lets go on. */
export interface HeldRun {
  job: Job
  run: RunContext
  succeed(): void
  fail(error: Error): void
}

/** A handler whose runs stop at once and wait for the test. */
export function createHold() {
  const runs: HeldRun[] = []
  const handler = (job: Job, run: RunContext) =>
    new Promise<void>((resolve, reject) => {
      runs.push({ job, run, succeed: resolve, fail: reject })
    })
  return { runs, handler }
}

/** Enqueues in a transaction of its own and wakes the engine, as callers do. */
export async function put(
  bench: Bench,
  engine: JobEngine,
  queue: string,
  data: object,
  options?: EnqueueOptions,
): Promise<string> {
  const id = await bench.commit((trx) => engine.enqueue(trx, queue, data, options))
  engine.wake()
  return id
}

export async function rowOf(engine: JobEngine, id: string): Promise<JobRow> {
  const row = (await engine.list({ limit: 1000 })).find((each) => each.id === id)
  if (!row) throw new Error(`no job ${id}`)
  return row
}
