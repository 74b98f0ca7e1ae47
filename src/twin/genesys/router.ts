import express, { type Request, Router } from 'express'
import type { Genesys } from './genesys.ts'
import { CallOrder } from './order.ts'
import { callScenes } from './scenes.ts'

/**
 * `POST /calls` plays a call and answers what the hub said to each report, `GET /calls` lists those played,
 * `GET /scenes` what can be played; `/api/v2/recordings/…` is the recording server (telephony A5).
 */
export function genesysRouter(genesys: Genesys): Router {
  const router = Router()

  router.get('/scenes', (_, response) => {
    response.json(callScenes)
  })
  router.get('/calls', (_, response) => {
    response.json(genesys.calls)
  })
  router.post('/calls', express.json(), async (request, response) => {
    const order = CallOrder.safeParse(request.body ?? {})
    if (order.success) {
      response.json(await genesys.play(order.data))
      return
    }
    const reasons = order.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
    response.status(400).json({ error: `Звонок не сыгран: ${reasons.join('; ')}` })
  })

  router.get('/api/v2/recordings/:callUuid', (request, response) => {
    const base = `${originOf(request)}${request.baseUrl}/api/v2`
    const recording = genesys.recordings.describe(request.params.callUuid, base)
    if (recording) response.json(recording)
    else response.status(404).json({ statusMessage: 'NOT_FOUND' })
  })
  router.get('/api/v2/recordings/:callUuid/play/:mediaId', (request, response) => {
    const sound = genesys.recordings.sound(request.params.callUuid, request.params.mediaId)
    if (sound) response.type('audio/wav').send(sound)
    else response.status(404).json({ statusMessage: 'NOT_FOUND' })
  })
  return router
}

function originOf(request: Request): string {
  return `${request.protocol}://${request.get('host')}`
}
