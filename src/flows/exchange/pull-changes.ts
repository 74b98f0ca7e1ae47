import type { Hub } from '../../context.ts'
import { HubError } from '../../errors.ts'
import type { RawRecord } from '../../model/raw.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, markDeleted, mirroredEntities, putMirrored } from '../../store/mirror.ts'
import { openSpool, type Spool } from '../../store/spool.ts'
import { putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { brake, isMassLoss, lossesAmong } from './losses.ts'
import { type Mapped, mapRecords, noneMapped, recordUnmapped } from './map-records.ts'
import { mayAskPackage, packageArrived, packageFailed } from './package-pause.ts'
import { pullNumber } from './pull-state.ts'
import { learnFromPlan } from './read-ways.ts'
import { entityTitles } from './titles.ts'
import { describeUnitChanges, unitsBefore } from './unit-changes.ts'

type Item = { kind: 'upsert'; set: string; raw: RawRecord } | { kind: 'deleted'; set: string | null; ref: string }

/** Objects stored in one transaction: a package of any size takes the same memory. */
const batchSize = 500

type Received = Parameters<Hub['onec']['acknowledge']>[0]

/**
 * One cycle of the exchange plan: read what changed, store it, only then acknowledge (1c-odata §14).
 *
 * A package is taken apart only when all of it is here: catalogs first, then documents, then the rest. Between its
 * transactions a stop does no harm, for what is not acknowledged comes again. Our own writes come back as changes too and
 * change nothing. Returns how many objects came.
 */
export async function pullChanges(hub: Hub): Promise<number> {
  mayAskPackage(hub)
  const started = Date.now()
  const spool = openSpool<Item>()
  try {
    const received = await receive(hub, spool)
    hub.link.latencyMs = Date.now() - started
    packageArrived(hub)
    await judgePlan(hub, spool)
    if (received.count > 0) await storePackage(hub, spool, received)
    // Not before it is stored: who asks how fresh the mirror is may be about to tell a manager of a debt.
    hub.link.checkedAt = hub.now().toISOString()
    return received.count
  } finally {
    spool.close()
  }
}

async function receive(hub: Hub, spool: Spool<Item>): Promise<Received> {
  const { plan, node } = hub.config.settings.exchange
  const reading = hub.onec.readChanges({ set: plan, code: node })
  try {
    for (;;) {
      const next = await reading.next()
      if (next.done) return next.value
      const change = next.value
      if (change.kind === 'upsert') spool.push(rankOf(hub, change.set), change)
      // Last of all: an object may have been changed and deleted since the package before.
      if (change.kind === 'deleted') spool.push(Number.MAX_SAFE_INTEGER, change)
    }
  } catch (error) {
    if (error instanceof HubError && error.facts.path === 'SelectChanges') packageFailed(hub, error)
    throw error
  }
}

/** Entities in their own order, which runs from catalogs to documents; what is not mapped comes after. */
function rankOf(hub: Hub, set: string): number {
  const places = hub.mappings.from(set).map(({ entity }) => mirroredEntities.indexOf(entity as Mirrored))
  return Math.min(mirroredEntities.length, ...places.filter((place) => place >= 0))
}

/** Whether the plan holds what it should: see `learnFromPlan`. */
async function judgePlan(hub: Hub, spool: Spool<Item>): Promise<void> {
  const brought = new Map<string, Set<string>>()
  for (const items of spool.batches(batchSize)) {
    for (const item of items) {
      if (item.kind !== 'upsert') continue
      const refs = brought.get(item.set) ?? new Set()
      if (hub.link.silent.has(item.set)) refs.add(String(item.raw.Ref_Key))
      brought.set(item.set, refs)
    }
  }
  if (await learnFromPlan(hub, brought, hub.link.silent)) hub.link.waysAt = null
  hub.link.silent.clear()
}

async function storePackage(hub: Hub, spool: Spool<Item>, received: Received): Promise<void> {
  const traceId = newTraceId()
  const seen = await pullNumber(hub)
  const held = await massLosses(hub, spool)
  const changed = new Set<Mirrored>()
  const stored = new Map<Mirrored, number>()
  let deleted = 0
  let echoes = 0
  for (const items of spool.batches(batchSize)) {
    echoes += items.filter((item) => item.kind === 'upsert' && hub.onec.isEcho(item.raw)).length
    const mapped = mapItems(hub, items)
    const before = await unitsBefore(hub.db, mapped)
    await hub.db.transaction().execute(async (trx) => {
      const now = hub.now().toISOString()
      for (const name of mirroredEntities) {
        const list = (mapped.incoming.get(name) ?? []).filter(
          ({ entity }) => !held.get(name)?.has(entity.ref as string),
        )
        if (list.length === 0) continue
        await putMirrored(trx, name, list, seen, now)
        changed.add(name)
        stored.set(name, (stored.get(name) ?? 0) + list.length)
      }
      for (const { name, ref } of deletions(hub, items)) {
        if (held.get(name)?.has(ref) || !(await markDeleted(trx, name, ref, now))) continue
        changed.add(name)
        deleted += 1
      }
      await recordUnmapped(trx, mapped, traceId, now)
      for (const text of describeUnitChanges(before, mapped)) {
        await writeJournal(trx, now, { traceId, topic: 'exchange', step: 'unit.changed', text })
      }
      for (const { entity, ref, reason } of mapped.unmapped) {
        const text = `Не разобрано: ${reason}`
        const step = { traceId, topic: 'exchange', step: 'record.unmapped', level: 'warning', text } as const
        await writeJournal(trx, now, { ...step, facts: { entity, ref } })
      }
    })
  }
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    for (const [name, refs] of held) await brake(hub, trx, name, refs.size, traceId)
    await putState(trx, 'exchange.message', String(received.messageNo), now)
    await writeJournal(trx, now, {
      traceId,
      topic: 'exchange',
      step: 'changes.stored',
      text: summary({ stored, deleted, echoes, count: received.count }),
      facts: { messageNo: received.messageNo, count: received.count },
    })
    await enqueueConsequences(hub, trx, [...changed], traceId)
  })
  hub.link.lastChangeAt = hub.now().toISOString()
  announceChange(hub, [...changed])

  await hub.onec.acknowledge(received)
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId,
    topic: 'exchange',
    step: 'changes.acknowledged',
    text: `Приём сообщения № ${received.messageNo} подтверждён в 1С`,
  })
}

