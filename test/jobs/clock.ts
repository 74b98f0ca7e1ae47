export interface Clock {
  now(): Date
  advance(ms: number): void
}

/** A clock that stands still until it is told to move. */
export function createClock(start = '2026-11-24T09:00:00.000Z'): Clock {
  let at = Date.parse(start)
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms
    },
  }
}
