import type { Hub } from '../../../context.ts'
import { BadInputError, describeError } from '../../../errors.ts'
import { type CallRow, callsOfFact } from '../../../store/calls.ts'
import type { InboxFact } from '../../../store/inbox.ts'
import { effectByKey, type OutboxMessage } from '../../../store/outbox.ts'
import { receiveCall, takeReport } from '../../calls/receive-call.ts'
import { decideMessage } from '../../messages/decide-message.ts'
import { isMessageFact, messageEffectKey, messageOf, recipientKey } from '../../messages/message.ts'
import { onecSource } from '../../onec-api/accept-fact.ts'
import { takeFact } from '../../onec-api/take-fact.ts'
import { foreseeCall } from '../foresee-call.ts'
import { redoCall } from '../redo-call.ts'
import { done, failed, type Outcome, type Run, skipped, type Thing } from '../thing.ts'

const gone = 'Этого сообщения больше нет.'
const nothingNew = 'Прочитано: в этом сообщении нет звонка для записи.'

/** An inbound fact is read once more, as if it had just come in, with today's configuration. */
export const fact: Thing = {
  async foresee(run, { target }) {
    const stored = await run.hub.inbox.get(target)
    if (!stored) return skipped(gone)
    if (stored.source === onecSource) return foreseeAsked(run, stored)
    const calls = await callsAfter(run.hub, stored)
    if (typeof calls === 'string') return failed(calls)
    return combined(await inTurn(calls, (call) => foreseeCall(run, call, stored.receivedAt)))
  },
  async redo(run, { target }) {
    const { hub } = run
    const stored = await hub.inbox.get(target)
    if (!stored) return skipped(gone)
    if (stored.source === onecSource) return redoAsked(run, stored)
    await hub.db.transaction().execute((trx) => hub.inbox.settle(trx, stored.id, 'new'))
    await receiveCall(hub, { factId: stored.id })
    const read = await hub.inbox.get(target)
    if (read?.state === 'parked') return failed(read.reason ?? 'Причина не записана.')
    const calls = await callsOfFact(hub.db, hub.readCallReports(stored).reports)
    return combined(await inTurn(calls, (call) => redoCall(run, call.id, stored.receivedAt)))
  },
}

async function inTurn(calls: readonly CallRow[], handle: (call: CallRow) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const call of calls) outcomes.push(await handle(call))
  return outcomes
}

/** One message may tell of several calls: the worst of what became of them. */
function combined(outcomes: readonly Outcome[]): Outcome {
  return outcomes.find(({ state }) => state === 'failed') ?? outcomes[0] ?? done(nothingNew)
}

/** The calls a fact tells of, as they would be after it was taken; the reason when it cannot be read. */
async function callsAfter(hub: Hub, stored: InboxFact): Promise<CallRow[] | string> {
  let reports: ReturnType<Hub['readCallReports']>['reports']
  try {
    reports = hub.readCallReports(stored).reports
  } catch (error) {
    if (error instanceof BadInputError) return describeError(error)
    throw error
  }
  const tried = new Tried()
  await hub.db
    .transaction()
    .execute(async (trx) => {
      for (const report of reports) {
        await takeReport(hub, trx, { ...report, factId: stored.id, receivedAt: stored.receivedAt }, stored.traceId)
      }
      tried.calls = await callsOfFact(trx, reports)
      throw tried
    })
    .catch((error: unknown) => {
      if (error !== tried) throw error
    })
  return tried.calls
}

/** Thrown to take back what was only tried. */
class Tried extends Error {
  calls: CallRow[] = []
}

/** What 1C asked for or told of. A message goes out once, whatever is repeated. */
async function redoAsked({ hub }: Run, stored: InboxFact): Promise<Outcome> {
  if (!isMessageFact(stored)) {
    await hub.db.transaction().execute((trx) => hub.inbox.settle(trx, stored.id, 'new'))
    await takeFact(hub, { factId: stored.id })
    hub.poke()
    return done('Сообщение 1С принято ещё раз, изменения читаются обменом.')
  }
  const sent = await effectByKey(hub.db, messageEffectKey(stored.id))
  const left = sent && leftAsIs(sent)
  if (left) return left
  if (sent) {
    const taken = await decideMessage(hub, sent.id, 'retry')
    return taken ? done('Сообщение отправляется ещё раз.') : skipped('Сообщение уже не ждёт решения.')
  }
  const key = recipientKey(messageOf(stored))
  await hub.db
    .transaction()
    .execute((trx) =>
      hub.jobs.enqueue(
        trx,
        'send-message',
        { factId: stored.id },
        { key, dedupeKey: `send:${stored.id}`, traceId: stored.traceId },
      ),
    )
  hub.jobs.wake()
  return done('Сообщение передано на отправку.')
}

async function foreseeAsked({ hub }: Run, stored: InboxFact): Promise<Outcome> {
  if (!isMessageFact(stored)) return done('Сообщение 1С будет принято ещё раз, изменения прочитает обмен.')
  const sent = await effectByKey(hub.db, messageEffectKey(stored.id))
  return (sent && leftAsIs(sent)) ?? done('Сообщение будет отправлено.')
}

/** Messages that a replay must not send. */
function leftAsIs({ state }: OutboxMessage): Outcome | null {
  if (state === 'failed') return null
  if (state === 'sent') return skipped('Сообщение уже отправлено: второй раз оно не отправляется.')
  if (state === 'cancelled') return skipped('Отправка этого сообщения снята человеком.')
  if (state === 'pending') return skipped('Сообщение уже ждёт отправки.')
  return skipped('Неизвестно, ушло ли это сообщение: решите на рабочем столе, отправить ли его снова.')
}
