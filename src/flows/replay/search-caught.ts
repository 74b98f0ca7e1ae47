import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import {
  type Catching,
  countsIn,
  type Hit,
  hitsAtOnce,
  hitsIn,
  isFew,
  type Stretch,
  stretchOf,
} from '../../store/caught.ts'

/** What a filter catches, as far as the table has been looked through. */
export interface Found {
  total: number
  /** Numbers of the rows, oldest first; the first `largest` of them. */
  rows: number[]
  /** Different reasons with their numbers, the commonest first. */
  reasons: { reason: string | null; n: number }[]
  /** Rows looked through, of how many. */
  seen: number
  of: number
}

/** More things at once would be another reading of the whole base; what is beyond is told and left for the next replay. */
const largest = 50_000

/** So few things in the states of a filter are found by the index, in one go. */
const few = 1000

/** A stretch of the table is chosen so that looking through it keeps everybody else waiting about so long. */
const aimMs = 12
const shortest = 200
const longest = 50_000

/** A look for what a filter catches, that goes on from stretch to stretch as long as somebody wants it to. */
export interface Search {
  /** Looks through one more stretch; false when the whole table has been. */
  advance(): Promise<boolean>
  /** What is found by now. */
  found(): Found
}

/**
 * Begins such a look. Texts of a million messages take seconds, and calls come in meanwhile: whoever advances it gives the
 * event loop a turn after each stretch.
 */
export async function openSearch({ db }: Pick<Hub, 'db'>, filter: Catching): Promise<Search> {
  const all = await stretchOf(db, filter.what)
  const of = all === null ? 0 : all.last - all.first + 1
  const atOnce = filter.ids !== undefined || (await isFew(db, filter, few))
  const hits: Hit[] = []
  const reasons = new Map<string | null, number>()
  let next = all?.first ?? 1
  let size = 1000
  let total = 0

  function count(reason: string | null, n: number): void {
    reasons.set(reason, (reasons.get(reason) ?? 0) + n)
    total += n
  }

  async function look(stretch: Stretch): Promise<void> {
    if (hits.length >= largest)
      for (const { reason, n } of await countsIn(db, filter, stretch)) count(reason, Number(n))
    else
      for (const hit of await (atOnce ? hitsAtOnce(db, filter) : hitsIn(db, filter, stretch))) {
        hits.push(hit)
        count(hit.reason, 1)
      }
  }

  return {
    async advance() {
      if (all === null || next > all.last) return false
      const began = performance.now()
      const stretch = { first: next, last: atOnce ? all.last : Math.min(all.last, next + size - 1) }
      await look(stretch)
      next = stretch.last + 1
      const fitting = (size * aimMs) / Math.max(1, performance.now() - began)
      size = Math.round(Math.max(shortest, Math.min(longest, size * 2, fitting)))
      return next <= all.last
    },
    found: () => ({
      total,
      rows: hits
        .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.row - b.row))
        .slice(0, largest)
        .map(({ row }) => row),
      reasons: [...reasons].map(([reason, n]) => ({ reason, n })).toSorted((a, b) => b.n - a.n),
      seen: all === null ? 0 : next - all.first,
      of,
    }),
  }
}

/** Everything a filter catches. */
export async function findAll(hub: Pick<Hub, 'db'>, filter: Catching): Promise<Found> {
  const search = await openSearch(hub, filter)
  while (await search.advance()) await nextTurn()
  return search.found()
}
