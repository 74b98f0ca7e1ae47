import { formatPhone } from '../../model/phone.ts'
import { noteOf } from '../../store/call-notes.ts'
import type { CallRow } from '../../store/calls.ts'
import { clientsByPhone } from '../../store/clients.ts'
import { effectByKey } from '../../store/outbox.ts'
import { findSource } from '../calls/find-source.ts'
import { interactionEffect, interactionMapping } from '../calls/interaction.ts'
import { noSource } from '../calls/record-call.ts'
import { planWrite } from '../sinks/onec-sink.ts'
import { done, linesOf, type Outcome, type Run, skipped } from './thing.ts'

/** What recording a call in 1C would write. */
export async function foreseeCall(run: Run, call: CallRow, since: string): Promise<Outcome> {
  if (call.direction === 'internal') return skipped('Внутренний звонок: в 1С он не записывается.')
  const hub = await run.hubAt(since)
  interactionMapping(hub)
  const source = call.direction === 'in' ? (await findSource(hub, call)).found : noSource
  const { platformRef, campaignRef, keyword } = source
  const clientRef = await knownClient(run, call)
  const note = await noteOf(hub.db, call.callKey)
  const effect = interactionEffect(call, note, { platformRef, campaignRef, keyword, clientRef })
  const before = await effectByKey(hub.db, effect.key)
  const plan = await planWrite(hub, effect.payload, before?.result ?? null)
  const client =
    call.phone && clientRef === null
      ? ` Клиента с номером ${formatPhone(call.phone)} в хабе нет: он будет найден в 1С или создан там.`
      : ''
  return done(`${planText(plan)}${client}`, {
    where: plan.set,
    lines: linesOf(plan.body, plan.ref === null ? null : plan.held),
  })
}

async function knownClient({ hub }: Run, call: CallRow): Promise<string | null> {
  if (call.clientRef || !call.phone) return call.clientRef
  return (await clientsByPhone(hub.db, call.phone))[0]?.ref ?? null
}

/** «В 1С изменится: …» */
export function planText({ ref, body, left }: { ref: string | null; body: object; left: readonly string[] }): string {
  if (ref === null) return 'В 1С будет создан новый объект.'
  const names = Object.keys(body)
  const change =
    names.length === 0 ? 'В 1С уже так, как нужно: записывать нечего.' : `В 1С изменится: ${names.join(', ')}.`
  return left.length === 0 ? change : `${change} Останется, как исправлено в 1С: ${left.join(', ')}.`
}
