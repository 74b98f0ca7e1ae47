import { EventEmitter } from 'node:events'

/** Parts of the window that may change by themselves; the same words as `topics` of the web contract. */
export type LiveTopic =
  | 'link'
  | 'calls'
  | 'debts'
  | 'units'
  | 'feed'
  | 'journal'
  | 'attention'
  | 'verify'
  | 'mappings'
  | 'replay'

/** Tells whoever listens that something of a topic changed. Carries no data: listeners ask again with their own rights. */
export interface Live {
  changed(...topics: LiveTopic[]): void
  /** Calls back with the topics of the last `everyMs`, never more often; returns the way to stop. */
  listen(onTopics: (topics: LiveTopic[]) => void): () => void
}

export function createLive(everyMs = 200): Live {
  const emitter = new EventEmitter().setMaxListeners(0)
  const pending = new Set<LiveTopic>()
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    const topics = [...pending]
    pending.clear()
    emitter.emit('changed', topics)
  }
  return {
    changed(...topics) {
      if (emitter.listenerCount('changed') === 0) return
      for (const topic of topics) pending.add(topic)
      if (timer === null) timer = setTimeout(flush, everyMs).unref()
    },
    listen(onTopics) {
      emitter.on('changed', onTopics)
      return () => void emitter.off('changed', onTopics)
    },
  }
}
