import { isMarkedAsUntransferable } from 'node:worker_threads'

/**
 * Gives memory back at once. Pages come and go by the megabyte outside the heap, where the collector sees little reason to
 * hurry: left to it, what is done with would make up half of the process.
 */
export function release(chunks: readonly Uint8Array[]): void {
  for (const { buffer } of chunks)
    if (buffer instanceof ArrayBuffer && !buffer.detached && !isMarkedAsUntransferable(buffer)) buffer.transfer(0)
}
