import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { deserialize } from 'node:v8'
import { isMarkedAsUntransferable, type ResourceLimits, Worker } from 'node:worker_threads'
import { UnavailableError } from '../errors.ts'
import type { Laid } from '../flows/exchange/lay-out-page.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { type Answer, ready } from './answer.ts'
import { bodyReader, type PageIn } from './lay-out-body.ts'
import { release } from './release.ts'

/** A page that is ready to be stored; `rows` unpacks it slice by slice, once: pages that wait cost next to nothing. */
export interface ReadyPage {
  rows(): Iterable<Laid>
  count: number
  bytes: number
}

/** Decoding, parsing and mapping of pages by the thousand. */
export interface Bulk {
  /**
   * Many pages are to come: starts a thread of its own for them, which leaves this one to people. Pages that come before
   * it is ready are laid out here, as are a few that are not worth a thread. Resolves when the thread is ready or gone.
   */
  warm(): Promise<void>
  /** `page.chunks` are given away. Throws UnavailableError `too_large` when a page does not fit into the thread's memory. */
  layOut(page: PageIn): Promise<ReadyPage>
  close(): Promise<void>
}

/** A page may weigh 32 MB and takes several times that while it is read; one of usual size never leaves the young generation. */
const usualLimits: ResourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 384 }

/** The thread goes when nothing has come for so long; a reading of the whole base is a matter of minutes a day. */
const idleMs = 10_000

export function openBulk(context: ConvertContext, resourceLimits = usualLimits): Bulk {
  const here = bodyReader(context, (laid) => laid)
  const waiting = new Map<number, PromiseWithResolvers<ReadyPage>>()
  let worker: Worker | null = null
  let isReady = false
  let started = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  let last = 0

  function start(): Worker {
    const cache = getCompileCacheDir()
    const env = { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) }
    const fresh = new Worker(new URL('./thread.ts', import.meta.url), { workerData: context, resourceLimits, env })
    let cause: unknown
    isReady = false
    const { promise, resolve } = Promise.withResolvers<void>()
    started = promise
    fresh.on('message', (message: Answer | typeof ready) => {
      if (message !== ready) return settle(message)
      isReady = worker === fresh
      resolve()
    })
    fresh.on('error', (error) => {
      cause = error
    })
    fresh.on('exit', () => {
      resolve()
      if (worker !== fresh) return
      worker = null
      const text = 'Страница данных 1С не поместилась в память хаба: она будет запрошена по частям.'
      giveUp(new UnavailableError(text, { reason: 'too_large' }, { cause }))
    })
    return fresh
  }

  function settle(answer: Answer): void {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('failure' in answer) asked?.reject(new Error(answer.failure))
    else {
      const { slices, ...size } = answer
      asked?.resolve({ rows: () => unpacked(slices), ...size })
    }
    rest()
  }

  function giveUp(error: UnavailableError): void {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  /** Without work nothing keeps the thread, and the thread does not keep the process. */
  function rest(): void {
    if (waiting.size > 0) return
    worker?.unref()
    clearTimeout(idle)
    idle = setTimeout(() => void close(), idleMs).unref()
  }

  function aside(to: Worker, page: PageIn): Promise<ReadyPage> {
    clearTimeout(idle)
    to.ref()
    const id = ++last
    const answer = Promise.withResolvers<ReadyPage>()
    waiting.set(id, answer)
    to.postMessage({ id, page }, buffersOf(page.chunks))
    return answer.promise
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = null
    giveUp(new UnavailableError('Массовое чтение остановлено.'))
    await ending?.terminate()
  }

  return {
    warm() {
      worker ??= start()
      rest()
      return started
    },
    async layOut(page) {
      if (worker && isReady) return aside(worker, page)
      const { slices, ...size } = here(page)
      return { rows: () => slices, ...size }
    },
    close,
  }
}

/** Only once: the memory goes with it. */
function* unpacked(slices: readonly Uint8Array[]): Generator<Laid> {
  for (const slice of slices) {
    yield deserialize(slice) as Laid
    release([slice])
  }
}

/** The memory behind the pieces, which the other thread gets instead of a copy; Node's own pool stays here. */
function buffersOf(chunks: readonly Uint8Array[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const { buffer } of chunks)
    if (buffer instanceof ArrayBuffer && !isMarkedAsUntransferable(buffer)) buffers.add(buffer)
  return [...buffers]
}
