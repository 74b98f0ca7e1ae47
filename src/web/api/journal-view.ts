import type { Hub } from '../../context.ts'
import { maskPhones } from '../../model/mask.ts'
import { readPhone } from '../../model/phone.ts'
import { getTrace, listTraces, type TraceFilter } from '../../store/journal.ts'
import type { JournalPage, Trace } from './contract.ts'
import { NotFoundError } from './route.ts'

/** The journal keeps phones masked, so a phone is looked for by what is left of it. */
export function journalView(hub: Hub, filter: TraceFilter): Promise<JournalPage> {
  const e164 = filter.q ? readPhone(filter.q).e164 : null
  return listTraces(hub.db, e164 ? { ...filter, q: maskPhones(e164).slice(-4) } : filter)
}

export async function traceView(hub: Hub, traceId: string): Promise<Trace> {
  const trace = await getTrace(hub.db, traceId)
  if (!trace) throw new NotFoundError('Такой записи в журнале нет.')
  const start = Date.parse(trace.startedAt)
  return {
    traceId: trace.traceId,
    title: trace.title,
    topic: trace.topic,
    steps: trace.steps.map(({ id, at, step, text, level, facts }) => ({
      id: String(id),
      at,
      afterMs: Date.parse(at) - start,
      step,
      text,
      level,
      facts,
    })),
  }
}