function mapItems(hub: Hub, items: readonly Item[]): Mapped {
  const records = Map.groupBy(
    items.filter((item) => item.kind === 'upsert'),
    ({ set }) => set,
  )
  const mapped = noneMapped()
  for (const [set, list] of records) {
    mapRecords(
      hub,
      set,
      list.map(({ raw }) => raw),
      mapped,
    )
  }
  return mapped
}

/** A reference names one object in the whole base, so a tombstone that does not say its set is looked for everywhere. */
function deletions(hub: Hub, items: readonly Item[]): { name: Mirrored; ref: string }[] {
  return items.flatMap((item) => {
    if (item.kind !== 'deleted') return []
    const mappings = item.set === null ? hub.mappings.all : hub.mappings.from(item.set)
    return mappings.flatMap(({ entity }) => {
      const name = mirroredEntities.find((one) => one === entity)
      return name ? [{ name, ref: item.ref }] : []
    })
  })
}

/** Losses by entity that are too many to take without asking; they stay as they are, everything else of the package goes on. */
async function massLosses(hub: Hub, spool: Spool<Item>): Promise<Map<Mirrored, Set<string>>> {
  const losses = new Map<Mirrored, Set<string>>()
  const add = (name: Mirrored, refs: Iterable<string>) =>
    losses.set(name, new Set([...(losses.get(name) ?? []), ...refs]))
  for (const items of spool.batches(batchSize)) {
    for (const [name, list] of mapItems(hub, items).incoming) add(name, await lossesAmong(hub.db, name, list))
    for (const { name, ref } of deletions(hub, items)) add(name, [ref])
  }
  for (const [name, refs] of losses) if (!(await isMassLoss(hub, name, refs.size))) losses.delete(name)
  return losses
}

interface Summary {
  stored: ReadonlyMap<Mirrored, number>
  deleted: number
  /** Our own writes that came back. */
  echoes: number
  count: number
}

function summary({ stored, deleted, echoes, count }: Summary): string {
  const parts = [...stored].map(([name, n]) => `${entityTitles[name].toLowerCase()} ${n}`)
  if (deleted > 0) parts.push(`удалено ${deleted}`)
  const own = echoes > 0 ? ` (записей самого хаба ${echoes})` : ''
  return parts.length > 0
    ? `Изменения из 1С: ${parts.join(', ')}${own}`
    : `Изменения из 1С, которые хаб не ведёт: ${count}${own}`
}
