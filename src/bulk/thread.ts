import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { describeError } from '../errors.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { bodyReader, type PageIn } from './lay-out-body.ts'

/** `packed` is a `Laid` page serialized: one piece of memory that is handed over, and no work for the collectors of either side. */
export type Answer = { id: number } & ({ packed: Uint8Array; count: number; bytes: number } | { failure: string })

/** The thread of `open-bulk.ts`: one page after the other. */
const layOut = bodyReader(workerData as ConvertContext)

parentPort?.on('message', ({ id, page }: { id: number; page: PageIn }) => {
  try {
    const { laid, ...size } = layOut(page)
    const packed = serialize(laid)
    parentPort?.postMessage({ id, packed, ...size } satisfies Answer, [packed.buffer as ArrayBuffer])
  } catch (error) {
    parentPort?.postMessage({ id, failure: describeError(error) } satisfies Answer)
  }
})
