import type { Hub } from '../../context.ts'
import { getTrace, listTraces, type TraceFilter } from '../../store/journal.ts'
import type { JournalPage, Trace } from './contract.ts'
import { NotFoundError } from './route.ts'

export function journalView(hub: Hub, filter: TraceFilter): Promise<JournalPage> {
  return listTraces(hub.db, filter)
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
