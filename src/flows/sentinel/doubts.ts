import type { Facts } from '../../errors.ts'

/** Watches why 1C refuses for signs that its configuration is not the one that is known. */
export interface Doubts {
  /** Takes the facts of a failed request. */
  note(facts: Facts): void
  /** Calls back when such answers come in numbers; replaces an earlier wish. */
  onBurst(look: () => void): void
}

/** So many refusals within so long are more than one odd request. */
const burst = { count: 3, withinMs: 60_000 }
/** Pause after a look that a burst asked for: 1C takes up to 40 s to describe itself (1c-odata §8). */
const firstPauseMs = 5 * 60_000
const longestPauseMs = 60 * 60_000

/** How 1C says that it does not know a name (1c-odata §11). */
const telling = new Set<unknown>(['bad_request', 'not_published'])

export function createDoubts(now: () => Date): Doubts {
  let refusals: number[] = []
  let look: () => void = () => {}
  const mayFollowBurst = pauses()
  return {
    note({ reason }) {
      if (!telling.has(reason)) return
      const at = now().getTime()
      refusals = [...refusals.filter((one) => one > at - burst.withinMs), at]
      if (refusals.length < burst.count || !mayFollowBurst(at)) return
      refusals = []
      look()
    },
    onBurst(wish) {
      look = wish
    },
  }
}

/** Says whether a look is due: when the cause goes on although looks find nothing, they get rarer. */
function pauses(): (at: number) => boolean {
  let quietUntil = 0
  let pauseMs = firstPauseMs / 2
  return (at) => {
    if (at < quietUntil) return false
    pauseMs = at > quietUntil + longestPauseMs ? firstPauseMs : Math.min(longestPauseMs, pauseMs * 2)
    quietUntil = at + pauseMs
    return true
  }
}
