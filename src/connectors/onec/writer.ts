import type { RawRecord } from '../../model/raw.ts'
import type { Onec } from './client.ts'
import { type PutRequest, type PutResult, putObject } from './sink.ts'

/** Writes the hub's wishes into an infobase. */
export interface Writer {
  /** `putObject`, one at a time for each object, in the order asked for; `through` is the place in the queue to 1C. */
  put(request: PutRequest, through: Onec): Promise<PutResult>
  /** Whether a change that came from 1C is nothing but our own last write of the object (1c-odata §14). */
  isEcho(raw: RawRecord): boolean
}

/** Far more objects than are written between two looks at the exchange plan. */
const remembered = 10_000

export function openWriter(): Writer {
  const queues = new Map<string, Promise<unknown>>()
  /** Reference → DataVersion our last write left behind; lost with the process, which costs a line in the journal. */
  const versions = new Map<string, string>()

  function remember({ ref, version, did }: PutResult): void {
    if (version === null || did === 'nothing') return
    versions.delete(ref)
    versions.set(ref, version)
    const [oldest] = versions.keys()
    if (versions.size > remembered && oldest !== undefined) versions.delete(oldest)
  }

  return {
    async put(request, through) {
      const key = `${request.set} ${request.find}`
      const turn = (queues.get(key) ?? Promise.resolve()).catch(() => undefined).then(() => putObject(through, request))
      queues.set(key, turn)
      try {
        const result = await turn
        remember(result)
        return result
      } finally {
        if (queues.get(key) === turn) queues.delete(key)
      }
    },
    isEcho({ Ref_Key: ref, DataVersion: version }) {
      return typeof ref === 'string' && version !== undefined && versions.get(ref) === version
    },
  }
}
