import { setTimeout as delay } from 'node:timers/promises'
import express, { type Request, type Response, Router } from 'express'
import { type Answer, refusal, renderAnswer } from './answer.ts'
import type { SmsCentre } from './centre.ts'
import { type Parameters, readParameters } from './parameters.ts'

/**
 * The centre's HTTP face: `/sys/{send,status,balance}.php` by GET or POST, `/rest/send/` with a JSON body and a JSON
 * answer, and `/messages` for whoever wants to see what was sent. HTTP is 200 whatever the answer says, as with the
 * original.
 */
export function smsRouter(centre: SmsCentre): Router {
  const router = Router()
  const operations: [path: string, ask: (parameters: Parameters) => Answer, fmt: string][] = [
    ['/sys/send.php', centre.send, '0'],
    ['/rest/send{/}', centre.send, '3'],
    ['/sys/status.php', centre.status, '0'],
    ['/sys/balance.php', centre.balance, '0'],
  ]
  const body = express.raw({ type: () => true, limit: '1mb' })
  for (const [path, ask, fmt] of operations) {
    const handle = (request: Request, response: Response) => answer(request, response, ask, fmt)
    router.get(path, body, handle)
    router.post(path, body, handle)
  }
  router.get('/messages', (_, response) => {
    response.json(centre.messages())
  })
  return router

  async function answer(request: Request, response: Response, ask: (parameters: Parameters) => Answer, fmt: string) {
    const parameters = readParameters(request, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
    const { type, body } = renderAnswer(parameters ? ask(parameters) : refusal(1), parameters?.fmt ?? fmt)
    if (centre.faults.silent) {
      request.socket.destroy()
      return
    }
    if (centre.faults.slow) await delay(centre.faults.slowMs)
    response.type(type).send(body)
  }
}
