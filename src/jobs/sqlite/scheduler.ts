import type { Kysely } from 'kysely'
import { createTask, type ScheduledTask, validateDetailed } from 'node-cron'
import { ConfigError, describeError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Database } from '../../store/schema.ts'
import type { Trx } from '../engine.ts'

export interface Schedule {
  name: string
  cron: string
  timezone: string
  /** Enqueues what a firing wants done. */
  enqueue(trx: Trx): Promise<unknown>
}

export interface SchedulerOptions {
  db: Kysely<Database>
  now: () => Date
  log: Pick<Log, 'info' | 'error'>
  /** Called after a firing is committed. */
  onFired(): void
}

/**
 * Fires schedules once a slot, whatever the number of processes and restarts. node-cron only says that it is time; a row
 * in schedule_slot decides. The row of the next slot is written ahead, so a slot that passed while nobody was up is
 * found unfired at the next start and fires then, once, however many were missed. A schedule never seen before has
 * missed nothing.
 */
export function createScheduler({ db, now, log, onFired }: SchedulerOptions) {
  const schedules = new Map<string, Schedule>()
  const tasks = new Map<string, ScheduledTask>()
  const firing = new Set<Promise<void>>()
  let started = false

  async function begin(schedule: Schedule): Promise<void> {
    const task = createTask(schedule.cron, ({ date }) => attempt(schedule, fire(schedule, date)), {
      name: schedule.name,
      timezone: schedule.timezone,
    })
    tasks.set(schedule.name, task)
    // The process was suspended, or too busy to tick.
    task.on('execution:missed', () => attempt(schedule, catchUp(schedule)))
    await task.start()
    await catchUp(schedule)
  }

  /** A firing that fails leaves its slot unfired, so it goes with the next one. */
  async function attempt(schedule: Schedule, work: Promise<void>): Promise<void> {
    firing.add(work)
    try {
      await work
    } catch (error) {
      log.error('schedule could not fire', { schedule: schedule.name, error: describeError(error) })
    } finally {
      firing.delete(work)
    }
  }

  /** Fires what was missed and forgets slots that a changed cron expression no longer has. */
  async function catchUp(schedule: Schedule): Promise<void> {
    const at = now().toISOString()
    const next = nextSlot(schedule.name)
    const missed = await db.transaction().execute(async (trx) => {
      await trx
        .deleteFrom('scheduleSlot')
        .where('name', '=', schedule.name)
        .where('firedAt', 'is', null)
        .where('slot', '>', at)
        .where('slot', '!=', next)
        .execute()
      return take(trx, schedule, at)
    })
    if (missed.length === 0) return
    log.info('schedule fires for a slot that was missed', { schedule: schedule.name, slot: missed.at(-1) })
    onFired()
  }

  async function fire(schedule: Schedule, slot: Date): Promise<void> {
    const fired = await db.transaction().execute(async (trx) => {
      await expect(trx, schedule.name, slot.toISOString())
      return take(trx, schedule, slot.toISOString())
    })
    if (fired.length > 0) onFired()
  }

  /** Marks every unfired slot up to `until` as fired, enqueues once if there was one, and notes the next. */
  async function take(trx: Trx, schedule: Schedule, until: string): Promise<string[]> {
    const taken = await trx
      .updateTable('scheduleSlot')
      .set({ firedAt: now().toISOString() })
      .where('name', '=', schedule.name)
      .where('firedAt', 'is', null)
      .where('slot', '<=', until)
      .returning('slot')
      .execute()
    if (taken.length > 0) await schedule.enqueue(trx)
    await expect(trx, schedule.name, nextSlot(schedule.name))
    return taken.map((row) => row.slot).sort()
  }

  async function expect(trx: Trx, name: string, slot: string): Promise<void> {
    await trx
      .insertInto('scheduleSlot')
      .values({ name, slot, firedAt: null })
      .onConflict((conflict) => conflict.columns(['name', 'slot']).doNothing())
      .execute()
  }

  function nextSlot(name: string): string {
    const next = tasks.get(name)?.getNextRun()
    if (!next) throw new Error(`schedule ${name} has no next firing`)
    return next.toISOString()
  }

  async function end(name: string): Promise<void> {
    await tasks.get(name)?.destroy()
    tasks.delete(name)
  }

  return {
    /** Adds a schedule, or replaces the one of that name. Throws ConfigError when cron or zone cannot be used. */
    async add(schedule: Schedule): Promise<void> {
      check(schedule)
      await end(schedule.name)
      schedules.set(schedule.name, schedule)
      if (started) await begin(schedule)
    },

    async start(): Promise<void> {
      started = true
      for (const schedule of schedules.values()) await begin(schedule)
    },

    async stop(): Promise<void> {
      started = false
      for (const name of [...tasks.keys()]) await end(name)
      await Promise.allSettled(firing)
    },
  }
}

function check({ name, cron, timezone }: Schedule): void {
  const { valid, errors } = validateDetailed(cron)
  if (!valid) {
    const why = errors.map((error) => error.message).join('; ')
    throw new ConfigError(`Schedule ${name}: «${cron}» is no cron expression: ${why}. Example: «*/5 * * * *».`, {
      name,
    })
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
  } catch (cause) {
    throw new ConfigError(
      `Schedule ${name}: no such zone «${timezone}». Give an IANA name, e.g. Europe/Moscow.`,
      { name },
      { cause },
    )
  }
}
