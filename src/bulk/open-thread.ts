import { getCompileCacheDir } from 'node:module'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { UnavailableError } from '../errors.ts'
import type { PageIn, PageToStore, Prepared, RangeOrder, Tally } from './range.ts'
import type { Answer, Ask, ThreadData } from './thread.ts'

export interface ThreadRange {
  /** `page.bytes` are given away. Throws UnavailableError `too_large` when the page does not fit into the thread's memory. */
  prepare(page: PageIn): Promise<Prepared>
  store(pages: readonly PageToStore[], now: string): Promise<Tally>
  end(): void
}

export interface Thread {
  open(order: RangeOrder): Promise<ThreadRange>
  close(): Promise<void>
}

/**
 * A page may weigh 32 MB and takes several times that while it is read. The young generation is large enough for a page
 * of usual size, so that it never grows old, and small enough not to pile up finished ones.
 */
const resourceLimits: ResourceLimits = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 384 }

/** The thread goes when nothing has come for so long; a reading of the whole base is a matter of minutes a day. */
const idleMs = 10_000

type Wish = Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never

/** Starts with the first range and goes when there is nothing to do. */
export function openThread(workerData: ThreadData, limits: ResourceLimits = resourceLimits): Thread {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let last = 0

  function start(): Worker {
    const cache = getCompileCacheDir()
    const env = { ...process.env, ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }) }
    const fresh = new Worker(new URL('./thread.ts', import.meta.url), { workerData, resourceLimits: limits, env })
    fresh.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('done' in answer) asked?.resolve(answer.done)
      else asked?.reject(new Error(answer.failure))
      rest()
    })
    let cause: unknown
    fresh.on('error', (error) => {
      cause = error
    })
    fresh.on('exit', () => {
      if (worker !== fresh) return
      worker = null
      const text = 'Страница данных 1С не поместилась в память хаба: она будет запрошена по частям.'
      const error = new UnavailableError(text, { reason: 'too_large' }, { cause })
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    })
    return fresh
  }

  /** Without work nothing keeps the thread, and the thread does not keep the process. */
  function rest(): void {
    if (waiting.size > 0) return
    worker?.unref()
    clearTimeout(idle)
    idle = setTimeout(() => void close(), idleMs).unref()
  }

  function ask<T>(to: Worker, wish: Wish, given: ArrayBuffer[] = []): Promise<T> {
    const id = ++last
    const answer = Promise.withResolvers<unknown>()
    waiting.set(id, answer)
    clearTimeout(idle)
    to.ref()
    to.postMessage({ ...wish, id }, given)
    return answer.promise as Promise<T>
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  return {
    async open(order) {
      worker ??= start()
      const mine = worker
      const range = ++last
      /** A range lives and dies with its thread: what it has prepared is nowhere else. */
      const within = <T>(wish: Wish, given?: ArrayBuffer[]): Promise<T> => {
        if (worker === mine) return ask<T>(mine, wish, given)
        throw new UnavailableError(
          'Поток массового чтения остановился: чтение продолжится с последней записанной страницы.',
        )
      }
      await within({ what: 'open', range, order })
      return {
        prepare: async (page) => within({ what: 'prepare', range, page }, ownedBuffer(page.bytes)),
        store: async (pages, now) => within({ what: 'store', range, pages, now }),
        end() {
          if (worker === mine) void ask(mine, { what: 'end', range }).catch(() => undefined)
        },
      }
    },
    close,
  }
}

/** The memory behind the bytes, when nobody else looks at it. */
function ownedBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}
