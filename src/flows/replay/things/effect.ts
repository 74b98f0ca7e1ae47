import { getCall } from '../../../store/calls.ts'
import { getEffect, type OutboxMessage, oweAgain } from '../../../store/outbox.ts'
import { deliverEffect, type Wording } from '../../effects.ts'
import { planWrite } from '../../sinks/onec-sink.ts'
import { foreseeCall, planText } from '../foresee-call.ts'
import { redoCall } from '../redo-call.ts'
import { done, linesOf, type Run, skipped, type Thing } from '../thing.ts'

const wording: Wording = {
  topic: 'call',
  doing: 'Повтор: записываем в 1С ещё раз',
  done: () => 'Повтор: записано в 1С',
  failed: 'Повтор: в 1С не записано',
}

/** An effect on 1C is carried out once more; where it belongs to a call, as a part of recording that. */
export const effect: Thing = {
  async foresee(run, { target, since }) {
    const message = await getEffect(run.hub.db, Number(target))
    const call = await callOf(run, message)
    if (call) return foreseeCall(run, call, since)
    const plan = await planWrite(await run.hubAt(since), message.payload, message.result)
    return done(planText(plan), { where: plan.set, lines: linesOf(plan.body, plan.ref === null ? null : plan.held) })
  },
  async redo(run, { target, since }) {
    const { hub, replay } = run
    const message = await getEffect(hub.db, Number(target))
    if (message.state === 'cancelled') return skipped('Эта отправка снята человеком.')
    const call = await callOf(run, message)
    if (call) return redoCall(run, call.id, since)
    await hub.db.transaction().execute((trx) => oweAgain(trx, message.key, hub.now().toISOString(), replay.at))
    await deliverEffect(await run.hubAt(since), message.id, wording)
    return done('Записано в 1С.')
  },
}

/** The call whose recording carries the effect out. A client 1C has already is an object of its own. */
async function callOf({ hub }: Run, { kind, subject, state }: OutboxMessage) {
  return kind === 'interaction' || state !== 'sent' ? getCall(hub.db, subject) : null
}
