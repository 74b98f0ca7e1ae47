import { UnavailableError } from '../../errors.ts'

/** Who goes first where sessions are few: a person saving, then a call being written down, then reading in bulk. */
export const lanes = ['person', 'call', 'sync'] as const
export type Lane = (typeof lanes)[number]

/** One seat in 1C: a warm session once 1C gave it a cookie; otherwise the web extension pools by itself (`autouse`). */
export interface Session {
  /** `ibsession=…`, to be sent on; null before 1C gave one and after it was lost. */
  cookie: string | null
}

export interface Sessions {
  /** Waits for a seat; every seat taken must be given back. */
  take(lane: Lane): Promise<Session>
  give(session: Session): void
  used(): number
  waiting(): Record<Lane, number>
  /** Told whenever somebody has to wait: whoever holds a seat idly should leave it. Returns the way to stop. */
  onWait(listener: () => void): () => void
  /** Ends the warm sessions and refuses whoever still waits. */
  close(): Promise<void>
}

export interface SessionsOptions {
  /** Requests at work in 1C at once. One session takes one licence and runs one request at a time (1c-odata §15). */
  limit: number
  /** A warm session without work for so long gives its licence back. */
  idleMs: number
  /** Ends a warm session in 1C; its failure is of no consequence, 1C ends it by itself later. */
  finish(cookie: string): Promise<void>
}

/**
 * The seats the hub may take in 1C, opened when needed and the warmest first. Reading in bulk leaves one of several seats
 * to people and calls; with a single one everybody takes turns, request by request.
 */
export function openSessions({ limit, idleMs, finish }: SessionsOptions): Sessions {
  const idle: Session[] = []
  const timers = new Map<Session, NodeJS.Timeout>()
  const queues: Record<Lane, { seat(session: Session): void; refuse(error: Error): void }[]> = {
    person: [],
    call: [],
    sync: [],
  }
  const listeners = new Set<() => void>()
  let used = 0
  let isClosed = false

  const hasSeat = (lane: Lane) => used < (lane === 'sync' ? Math.max(1, limit - 1) : limit)

  function seat(): Session {
    used += 1
    const session = idle.pop() ?? { cookie: null }
    clearTimeout(timers.get(session))
    timers.delete(session)
    return session
  }

  function rest(session: Session): void {
    if (session.cookie === null) return
    idle.push(session)
    const timer = setTimeout(() => {
      idle.splice(idle.indexOf(session), 1)
      timers.delete(session)
      void end(session)
    }, idleMs)
    timers.set(session, timer.unref())
  }

  async function end({ cookie }: Session): Promise<void> {
    if (cookie !== null) await finish(cookie).catch(() => undefined)
  }

  return {
    take(lane) {
      if (isClosed) return Promise.reject(closing())
      if (hasSeat(lane)) return Promise.resolve(seat())
      return new Promise((resolve, reject) => {
        queues[lane].push({ seat: resolve, refuse: reject })
        for (const listener of listeners) listener()
      })
    },
    give(session) {
      used -= 1
      if (isClosed) return void end(session)
      rest(session)
      for (const lane of lanes) {
        while (queues[lane].length > 0 && hasSeat(lane)) queues[lane].shift()?.seat(seat())
      }
    },
    used: () => used,
    waiting: () => ({ person: queues.person.length, call: queues.call.length, sync: queues.sync.length }),
    onWait(listener) {
      listeners.add(listener)
      if (lanes.some((lane) => queues[lane].length > 0)) listener()
      return () => listeners.delete(listener)
    },
    async close() {
      isClosed = true
      for (const timer of timers.values()) clearTimeout(timer)
      for (const lane of lanes) for (const { refuse } of queues[lane].splice(0)) refuse(closing())
      await Promise.all(idle.splice(0).map(end))
    },
  }
}

function closing(): UnavailableError {
  return new UnavailableError('Хаб завершает работу и новых запросов в 1С не посылает.', { reason: 'closing' })
}
