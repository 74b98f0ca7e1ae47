import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { BadInputError, describeError } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import { clientPhone } from '../../model/call.ts'
import { formatPhone, readPhone } from '../../model/phone.ts'
import { moveNote } from '../../store/call-notes.ts'
import { type CallRow, callByKey, keepReport, putCall, type Report, reportsOf } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { foldCall } from './fold-call.ts'

const ReceiveCall = z.object({ factId: z.string() })

/**
 * An inbound fact becomes reports, reports become one call (design §4.5): whatever the order, number and repetition of
 * the events, the call is the fold of all that is known. The work in 1C is left to `record-call`.
 */
export async function receiveCall(hub: Hub, data: unknown): Promise<void> {
  const { factId } = ReceiveCall.parse(data)
  const fact = await hub.inbox.get(factId)
  if (!fact || fact.state === 'done') return
  let reading: ReturnType<Hub['readCallReports']>
  try {
    reading = hub.readCallReports(fact)
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      await hub.inbox.settle(trx, factId, 'parked', error.message)
      await writeJournal(trx, now, {
        traceId: fact.traceId,
        topic: 'call',
        step: 'call.unread',
        level: 'error',
        text: describeError(error),
      })
    })
    hub.live.changed('journal', 'attention')
    return
  }
  await hub.db.transaction().execute(async (trx) => {
    for (const report of reading.reports)
      await takeReport(hub, trx, { ...report, factId, receivedAt: fact.receivedAt }, fact.traceId)
    for (const reason of reading.ignored) {
      await writeJournal(trx, hub.now().toISOString(), {
        traceId: fact.traceId,
        topic: 'call',
        step: 'call.ignored',
        text: reason,
      })
    }
    await hub.inbox.settle(trx, factId, 'done')
  })
  hub.jobs.wake()
  hub.live.changed('calls', 'journal')
}

const stateTitles = {
  offered: 'поступил',
  ringing: 'вызов оператора',
  answered: 'разговор',
  ended: 'завершён',
  wrapped: 'обработан',
} as const

/** «с +7…», «со скрытого номера», «с номера «1234»»: after the word «звонок». */
function callerWords(raw: string, e164: string | null): string {
  if (e164) return `с ${formatPhone(e164)}`
  return readPhone(raw).status === 'hidden' ? 'со скрытого номера' : `с номера «${raw}»`
}

/** Adds a report to its conversation and has that recorded in 1C; a report known already changes nothing. */
export async function takeReport(hub: Hub, trx: Trx, report: Report, traceId: string): Promise<void> {
  const now = hub.now().toISOString()
  const { callKey, isNew, merged } = await keepReport(trx, report)
  if (!isNew && merged.length === 0) return
  const call = foldCall(await reportsOf(trx, callKey))
  const known = await callByKey(trx, callKey)
  const id = known?.id ?? randomUUID()
  const trace = known?.traceId ?? traceId
  const day =
    DateTime.fromISO(call.startedAt).setZone(hub.config.onec.timezone).toISODate() ?? call.startedAt.slice(0, 10)
  await putCall(trx, { ...call, callKey }, { id, day, traceId: trace, now })
  const from = callerWords(call.caller?.raw ?? '', call.caller?.e164 ?? null)
  await writeJournal(trx, now, {
    traceId: trace,
    topic: 'call',
    step: 'call.report',
    text: `Звонок ${from} на ${call.dialled ?? '—'}: ${stateTitles[call.state]}`,
    title: `Звонок ${from}`,
    facts: {
      callKey,
      event: report.event.eventKey,
      state: report.event.state,
      reports: call.reports,
      merged: merged.map((lost) => lost.callKey),
    },
  })
  for (const lost of merged) {
    await moveNote(trx, lost.callKey, callKey)
    await retire(hub, trx, lost, trace, now)
  }
  if (call.direction === 'internal') return
  await enqueueRecording(hub, trx, { id, phone: clientPhone(call).e164, traceId: trace })
}

/** Jobs that record calls of one client share it. */
export const recordingKey = ({ id, phone }: { id: string; phone: string | null }): string => `client:${phone ?? id}`

/** Has the call brought up to date in 1C; calls of one client one after another, so that they share one new card. */
export async function enqueueRecording(
  hub: Hub,
  trx: Trx,
  call: { id: string; phone: string | null; traceId: string },
): Promise<void> {
  const { id, traceId } = call
  await hub.jobs.enqueue(
    trx,
    'record-call',
    { callId: id },
    { key: recordingKey(call), dedupeKey: `record:${id}`, traceId },
  )
}

/** The other leg of a transfer had its own interaction in 1C before it was known to be a leg: it is marked for deletion. */
async function retire(hub: Hub, trx: Trx, lost: CallRow, traceId: string, now: string): Promise<void> {
  if (lost.onecRef === null) return
  await writeJournal(trx, now, {
    traceId,
    topic: 'call',
    step: 'call.merged',
    level: 'warning',
    text: 'Два звонка оказались одним разговором (перевод): лишнее взаимодействие в 1С будет помечено на удаление',
    facts: { lost: lost.callKey, onecRef: lost.onecRef },
  })
  const { callKey, system, id } = lost
  await hub.jobs.enqueue(trx, 'retire-interaction', { callKey, system, callId: id, traceId }, { traceId })
}
