import { PassThrough, type Readable } from 'node:stream'

/**
 * An answer to be read at leisure: `hurry` takes the rest of it off the wire at once, into memory, so that whoever waits
 * for its session never waits for the one who reads. A wire that stays silent for `timeoutMs` meanwhile is cut.
 */
export function relay(data: Readable, timeoutMs: number): { stream: Readable; hurry(): void } {
  const stream = new PassThrough()
  let isHurrying = false
  data.once('error', (error) => stream.destroy(error))
  data.pipe(stream)
  stream.once('close', () => data.destroy())
  return {
    stream,
    hurry() {
      if (isHurrying || data.readableEnded || stream.destroyed) return
      isHurrying = true
      data.unpipe(stream)
      const cut = () => data.destroy(new Error('the answer stopped coming'))
      let silence = setTimeout(cut, timeoutMs)
      data.on('data', (chunk: Buffer) => {
        clearTimeout(silence)
        silence = setTimeout(cut, timeoutMs)
        if (!stream.destroyed) stream.write(chunk)
      })
      data.once('end', () => stream.end())
      data.once('close', () => clearTimeout(silence))
      data.resume()
    },
  }
}
