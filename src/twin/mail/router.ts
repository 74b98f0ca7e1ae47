import { Router } from 'express'
import type { MailSink } from './sink.ts'

/** `GET /messages` lists what came, newest first; `GET /messages/:id` gives the source as it came. */
export function mailRouter(sink: MailSink): Router {
  const router = Router()
  router.get('/messages', (_, response) => {
    response.json(sink.messages.map(({ source: _source, ...message }) => message))
  })
  router.get('/messages/:id', (request, response) => {
    const message = sink.messages.find((other) => other.id === Number(request.params.id))
    if (message) response.type('message/rfc822').send(message.source)
    else response.status(404).json({ error: `Письма № ${request.params.id} нет` })
  })
  return router
}
