import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from '../../errors.ts'
import { type CallRow, getCall, updateCall } from '../../store/calls.ts'
import { effectByKey, oweAgain } from '../../store/outbox.ts'
import { interactionKey } from '../calls/interaction.ts'
import { enqueueRecording, recordingKey } from '../calls/receive-call.ts'
import { recordCall } from '../calls/record-call.ts'
import { done, failed, type Outcome, type Run, skipped } from './thing.ts'

/** Failed tries of the queue after which it is no passing trouble. */
const enough = 3
const lookMs = 20

/**
 * Has a call recorded in 1C once more: its interaction is owed again, and 1C is asked for it by the hub's key before
 * anything is written. With today's mapping by the usual queue, where it keeps its place among live calls of the client.
 */
export async function redoCall(run: Run, id: string, since: string): Promise<Outcome> {
  const { hub, replay } = run
  const call = await getCall(hub.db, id)
  if (!call) return skipped('Этого звонка больше нет: он оказался частью другого разговора.')
  if (call.direction === 'internal') return skipped('Внутренний звонок: в 1С он не записывается.')
  if (replay.mapping === 'then') {
    await idle(run, call)
    await owe(run, call, hub.now().toISOString(), false)
    await recordCall(await run.hubAt(since), { callId: id })
  } else {
    // What this replay has had written already is not owed again.
    await owe(run, call, replay.at, true)
    hub.jobs.wake()
    await idle(run, call)
  }
  return outcomeOf(run, id)
}

async function owe({ hub }: Run, call: CallRow, writtenBefore: string, byQueue: boolean): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await oweAgain(trx, interactionKey(call), now, writtenBefore)
    if (call.onecState === 'failed')
      await updateCall(trx, call.id, { onecState: 'waiting', onecReason: null, updatedAt: now })
    if (byQueue) await enqueueRecording(hub, trx, call)
  })
}

/** Waits until the queue has nothing more to do for the call's client. Throws UnavailableError when it cannot get on. */
async function idle({ hub, signal }: Run, call: CallRow): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const job = await hub.db
      .selectFrom('job')
      .select('failures')
      .where('queue', '=', 'record-call')
      .where('key', '=', recordingKey(call))
      .where('state', 'in', ['ready', 'active'])
      // The one that holds all others of this client back.
      .orderBy('seq')
      .executeTakeFirst()
    if (!job) return
    if (hub.link.state === 'offline' || job.failures >= enough) {
      const { onecReason = null } = (await getCall(hub.db, call.id)) ?? {}
      throw new UnavailableError(onecReason ?? hub.link.lastError ?? '1С пока не отвечает.', { callId: call.id })
    }
    await pause(lookMs, undefined, { signal })
  }
}

const deeds: Record<string, string> = {
  created: 'Взаимодействие создано в 1С.',
  changed: 'Взаимодействие в 1С изменено.',
  nothing: 'В 1С уже так, как нужно: записывать нечего.',
}

async function outcomeOf({ hub }: Run, id: string): Promise<Outcome> {
  const call = await getCall(hub.db, id)
  if (!call) return skipped('Этого звонка больше нет: он оказался частью другого разговора.')
  if (call.onecState === 'failed') return failed(call.onecReason ?? 'Причина не записана.')
  if (call.onecState === 'none') return skipped('Запись этого звонка в 1С снята человеком.')
  if (call.onecState === 'waiting') throw new UnavailableError(call.onecReason ?? 'Звонок ещё не записан в 1С.')
  const effect = await effectByKey(hub.db, interactionKey(call))
  const { did = '' } = (effect?.result ?? {}) as { did?: string }
  return done(deeds[did] ?? 'Записано в 1С.')
}
