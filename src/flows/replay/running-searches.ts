import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import type { Catching } from '../../store/caught.ts'
import { type Found, openSearch, type Search } from './search-caught.ts'

/** A person waits so long for a whole answer before being shown how far it has come. */
const patienceMs = 300
/** A look nobody has asked after for so long is given up: its filter has been typed over. */
const forgottenMs = 5000
/** So long a finished one stands for its filter, so that turning pages is no new look. */
const freshMs = 3000

interface Running {
  search: Search
  askedAt: number
  /** Null while it is under way; long ago when it came to no end. */
  endedAt: number | null
  ended: Promise<void>
}

const running = new WeakMap<Hub['db'], Map<string, Running>>()

/**
 * What a filter catches, for a window that asks again until it has all of it (`seen` is `of`). The look goes on between the
 * questions, one for each filter.
 */
export async function lookFor(hub: Pick<Hub, 'db'>, filter: Catching): Promise<Found> {
  const own = running.get(hub.db) ?? new Map<string, Running>()
  running.set(hub.db, own)
  const now = Date.now()
  for (const [key, { endedAt }] of own) if (endedAt !== null && now - endedAt > freshMs) own.delete(key)
  const key = JSON.stringify(filter)
  const one = own.get(key) ?? begin(await openSearch(hub, filter))
  one.askedAt = now
  own.set(key, one)
  const patience = new AbortController()
  await Promise.race([one.ended, pause(patienceMs, undefined, { signal: patience.signal }).catch(() => {})])
  patience.abort()
  return one.search.found()
}

function begin(search: Search): Running {
  const one: Running = { search, askedAt: Date.now(), endedAt: null, ended: Promise.resolve() }
  one.ended = (async () => {
    let isWhole = false
    try {
      while (!isWhole && Date.now() - one.askedAt < forgottenMs) {
        isWhole = !(await search.advance())
        await nextTurn()
      }
    } finally {
      one.endedAt = isWhole ? Date.now() : 0
    }
  })()
  // Whoever asks is told; nobody may be there any more when it fails.
  one.ended.catch(() => {})
  return one
}
