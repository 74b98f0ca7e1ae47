import { type HubError, UnavailableError } from '../../errors.ts'
import type { Reason } from './failure-cases.ts'

/** After how many failures in a row, of whatever requests, 1C is left alone for a while; other reasons mean it answers. */
const patience: Partial<Record<Reason, number>> = {
  maintenance: 1,
  versions: 1,
  licence: 1,
  credentials: 1,
  sessions: 3,
  unreachable: 5,
  timeout: 5,
  disconnected: 5,
  busy: 5,
  crashed: 5,
}

/** Pauses after the first, second, … failed probe in a row, in ms. */
const defaultPauses: readonly number[] = [1000, 2000, 5000, 10_000, 20_000, 30_000]

export interface BreakerHealth {
  /** `closed`: requests go; `open`: none does until `until`; `half-open`: one is finding out. */
  state: 'closed' | 'open' | 'half-open'
  /** Why 1C is left alone. */
  reason: Reason | null
  until: Date | null
}

/**
 * Keeps the hub from knocking at a 1C that is away, shut for maintenance or out of licences: after a pause one request
 * tries, and the rest follow when it gets an answer of any kind.
 */
export interface Breaker {
  /** Throws UnavailableError while 1C is left alone. */
  check(): void
  /** The same, right before a request goes out: the first after a pause becomes the probe. */
  enter(): void
  answered(): void
  failed(error: HubError): void
  health(): BreakerHealth
}

export function openBreaker(pauses: readonly number[] = defaultPauses, now: () => number = Date.now): Breaker {
  let failures = 0
  let opened = 0
  let until: number | null = null
  let isProbing = false
  let cause: HubError | null = null

  const reasonOf = (error: HubError | null) => (error?.facts.reason ?? null) as Reason | null

  function check(): void {
    if (until === null || (now() >= until && !isProbing)) return
    throw new UnavailableError(
      `Обращения к 1С приостановлены, хаб продолжит сам. Причина: ${cause?.message ?? 'неизвестна'}`,
      { reason: 'paused', because: reasonOf(cause) },
    )
  }

  function answered(): void {
    failures = opened = 0
    until = cause = null
    isProbing = false
  }

  return {
    check,
    enter() {
      check()
      isProbing = until !== null
    },
    answered,
    failed(error) {
      const limit = patience[reasonOf(error) ?? 'unexpected']
      if (limit === undefined) return answered()
      failures += 1
      if (!isProbing && failures < limit) return
      // Requests that were under way when 1C went away do not make the pause any longer.
      if (!isProbing && until !== null) return
      cause = error
      until = now() + (pauses[Math.min(opened, pauses.length - 1)] ?? 0)
      opened += 1
      isProbing = false
    },
    health: () => ({
      state: until === null ? 'closed' : isProbing ? 'half-open' : 'open',
      reason: reasonOf(cause),
      until: until === null ? null : new Date(until),
    }),
  }
}
