import { expect, vi } from 'vitest'
import type { JobEngine, JobState } from '../../src/jobs/engine.ts'
import { rowOf } from './bench.ts'

/** Waits for the assertions in `condition` to hold. */
export const until = (condition: () => unknown) => vi.waitFor(condition, { interval: 2, timeout: 10_000 })

export const isIn = (engine: JobEngine, id: string, state: JobState) =>
  until(async () => expect((await rowOf(engine, id)).state).toBe(state))
