import { Router } from 'express'
import { drawPlan, planTypes } from './plan.ts'

/** `GET /{type}.svg`: the picture a unit's card and the site's feed point to. */
export function plansRouter(): Router {
  const router = Router()
  router.get('/:file', (request, response) => {
    const [, type] = /^(.+)\.svg$/.exec(request.params.file) ?? []
    const plan = type === undefined ? null : drawPlan(type)
    if (plan) response.type('image/svg+xml').set('Cache-Control', 'public, max-age=3600').send(plan)
    else response.status(404).json({ error: `Планировки ${request.params.file} нет; есть: ${planTypes.join(', ')}` })
  })
  return router
}
