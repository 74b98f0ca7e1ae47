import { type Request, type Response, Router } from 'express'
import { feedNamePattern } from '../inventory/feeds/config.ts'
import { feedLoader, type LoadedFeed } from '../inventory/feeds/load.ts'

export interface FeedRoutes {
  /** Where `publishFeed` puts the feeds. */
  folder: string
  /** Whether the token opens this feed; compares in constant time. */
  isToken(token: string, name: string): boolean
  /** Seconds since the hub last heard from 1C; null when it never did. */
  dataAgeSeconds(): number | null
}

/** How soon a reader should come back for a feed that is not there yet: the first pull from 1C takes minutes. */
const retryAfterSeconds = 60

/**
 * `GET|HEAD /feeds/{token}/{name}` (feeds §8): the last good feed, whatever 1C does. 304 by ETag or date, gzip where
 * the reader takes it; 404 for a wrong token or name, 503 before the first publication, never an empty 200.
 */
export function feedRoutes({ folder, isToken, dataAgeSeconds }: FeedRoutes): Router {
  const load = feedLoader(folder)
  const router = Router()
  router.get('/feeds/:token/:name', async (request, response) => {
    const { token, name } = request.params
    response.set({ 'X-Robots-Tag': 'noindex', 'Cache-Control': 'no-cache' })
    if (!feedNamePattern.test(name) || !isToken(token, name)) {
      response.status(404).type('text/plain').send('Нет такого фида: проверьте адрес')
      return
    }
    const feed = await load(name)
    if (!feed) {
      response.set('Retry-After', String(retryAfterSeconds)).status(503).type('text/plain')
      response.send('Фид ещё не опубликован: данные из 1С загружаются')
      return
    }
    const age = dataAgeSeconds()
    if (age !== null) response.set('X-Data-Age', String(Math.round(age)))
    sendFeed(feed, request, response)
  })
  return router
}

/** Not `response.send`: it would hash the whole feed for every request, a 304 included (performance A.f). */
function sendFeed({ publication, plain, gzip }: LoadedFeed, request: Request, response: Response): void {
  const isGzip = request.acceptsEncodings('gzip', 'identity') === 'gzip'
  response.set({
    ETag: isGzip ? `"${publication.etag}-gzip"` : `"${publication.etag}"`,
    'Last-Modified': new Date(publication.publishedAt).toUTCString(),
    Vary: 'Accept-Encoding',
  })
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const body = isGzip ? gzip : plain
  if (isGzip) response.set('Content-Encoding', 'gzip')
  response.set({ 'Content-Type': 'application/xml; charset=utf-8', 'Content-Length': String(body.length) })
  response.end(request.method === 'HEAD' ? undefined : body)
}
