import { BadInputError } from '../../../errors.ts'
import type { RawRecord } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import { formatBody } from '../json.ts'
import { recordsAt } from './records-at.ts'

/** Rows that an HTTP service of the configuration gives (1c-odata §16); `http` is `/hs/…`, maybe with a query. */
export async function readHttpService(onec: Onec, http: string, rows: string): Promise<RawRecord[]> {
  const call = { method: 'GET' as const, below: 'infobase' as const, accept: 'application/json', ...addressOf(http) }
  return onec.call(call, (body) => recordsAt(JSON.parse(body), rows))
}

/**
 * Sends an object to an HTTP service; gives what it answers, null for an empty answer. What the service does is up to its
 * author: a lost answer is an UnknownOutcomeError.
 */
export async function sendToHttpService(
  onec: Onec,
  http: string,
  method: 'POST' | 'PUT' | 'PATCH',
  body: RawRecord,
): Promise<RawRecord | null> {
  const address = addressOf(http)
  const call = { method, below: 'infobase' as const, accept: 'application/json', ...address, body: formatBody(body) }
  return onec.call({ ...call, write: true }, (answer) =>
    answer.trim() === '' ? null : (recordsAt(JSON.parse(answer), '')[0] ?? null),
  )
}

/** `/hs/realtor/v1/clients?since=1` → segments and query, each of which is encoded on the way out. */
function addressOf(http: string): { segments: string[]; query: Record<string, string> } {
  const [path = '', search = ''] = http.split('?')
  const segments = path.split('/').filter(Boolean)
  if (segments[0] !== 'hs' || segments.includes('..'))
    throw new BadInputError(`«${http}» не адрес HTTP-сервиса: он начинается с /hs/`, { http })
  const query = search
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    })
  return { segments, query: Object.fromEntries(query) }
}
