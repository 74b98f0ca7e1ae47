import { Router } from 'express'
import type { Hub } from '../context.ts'
import { mirrorAge } from '../flows/exchange/link.ts'
import { putState } from '../store/state.ts'
import { storeFault } from '../store/store-fault.ts'

/** Anybody may ask, and each look waits for the disk: one serves all who ask within this time. */
const freshMs = 1000

/**
 * `GET /healthz`: the process answers. `GET /readyz`: the database keeps what it is given, else 503 with why not. The
 * link to 1C is reported but does not make the hub unready, since calls are accepted without it.
 */
export function healthRoutes(hub: Hub): Router {
  const router = Router()
  let look = { at: Number.NEGATIVE_INFINITY, fault: Promise.resolve<string | null>(null) }
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    if (performance.now() > look.at + freshMs) look = { at: performance.now(), fault: faultOf(hub) }
    const fault = await look.fault
    response.status(fault === null ? 200 : 503).json({
      status: fault === null ? 'ready' : 'unready',
      ...(fault !== null && { fault }),
      onec: { state: hub.link.state, since: hub.link.since, ageSeconds: mirrorAge(hub.link, hub.now()) },
    })
  })
  return router
}

/** Why the database keeps nothing now; null when it does. */
async function faultOf(hub: Hub): Promise<string | null> {
  const now = hub.now().toISOString()
  try {
    await putState(hub.db, 'ready.at', now, now)
    return null
  } catch (error) {
    const fault = storeFault(error)
    if (fault === null) throw error
    return fault
  }
}
