import { useSyncExternalStore } from 'react'

const tickMs = 20_000

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of watchers) each()
  }, tickMs)
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The present in ms, moved on every twenty seconds by one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => {
    // Without a running clock the value may be hours old: a page just opened must not say «только что» about it.
    if (timer === undefined) now = Math.max(now, Math.floor(Date.now() / tickMs) * tickMs)
    return now
  })
}
