import { Router } from 'express'
import type { Hub } from '../../context.ts'
import { challenge, requireOnec } from '../onec/authorize.ts'
import { toldFailure } from '../onec/call-operation.ts'

/**
 * `POST /hooks/1c/changed`: 1C says that something changed, so that the hub looks at once and not at the next poll. What
 * changed is told by the exchange plan: the call carries no data and may be lost or repeated without harm. The operation
 * `changed` of `/onec/v1` says which object it was and is kept.
 */
export function changedHook(hub: Hub): Router {
  const router = Router()
  router.post('/hooks/1c/changed', (request, response) => {
    try {
      requireOnec(hub, request)
    } catch (error) {
      response
        .set(challenge)
        .status(401)
        .json({ error: toldFailure(hub, error, request.path) })
      return
    }
    hub.poke()
    response.status(202).json({ accepted: true })
  })
  return router
}
