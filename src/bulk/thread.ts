import { serialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { describeError } from '../errors.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { type Answer, ready } from './answer.ts'
import { bodyReader, type PageIn } from './lay-out-body.ts'

/** The thread of `open-bulk.ts`: one page after the other. */
const layOut = bodyReader(workerData as ConvertContext, serialize)

parentPort?.on('message', ({ id, page }: { id: number; page: PageIn }) => {
  try {
    const answer = layOut(page)
    const given = answer.slices.map(({ buffer }) => buffer as ArrayBuffer)
    parentPort?.postMessage({ id, ...answer } satisfies Answer, given)
  } catch (error) {
    parentPort?.postMessage({ id, failure: describeError(error) } satisfies Answer)
  }
})
parentPort?.postMessage(ready)
