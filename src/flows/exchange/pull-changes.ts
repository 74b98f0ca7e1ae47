import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, markDeleted, mirroredEntities, putMirrored } from '../../store/mirror.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { mapRecords, noneMapped, recordUnmapped } from './map-records.ts'
import { entityTitles } from './titles.ts'
import { describeUnitChanges, unitsBefore } from './unit-changes.ts'

/**
 * One cycle of the exchange plan: read what changed, store it, only then acknowledge (1c-odata §14).
 *
 * Our own writes come back as changes too and change nothing. Returns how many objects came.
 */
export async function pullChanges(hub: Hub): Promise<number> {
  const { plan, node } = hub.config.settings.exchange
  const started = Date.now()
  const reading = hub.onec.readChanges({ set: plan, code: node })
  const records = new Map<string, Parameters<typeof mapRecords>[2][number][]>()
  const deleted: { set: string | null; ref: string }[] = []
  let received: Parameters<Hub['onec']['acknowledge']>[0]
  for (;;) {
    const next = await reading.next()
    if (next.done) {
      received = next.value
      break
    }
    const change = next.value
    if (change.kind === 'upsert') records.set(change.set, [...(records.get(change.set) ?? []), change.raw])
    if (change.kind === 'deleted') deleted.push({ set: change.set, ref: change.ref })
  }
  hub.link.checkedAt = hub.now().toISOString()
  hub.link.latencyMs = Date.now() - started
  const { messageNo, count } = received
  if (count === 0) return 0

  const traceId = newTraceId()
  const mapped = noneMapped()
  for (const [set, list] of records) mapRecords(hub, set, list, mapped)
  const before = await unitsBefore(hub.db, mapped)
  const seen = Number((await getState(hub.db, 'pull.finished')) ?? 0)
  const changed = new Set<Mirrored>(mapped.incoming.keys())

  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    // Dependencies first: mirroredEntities runs from catalogs to documents.
    for (const name of mirroredEntities) await putMirrored(trx, name, mapped.incoming.get(name) ?? [], seen, now)
    for (const { set, ref } of deleted) {
      // A reference names one object in the whole base, so a tombstone that does not say its set is looked for everywhere.
      for (const mapping of set === null ? hub.mappings.all : hub.mappings.from(set)) {
        const name = mirroredEntities.find((entity) => entity === mapping.entity)
        if (name && (await markDeleted(trx, name, ref, now))) changed.add(name)
      }
    }
    await recordUnmapped(trx, mapped, traceId, now)
    await putState(trx, 'exchange.message', String(messageNo), now)
    const summary = mirroredEntities
      .filter((name) => mapped.incoming.has(name))
      .map((name) => `${entityTitles[name].toLowerCase()} ${mapped.incoming.get(name)?.length}`)
    const parts = [...summary, ...(deleted.length > 0 ? [`удалено ${deleted.length}`] : [])]
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'changes.stored',
      text:
        parts.length > 0 ? `Изменения из 1С: ${parts.join(', ')}` : `Изменения из 1С, которые хаб не ведёт: ${count}`,
      facts: { messageNo, count },
    })
    for (const text of describeUnitChanges(before, mapped)) {
      await writeJournal(trx, now, { traceId, topic: 'exchange', step: 'unit.changed', text })
    }
    for (const { entity, ref, reason } of mapped.unmapped) {
      await writeJournal(trx, now, {
        traceId,
        topic: 'exchange',
        step: 'record.unmapped',
        level: 'warning',
        text: `Не разобрано: ${reason}`,
        facts: { entity, ref },
      })
    }
    await enqueueConsequences(hub, trx, [...changed], traceId)
  })
  hub.link.lastChangeAt = hub.now().toISOString()
  announceChange(hub, [...changed])

  await hub.onec.acknowledge(received)
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId,
    topic: 'exchange',
    step: 'changes.acknowledged',
    text: `Приём сообщения № ${messageNo} подтверждён в 1С`,
  })
  return count
}
