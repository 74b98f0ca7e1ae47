import { setTimeout as pause } from 'node:timers/promises'
import { type Env, readConfig } from '../config.ts'
import { createHub, type Hub } from '../context.ts'
import { ConfigError, describeError } from '../errors.ts'
import { runReplay } from '../flows/replay/run-replay.ts'
import { startReplay } from '../flows/replay/start-replay.ts'
import { ReplayFilter, type ReplayMapping } from '../model/replay.ts'
import { lockData } from '../store/data-lock.ts'
import { countItems, getReplay, listItems } from '../store/replays.ts'

export interface ReplayCommand {
  /** `word=value`, see `ReplayFilter`. */
  words: readonly string[]
  dry: boolean
  mapping: ReplayMapping
}

const lookMs = 300
const page = 500

/**
 * Does past things once more and prints what became of each. The work is the running hub's; where none runs a dry run is done
 * here, and a real one waits for the hub to start. Exit code: 0 done, 1 some failed, 2 could not.
 */
export async function replay(env: Env, { words, dry, mapping }: ReplayCommand): Promise<number> {
  const filter = filterOf(words)
  if (typeof filter === 'string') {
    console.error(filter)
    return 2
  }
  try {
    const config = readConfig(env, env.ONEC_URL ? undefined : `http://127.0.0.1:${env.TWIN_PORT || '8081'}`)
    const unlock = holdData(config.data)
    const hub = await createHub({
      ...config,
      logLevel: 'error',
      onec: { ...config.onec, sessions: unlock ? config.onec.sessions : 1 },
    })
    try {
      const { id, total, isNew } = await startReplay(hub, filter, { mapping, dry, author: 'cli' })
      console.log(`${total} caught${isNew ? '' : ': this replay runs already'}`)
      if (unlock && !dry) {
        console.log('No hub is running: it does the work when it starts, and the page «Повтор» shows the result.')
        return 0
      }
      if (unlock) await alone(hub, id)
      return await follow(hub, id)
    } finally {
      await hub.close()
      unlock?.()
    }
  } catch (error) {
    console.error(`Could not replay: ${describeError(error)}`)
    return 2
  }
}

/** The filter that words make; the reason when they make none. */
function filterOf(words: readonly string[]): ReplayFilter | string {
  if (words.length === 0)
    return 'Say what to do again, e.g. `replay what=call reason="…*"`: what, source, state, since, until, reason, text.'
  const parts = words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const)
  const bad = words.find((word) => word.indexOf('=') < 1)
  if (bad !== undefined) return `«${bad}» is no word=value.`
  const filter = ReplayFilter.safeParse(Object.fromEntries(parts))
  if (filter.success) return filter.data
  return filter.error.issues.map((issue) => `${issue.path.join('.') || 'filter'}: ${issue.message}`).join('\n')
}

async function alone(hub: Hub, replayId: string): Promise<void> {
  const { signal } = new AbortController()
  const job = { id: replayId, queue: 'replay', data: { replayId }, traceId: null, attempt: 1 }
  await runReplay(hub, job.data, job, { signal, heartbeat: async () => {} })
}

/** Prints items as they are settled, then the sums. */
async function follow(hub: Hub, id: string): Promise<number> {
  let printed = 0
  for (;;) {
    const replay = await getReplay(hub.db, id)
    const items = await listItems(hub.db, id, undefined, printed, page)
    const settled = items.findIndex(({ state }) => state === 'waiting')
    const ready = settled < 0 ? items : items.slice(0, settled)
    for (const { state, title, text } of ready)
      console.log(`${state.toUpperCase().padEnd(8)} ${title}\n         ${text ?? ''}`)
    printed += ready.length
    if (ready.length > 0) continue
    if (replay?.state !== 'running') break
    if (replay.waiting && process.stderr.isTTY) process.stderr.write(`\r\x1b[K${replay.waiting}`)
    await pause(lookMs)
  }
  const { done = 0, failed = 0, skipped = 0, waiting = 0 } = (await countItems(hub.db, [id])).get(id) ?? {}
  console.log(`${done} done, ${failed} failed, ${skipped} need nothing${waiting > 0 ? `, ${waiting} left` : ''}`)
  return failed > 0 ? 1 : waiting > 0 ? 2 : 0
}

/** The way to let go of the folder; null when a hub is at work on it. */
function holdData(folder: string): (() => void) | null {
  try {
    return lockData(folder)
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}
