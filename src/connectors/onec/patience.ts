import type { HubError } from '../../errors.ts'

/** A deadline that runs only while we wait for 1C, not while we are busy with what it sent. */
export interface Patience {
  signal: AbortSignal
  start(): void
  pause(): void
}

export function startPatience(ms: number): Patience {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const patience: Patience = {
    signal: controller.signal,
    start() {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), ms)
    },
    pause() {
      clearTimeout(timer)
    },
  }
  patience.start()
  return patience
}

/** The pieces of an answer, each awaited no longer than our patience; a broken one throws what `fail` makes of it. */
export async function* patiently(
  data: AsyncIterable<Uint8Array>,
  patience: Patience,
  fail: (error: unknown) => HubError,
): AsyncGenerator<Uint8Array> {
  patience.start()
  try {
    for await (const chunk of data) {
      patience.pause()
      yield chunk
      patience.start()
    }
  } catch (error) {
    throw fail(error)
  } finally {
    patience.pause()
  }
}
