import express from 'express'
import { served } from '../served.ts'

export interface Received {
  method: string
  token: string | undefined
  type: string | undefined
  query: Record<string, unknown>
  body: unknown
}

/** A hub that only writes down what reaches its Engage hook, and answers as told. */
export async function openReceiver(
  answer: { status: number; body: unknown } = { status: 202, body: { accepted: true } },
) {
  const received: Received[] = []
  const app = express()
  app.use(express.json(), express.urlencoded({ extended: false }))
  app.all('/hooks/genesys/engage', (request, response) => {
    const { method, query, body } = request
    received.push({ method, query, body, token: request.get('X-Hub-Token'), type: request.get('Content-Type') })
    response.status(answer.status).json(answer.body)
  })
  return { url: await served(app), received }
}
