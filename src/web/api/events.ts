import type { Request, Response } from 'express'
import type { Hub } from '../../context.ts'
import { personOf } from '../auth/sessions.ts'

/** Proxies close what is silent for long. */
const beatMs = 15_000

/** `GET /api/events`: tells the browser which parts of the window are out of date; it asks again with its own rights. */
export function eventStream(hub: Hub, request: Request, response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
    Connection: 'keep-alive',
  })
  response.write('retry: 2000\n\n')
  const stop = hub.live.listen((topics) => response.write(`event: changed\ndata: ${JSON.stringify({ topics })}\n\n`))
  const beat = setInterval(() => {
    // Whoever signed out, or was disabled, hears no more.
    personOf(hub, request).then(
      (person) => (person ? response.write(': beat\n\n') : response.end()),
      () => response.end(),
    )
  }, beatMs)
  const close = () => {
    clearInterval(beat)
    stop()
  }
  request.on('close', close)
}
