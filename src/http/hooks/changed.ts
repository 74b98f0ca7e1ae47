import { Router } from 'express'
import type { Hub } from '../../context.ts'
import { sameToken, tokenOf } from '../token.ts'

/**
 * `POST /hooks/1c/changed`: 1C says that something changed, so that the hub looks at once and not at the next poll. What
 * changed is told by the exchange plan: the call carries no data and may be lost or repeated without harm.
 */
export function changedHook(hub: Hub): Router {
  const router = Router()
  router.post('/hooks/1c/changed', (request, response) => {
    const expected = hub.config.hooks.onec
    if (expected === null || !sameToken(tokenOf(request), expected)) {
      response
        .status(401)
        .json({ error: { message: 'Неверный токен: передайте его в заголовке X-Hub-Token или в параметре token.' } })
      return
    }
    hub.poke()
    response.status(202).json({ accepted: true })
  })
  return router
}
