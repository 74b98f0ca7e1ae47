import type { Infobase } from '../infobase/infobase.ts'
import type { LoggedRequest } from '../infobase/request-log.ts'

/** What the infobase was asked, newest first, without the questions of the twin's own page, which marks them. */
export function readRequests(infobase: Infobase): LoggedRequest[] {
  return infobase.requests
    .list()
    .filter(({ url }) => !url.endsWith('reader=page'))
    .toReversed()
}

/** Whether this only asked if there is anything new, and got its answer: a hub does so every second or two. */
export function isPolling({ method, url, status }: LoggedRequest): boolean {
  const resource = /standard\.odata\/([^?(]*)/.exec(url)?.[1] ?? ''
  return status === 200 && (resource === 'SelectChanges' || (method === 'GET' && resource.startsWith('ExchangePlan_')))
}
