import { createHash } from 'node:crypto'
import { type RequestHandler, Router, text } from 'express'
import type { Hub } from '../../context.ts'
import { BadInputError } from '../../errors.ts'
import { traceOfCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { sameToken, tokenOf } from '../token.ts'

/** A report longer than this is no report about one call. */
const limit = '256kb'

/**
 * `GET|POST /hooks/genesys/engage`: reports of Genesys Engage about calls, as a query string, a form or JSON
 * (telephony A1, A2).
 *
 * 202 only after the report is committed (design §4.2), with `{ trace, duplicate }`. 400 with the reason for a body that
 * is no report: it is kept all the same, parked, so that nothing is lost. 401 for a wrong token: nothing is kept.
 */
export function engageHook(hub: Hub): Router {
  const router = Router()
  router.all('/hooks/genesys/engage', admit(hub), text({ type: () => true, limit }), async (request, response) => {
    const { token: _, ...query } = request.query as Record<string, string | string[]>
    const report = {
      method: request.method,
      query,
      contentType: request.get('content-type') ?? null,
      body: typeof request.body === 'string' ? request.body : '',
    }
    const stored = {
      source: 'genesys-engage',
      contentType: report.contentType,
      headers: { method: report.method },
      body: JSON.stringify(report),
    }
    const key = createHash('sha256')
      .update(JSON.stringify([report.method, query, report.body]))
      .digest('base64url')
    try {
      const [first] = hub.readEngage(report).reports
      const subjectKey = first?.event.callKey ?? null
      const { traceId, isNew } = await hub.inbox.put({
        ...stored,
        key,
        subjectKey,
        traceId:
          first &&
          ((await traceOfCall(hub.db, [first.event.callKey, ...first.alsoKnownAs])) ?? newTrace(first.event.callKey)),
        job: {
          queue: 'receive-call',
          data: {},
          options: { key: subjectKey === null ? undefined : `call:${subjectKey}` },
        },
      })
      response.status(202).json({ trace: traceId, duplicate: !isNew })
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error
      const { id, traceId, isNew } = await hub.inbox.put({ ...stored, key, subjectKey: null, parked: error.message })
      if (isNew) {
        await hub.db.transaction().execute(async (trx) => {
          const now = hub.now().toISOString()
          await writeJournal(trx, now, {
            traceId,
            topic: 'call',
            step: 'call.refused',
            level: 'error',
            title: 'Непонятное сообщение контакт-центра',
            text: `Контакт-центр прислал непонятное сообщение: ${error.message}`,
            facts: { factId: id },
          })
        })
        hub.live.changed('attention', 'journal')
      }
      response.status(400).json({ error: { message: error.message, trace: traceId } })
    }
  })
  return router
}

/** Lets pass who knows the token, before anything of a body is read: strangers may send it slowly, or large. */
function admit(hub: Hub): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'POST') {
      response
        .set('Allow', 'GET, POST')
        .status(405)
        .json({ error: { message: 'Сообщения о звонках принимаются методами GET и POST.' } })
      return
    }
    const expected = hub.config.hooks.genesys
    if (expected !== null && sameToken(tokenOf(request), expected)) return next()
    const message =
      expected === null
        ? 'Приём звонков не настроен: задайте GENESYS_HOOK_TOKEN.'
        : 'Неверный токен: передайте его в заголовке X-Hub-Token или в параметре token.'
    response.status(401).json({ error: { message } })
  }
}

/** Reports of one call that arrive together share a trace before the call is known. */
function newTrace(callKey: string): string {
  const hex = createHash('sha256').update(`call ${callKey}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
