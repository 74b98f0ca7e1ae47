import type { Kysely } from 'kysely'
import { describeError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Database } from '../../store/schema.ts'
import type { Handler, QueueOptions } from '../engine.ts'
import { claimJobs } from './claim-jobs.ts'
import { expiredLeases, leasesOfOthers } from './expired-leases.ts'
import type { JobRecord } from './job-record.ts'
import { nextDue } from './next-due.ts'
import { type RunningJob, runJob } from './run-job.ts'
import { failJob, releaseJobs } from './settle-job.ts'
import { sweepJobs } from './sweep-jobs.ts'

export interface WorkerOptions {
  db: Kysely<Database>
  log: Pick<Log, 'info' | 'warn' | 'error'>
  now: () => Date
  id: string
  pollMs: number
  random: () => number
  exclusive: boolean
}

interface Queue {
  options: QueueOptions
  handler: Handler
}

const sweepEveryMs = 3_600_000

/** Claims due jobs of the registered queues and runs them; asleep until woken, until the next job is due or a poll. */
export function createWorker({ db, log, now, id, pollMs, random, exclusive }: WorkerOptions) {
  const queues = new Map<string, Queue>()
  const running = new Map<string, RunningJob>()
  let started = false
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  let rounds: Promise<void> | undefined
  let again = false
  let sweeping: Promise<void> | undefined
  let sweptAt = Number.NEGATIVE_INFINITY

  /** Many wakes within one turn of the event loop make one round. */
  function wake(): void {
    if (!started) return
    turn ??= setImmediate(() => {
      turn = undefined
      look()
    })
  }

  function look(): void {
    clearTimeout(timer)
    if (rounds) again = true
    else rounds = workOff().finally(() => (rounds = undefined))
  }

  async function workOff(): Promise<void> {
    let sleepMs = pollMs
    try {
      do {
        again = false
        await round()
        sleepMs = await untilDue()
      } while (again && started)
    } catch (error) {
      log.error('job queue could not be read', { error: describeError(error) })
    }
    if (started) timer = setTimeout(look, sleepMs)
  }

  async function untilDue(): Promise<number> {
    const at = now()
    const due = await nextDue(db, at.toISOString())
    return due === null ? pollMs : Math.min(pollMs, Date.parse(due) - at.getTime())
  }

  async function round(): Promise<void> {
    const names = [...queues.keys()]
    if (names.length === 0) return
    const expired = await expiredLeases(db, names, now().toISOString())
    // One of our own still runs: only the event loop was late with renewing. Starting it twice here would help nobody.
    await takeBack(expired.filter((record) => running.get(record.id)?.record.attempt !== record.attempt))
    for (const [name, queue] of queues) {
      if (!started) return
      await fill(name, queue)
    }
    sweep()
  }

  async function fill(name: string, queue: Queue): Promise<void> {
    const free = queue.options.concurrency - [...running.values()].filter((run) => run.record.queue === name).length
    if (free <= 0) return
    const at = now()
    const records = await claimJobs(db, {
      queue: name,
      limit: free,
      worker: id,
      now: at.toISOString(),
      leaseUntil: new Date(at.getTime() + queue.options.leaseMs).toISOString(),
    })
    for (const record of records) begin(record, queue)
  }

  function begin(record: JobRecord, queue: Queue): void {
    const run = runJob({ db, log, now, random, record, ...queue })
    running.set(record.id, run)
    void run.finished.then(() => {
      if (running.get(record.id) === run) running.delete(record.id)
      wake()
    })
  }

  /** A run that was cut off is a failed one: otherwise a job that kills its process would do so for ever. */
  async function takeBack(records: JobRecord[]): Promise<void> {
    for (const record of records) {
      const queue = queues.get(record.queue)
      if (!queue) continue
      const error = new Error('the process that ran the job stopped before the job was over')
      const state = await failJob(db, record, { error, now: now(), random: () => 0, options: queue.options })
      if (state === null) continue
      log.warn('job was left behind', { job: record.id, queue: record.queue, attempt: record.attempt, state })
    }
  }

  function sweep(): void {
    if (sweeping || now().getTime() - sweptAt < sweepEveryMs) return
    sweptAt = now().getTime()
    sweeping = sweepJobs(db, now(), () => !started)
      .then((removed) => {
        if (removed > 0) log.info('old jobs removed', { removed })
      })
      .catch((error: unknown) => log.error('old jobs could not be removed', { error: describeError(error) }))
      .then(() => {
        sweeping = undefined
      })
  }

  return {
    wake,
    queues: () => queues.keys(),

    register(name: string, options: QueueOptions, handler: Handler): void {
      if (queues.has(name)) throw new Error(`queue ${name} already has a handler`)
      queues.set(name, { options, handler })
      wake()
    },

    /** Aborts a run that has lost its job; what it brings no longer counts. */
    drop(job: string, why: string): void {
      running.get(job)?.drop(why)
    },

    async start(): Promise<void> {
      if (started) return
      started = true
      const names = [...queues.keys()]
      if (exclusive && names.length > 0) await takeBack(await leasesOfOthers(db, names, id))
      wake()
    },

    async stop(graceMs: number): Promise<void> {
      if (!started) return
      started = false
      clearTimeout(timer)
      clearImmediate(turn)
      turn = undefined
      await rounds
      await sweeping
      for (const run of running.values())
        if (queues.get(run.record.queue)?.options.resumes) run.drop('the hub is stopping')
      await within(graceMs, Promise.all([...running.values()].map((run) => run.finished)))
      for (const run of running.values()) run.drop('the hub is stopping')
      await releaseJobs(db, id, now().toISOString())
    },
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, timeout])
  clearTimeout(timer)
}
