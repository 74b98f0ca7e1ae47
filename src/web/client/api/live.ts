import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { type Topic, topics } from '../../api/contract.ts'
import { meQuery, topicsOfQuery } from './queries.ts'

const Changed = z.object({ topics: z.array(z.enum(topics)) })

/** While 1C is being pulled events come in hundreds; the page asks again at most this often. */
const gatherMs = 400
const retryMs = 3000

/** Null while connected, otherwise since when (ms) the page lives on what it already has. */
let lostAt: number | null = null
const watchers = new Set<() => void>()

function setLost(next: number | null): void {
  if ((lostAt === null) === (next === null)) return
  lostAt = next
  for (const watcher of watchers) watcher()
}

/** Since when (ms) live changes do not arrive; null when they do. */
export function useLostAt(): number | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => lostAt,
  )
}

/**
 * Follows `/api/events` and marks what is shown as stale when the server says it changed. Reconnects by itself; after a
 * gap everything is asked again, because what happened meanwhile is not repeated. Returns the way to stop.
 */
export function followChanges(client: QueryClient): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let gather: ReturnType<typeof setTimeout> | undefined
  const gathered = new Set<Topic>()

  const refresh = () => {
    gather = undefined
    const changed = new Set(gathered)
    gathered.clear()
    void client.invalidateQueries({
      predicate: ({ queryKey }) => topicsOfQuery[String(queryKey[0])]?.some((topic) => changed.has(topic)) ?? false,
    })
  }

  const connect = () => {
    source = new EventSource('/api/events')
    source.addEventListener('open', () => {
      if (lostAt !== null) void client.invalidateQueries()
      setLost(null)
    })
    source.addEventListener('changed', (event) => {
      const told = Changed.safeParse(JSON.parse(event.data))
      // An unknown topic comes from a newer server than this page: ask for everything rather than miss it.
      for (const topic of told.success ? told.data.topics : topics) gathered.add(topic)
      gather ??= setTimeout(refresh, gatherMs)
    })
    source.addEventListener('error', () => {
      setLost(Date.now())
      // The browser retries a dropped stream, but gives up on a refused one: then ask who we are and try ourselves.
      if (source?.readyState !== EventSource.CLOSED) return
      void client.invalidateQueries({ queryKey: meQuery.queryKey })
      retry = setTimeout(connect, retryMs)
    })
  }

  connect()
  return () => {
    clearTimeout(retry)
    clearTimeout(gather)
    source?.close()
    setLost(null)
  }
}
