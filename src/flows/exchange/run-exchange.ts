import { setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '../../context.ts'
import { describeError, HubError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'
import { underFence } from '../verify/fence.ts'
import { checkMappings } from './check-mappings.ts'
import { exchangeCycle, keepWays } from './cycle.ts'
import { moveLink } from './link.ts'
import { askPackageAgain } from './package-pause.ts'
import { noMappings, pullAll, requireMappings } from './pull-all.ts'
import { hasPulledAll, pulledAllAt } from './pull-state.ts'

export interface Exchange {
  /** Resolves after the first attempt to reach 1C: pulled, or known to be away. */
  firstTry: Promise<void>
  /** Look now, not at the next poll. */
  poke(): void
  stop(): Promise<void>
}

/** Pauses after the first, second, … failure in a row. */
const backoffMs = [1000, 2000, 5000, 10_000, 20_000, 30_000] as const

/**
 * The one reader of the exchange plan's node (1c-odata §14): the whole base once, then changes, for as long as the hub
 * runs. 1C being away stops nothing else; the loop says so and tries again.
 */
export function runExchange(hub: Hub): Exchange {
  const stopping = new AbortController()
  let poked = Promise.withResolvers<void>()
  const first = Promise.withResolvers<void>()
  let failures = 0

  /** Resolves with whether somebody cut the pause short. */
  const wait = async (ms: number): Promise<boolean> => {
    const woken = new AbortController()
    const signal = AbortSignal.any([stopping.signal, woken.signal])
    const isPoked = await Promise.race([
      pause(ms, false, { signal, ref: false }).catch(() => false),
      poked.promise.then(() => true),
    ])
    woken.abort()
    poked = Promise.withResolvers<void>()
    return isPoked
  }

  const loop = async () => {
    let isPoked = false
    while (!stopping.signal.aborted) {
      try {
        hub.link.lastPullAt ??= await pulledAllAt(hub)
        // Names that 1C has got meanwhile bring a mapping back; 1C being away is another trouble, and is told as one.
        if (hub.mappings.all.length === 0) await checkMappings(hub)
        requireMappings(hub)
        if (!(await hasPulledAll(hub))) {
          // Nobody is told that the base is being read, and then that 1C is away, at each try while it is away.
          if (hub.link.lastError !== null) await hub.onec.ping()
          if (moveLink(hub.link, 'pulling', hub.now().toISOString())) hub.live.changed('link')
          await keepWays(hub)
          await pullAll(hub, await pullTrace(hub), stopping.signal)
        }
        if (stopping.signal.aborted) break
        await underFence(hub, () => exchangeCycle(hub, isPoked, stopping.signal))
        failures = 0
        goOnline(hub)
        first.resolve()
        isPoked = await wait(hub.config.settings.exchange.poll)
      } catch (error) {
        if (stopping.signal.aborted) break
        goOffline(hub, error)
        first.resolve()
        isPoked = await wait(backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 30_000)
        failures += 1
      }
    }
  }
  const running = loop()

  return {
    firstTry: first.promise,
    poke: () => poked.resolve(),
    async stop() {
      stopping.abort()
      poked.resolve()
      await running
      moveLink(hub.link, 'stopped', hub.now().toISOString())
    },
  }
}

/** A pull that was broken off goes on under the trace it began with. */
async function pullTrace(hub: Hub): Promise<string> {
  const known = await getState(hub.db, 'pull.trace')
  if (known) return known
  const traceId = newTraceId()
  await putState(hub.db, 'pull.trace', traceId, hub.now().toISOString())
  return traceId
}

function goOnline(hub: Hub): void {
  const { lastError } = hub.link
  hub.link.lastError = null
  const isBack = moveLink(hub.link, 'online', hub.now().toISOString())
  if (isBack && lastError) {
    // What stood in the way of the exchange plan may have been 1C going away.
    askPackageAgain(hub)
    tellLink(hub, 'link.back', 'info', 'Связь с 1С восстановлена')
  }
  // Every few seconds the link was merely seen once more; what waits for a person changes with its state alone.
  if (isBack) hub.live.changed('attention')
  hub.live.changed('link')
}

function goOffline(hub: Hub, error: unknown): void {
  hub.link.lastError = describeError(error)
  hub.link.progress = null
  const isUnmapped = error instanceof HubError && error.facts.reason === noMappings
  if (moveLink(hub.link, isUnmapped ? 'unmapped' : 'offline', hub.now().toISOString())) {
    tellLink(hub, 'link.lost', 'error', `Обмен с 1С остановился: ${hub.link.lastError}`)
    hub.log.warn('exchange with 1C stopped', { error })
  }
  hub.live.changed('link', 'attention')
}

/** Best effort: what stopped the exchange may be the database itself, and the loop must outlive that. */
function tellLink(hub: Hub, step: string, level: 'info' | 'error', text: string): void {
  const entry = { traceId: newTraceId(), topic: 'exchange', step, level, text } as const
  writeJournal(hub.db, hub.now().toISOString(), entry).catch((error: unknown) =>
    hub.log.error('the journal cannot be written', { step, error: describeError(error) }),
  )
}
