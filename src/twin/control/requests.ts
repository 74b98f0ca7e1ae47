import type { Infobase } from '../infobase/infobase.ts'
import type { LoggedRequest } from '../infobase/request-log.ts'

/** What the infobase was asked, newest first, without the questions of the twin's own page, which marks them. */
export function readRequests(infobase: Infobase): LoggedRequest[] {
  return infobase.requests
    .list()
    .filter(({ url }) => !url.endsWith('reader=page'))
    .toReversed()
}
