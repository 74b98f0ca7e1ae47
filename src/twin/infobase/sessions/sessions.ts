/**
 * Sessions of a publication (1c-odata §1, §15): pooled ones the server reuses by itself, and explicit ones a client starts
 * with `IBSession: start` and names by a cookie. One request at a time runs in a session; a new session may need a licence.
 */
import { randomUUID } from 'node:crypto'
import { type Faults, takeOne } from '../faults.ts'

export type SessionWish = {
  user: string
  /** The value of the cookie `ibsession`, if one came. */
  cookie: string | undefined
  /** The header `IBSession`. */
  directive: string | undefined
}

export type Refusal = 'lost' | 'pool' | 'licence'

export type Entrance = {
  /** A session that had to be started: its first request is slow. */
  isNew: boolean
  /** The value for `Set-Cookie`; null when the client is not to be told. */
  setCookie: string | null
  leave: () => void
}

export type SessionsState = { pooled: number; explicit: number; busy: number; waiting: number }

export type Sessions = {
  enter: (wish: SessionWish) => Promise<Entrance | Refusal>
  /** What a restart or a maintenance does: every session is gone, its cookie names nothing. */
  dropAll: () => void
  state: () => SessionsState
}

type Session = {
  id: string
  user: string
  kind: 'pooled' | 'explicit'
  isBusy: boolean
  usedAt: number
  /** Requests with the same cookie, in the order they came. */
  queue: (() => void)[]
}

/** @param path Where the cookie is valid: `/realtor`. */
export function openSessions(faults: Faults, path: string): Sessions {
  const sessions = new Map<string, Session>()
  const waitingForPool: (() => void)[] = []
  const pooled = () => [...sessions.values()].filter(({ kind }) => kind === 'pooled')

  function dropIdle(): void {
    const oldest = performance.now() - faults.sessionMaxAgeMs
    for (const session of sessions.values()) {
      if (!session.isBusy && session.usedAt <= oldest) sessions.delete(session.id)
    }
  }

  function start(user: string, kind: Session['kind']): Session | 'licence' {
    if (faults.licences !== null && sessions.size >= faults.licences) return 'licence'
    const session: Session = { id: randomUUID(), user, kind, isBusy: true, usedAt: performance.now(), queue: [] }
    sessions.set(session.id, session)
    return session
  }

  function leave(session: Session, isFinished: boolean): void {
    session.usedAt = performance.now()
    if (isFinished) sessions.delete(session.id)
    const isGone = !sessions.has(session.id)
    const next = isGone ? undefined : session.queue.shift()
    if (next) {
      next()
      return
    }
    session.isBusy = false
    // Those in the queue of a session that is gone look for it and learn so.
    for (const waiting of session.queue.splice(0)) waiting()
    if (session.kind === 'pooled') waitingForPool.shift()?.()
  }

  async function enter(wish: SessionWish): Promise<Entrance | Refusal> {
    dropIdle()
    const areCookiesOn = faults.sessionCookies && faults.reuseSessions !== 'dontuse'
    if (areCookiesOn && wish.cookie !== undefined) return enterByCookie(wish.cookie, wish)
    if (areCookiesOn && wish.directive === 'start') {
      const session = start(wish.user, 'explicit')
      if (session === 'licence') return session
      const setCookie = `ibsession=${session.id}; path=${path}; HttpOnly`
      return { isNew: true, setCookie, leave: () => leave(session, false) }
    }
    return enterPool(wish.user)
  }

  async function enterByCookie(cookie: string, { user, directive }: SessionWish): Promise<Entrance | Refusal> {
    if (takeOne(faults, 'loseSessions')) {
      sessions.delete(cookie)
      return 'lost'
    }
    const session = sessions.get(cookie)
    if (session?.kind !== 'explicit' || session.user !== user) return 'lost'
    if (session.isBusy) {
      await new Promise<void>((resolve) => session.queue.push(resolve))
      if (!sessions.has(cookie)) return 'lost'
    }
    session.isBusy = true
    const isFinished = directive === 'finish'
    const setCookie = isFinished ? `ibsession=; path=${path}; expires=Thu, 01 Jan 1970 00:00:00 GMT` : null
    return { isNew: false, setCookie, leave: () => leave(session, isFinished) }
  }

  async function enterPool(user: string): Promise<Entrance | Refusal> {
    const deadline = performance.now() + faults.poolTimeoutMs
    for (;;) {
      const entrance = tryPool(user)
      if (entrance) return entrance
      const left = deadline - performance.now()
      if (left <= 0) return 'pool'
      await freed(left)
    }
  }

  /** Null when every session of the pool is at work. */
  function tryPool(user: string): Entrance | Refusal | null {
    const isReused = faults.reuseSessions === 'autouse'
    const idle = pooled().filter(({ isBusy }) => !isBusy)
    const own = isReused ? idle.find((session) => session.user === user) : undefined
    if (own) {
      own.isBusy = true
      return { isNew: false, setCookie: null, leave: () => leave(own, false) }
    }
    if (pooled().length >= faults.poolSize) {
      const [stranger] = idle
      if (!stranger) return null
      sessions.delete(stranger.id)
    }
    const session = start(user, 'pooled')
    if (session === 'licence') return session
    return { isNew: true, setCookie: null, leave: () => leave(session, !isReused) }
  }

  function freed(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waitingForPool.splice(waitingForPool.indexOf(wake), 1)
        resolve()
      }, ms)
      waitingForPool.push(wake)
    })
  }

  function dropAll(): void {
    const all = [...sessions.values()]
    sessions.clear()
    for (const { queue } of all) for (const waiting of queue.splice(0)) waiting()
  }

  return {
    enter,
    dropAll,
    state: () => {
      const all = [...sessions.values()]
      return {
        pooled: all.filter(({ kind }) => kind === 'pooled').length,
        explicit: all.filter(({ kind }) => kind === 'explicit').length,
        busy: all.filter(({ isBusy }) => isBusy).length,
        waiting: waitingForPool.length + all.reduce((sum, { queue }) => sum + queue.length, 0),
      }
    },
  }
}
