import { Router } from 'express'
import { sql } from 'kysely'
import type { Hub } from '../context.ts'
import { mirrorAge } from '../flows/exchange/link.ts'

/**
 * `GET /healthz`: the process answers. `GET /readyz`: so does the database; the link to 1C is reported but does not make the
 * hub unready, since calls are accepted without it.
 */
export function healthRoutes(hub: Hub): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    await sql`select 1`.execute(hub.db)
    response.json({
      status: 'ready',
      onec: { state: hub.link.state, since: hub.link.since, ageSeconds: mirrorAge(hub.link, hub.now()) },
    })
  })
  return router
}
