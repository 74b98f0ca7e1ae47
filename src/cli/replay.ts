import { setTimeout as pause } from 'node:timers/promises'
import { type Env, readConfig } from '../config.ts'
import { createHub, type Hub } from '../context.ts'
import { ConfigError, describeError } from '../errors.ts'
import { runReplay } from '../flows/replay/run-replay.ts'
import { startReplay } from '../flows/replay/start-replay.ts'
import { ReplayFilter, type ReplayMapping, replayKinds } from '../model/replay.ts'
import { lockData } from '../store/data-lock.ts'
import { countItems, getReplay, type ItemState, listItems, noItems } from '../store/replays.ts'

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
 * here, and a real one waits for the hub to start. Exit code: 0 done, 1 some failed, 2 some are left or it could not.
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
      console.log(`Попало под отбор: ${total}${isNew ? '' : '. Такой повтор уже идёт, показываем его'}`)
      if (unlock && !dry) {
        console.log('Хаб не запущен: он выполнит повтор, когда запустится, а итог покажет страница «Повтор».')
        return 0
      }
      if (unlock) await alone(hub, id)
      return await follow(hub, id)
    } finally {
      await hub.close()
      unlock?.()
    }
  } catch (error) {
    console.error(`Повторить не получилось: ${describeError(error)}`)
    return 2
  }
}

const moment = 'день или время, например 2026-11-01 или 2026-11-01T09:30'

/** Words of a filter, with what each may be. */
const known: Readonly<Record<string, string>> = {
  what: `одно из: ${replayKinds.join(', ')}`,
  source: 'отправитель, система, вид, очередь или сущность',
  state: 'состояние или all',
  since: moment,
  until: moment,
  reason: 'причина целиком, * заменяет любой текст',
  text: 'текст до 200 знаков',
}

/** The filter that words make; the reason when they make none. */
function filterOf(words: readonly string[]): ReplayFilter | string {
  const names = Object.keys(known).join(', ')
  if (words.length === 0)
    return `Напишите, что повторить, например: replay what=call reason="…*". Слова отбора: ${names}.`
  const parts = words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const)
  const bad = words.find((word) => word.indexOf('=') < 1)
  if (bad !== undefined) return `«${bad}» — не слово=значение. Слова отбора: ${names}.`
  const strange = parts.find(([word]) => !Object.hasOwn(known, word))
  if (strange) return `Слова «${strange[0]}» в отборе нет. Есть: ${names}.`
  const filter = ReplayFilter.safeParse(Object.fromEntries(parts))
  if (filter.success) return filter.data
  return filter.error.issues
    .map(({ code, path: [word = ''], message }) => {
      const name = String(word)
      return code === 'custom' ? `${message}.` : `${name} не бывает таким, нужно: ${known[name]}.`
    })
    .join('\n')
}

async function alone(hub: Hub, replayId: string): Promise<void> {
  const { signal } = new AbortController()
  const job = { id: replayId, queue: 'replay', data: { replayId }, traceId: null, attempt: 1 }
  await runReplay(hub, job.data, job, { signal, heartbeat: async () => {} })
}

const outcomes: Record<ItemState, { real: string; dry: string }> = {
  waiting: { real: 'ЕЩЁ НЕ ДОШЛО', dry: 'ЕЩЁ НЕ ДОШЛО' },
  held: { real: 'ЖДЁТ 1С', dry: 'ЖДЁТ 1С' },
  done: { real: 'СДЕЛАНО', dry: 'БУДЕТ СДЕЛАНО' },
  failed: { real: 'НЕ ПОЛУЧИЛОСЬ', dry: 'НЕ ПОЛУЧИТСЯ' },
  skipped: { real: 'НЕ НУЖНО', dry: 'НЕ НУЖНО' },
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
      console.log(`${outcomes[state][replay?.dry === 1 ? 'dry' : 'real']}  ${title}\n    ${text ?? ''}`)
    printed += ready.length
    if (ready.length > 0) continue
    if (replay?.state !== 'running') break
    if (replay.waiting && process.stderr.isTTY) process.stderr.write(`\r\x1b[K${replay.waiting}`)
    await pause(lookMs)
  }
  const { done, failed, skipped, held, waiting } = (await countItems(hub.db, [id])).get(id) ?? noItems
  const left = [held > 0 ? `, ждёт 1С ${held}` : '', waiting > 0 ? `, осталось ${waiting}` : '']
  console.log(`Сделано ${done}, не получилось ${failed}, повторять не нужно ${skipped}${left.join('')}`)
  return failed > 0 ? 1 : held + waiting > 0 ? 2 : 0
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
