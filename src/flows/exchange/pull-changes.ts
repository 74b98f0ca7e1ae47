import type { Hub } from '../../context.ts'
import type { Mapping, Mappings } from '../../mapping/index.ts'
import { writeJournal } from '../../store/journal.ts'
import { livingAmong, type Mirrored, markDeleted, mirroredEntities, putMirrored } from '../../store/mirror.ts'
import { layOut } from '../../store/mirror-rows.ts'
import { openSpool, type Spool } from '../../store/spool.ts'
import { putState } from '../../store/state.ts'
import { absentNames, lookForNames } from '../sentinel/absent-names.ts'
import { newTraceId } from '../trace.ts'
import { completePackage, type Item } from './complete-package.ts'
import { announceChange, enqueueConsequences } from './consequences.ts'
import { brake, isMassLoss, lossesAmong } from './losses.ts'
import { type Mapped, mapRecords, noneMapped, recordUnmapped, unreadableAs } from './map-records.ts'
import { isBlocked, isOfPackage, mayAskPackage, packageArrived, packageFailed } from './package-pause.ts'
import { pullNumber } from './pull-state.ts'
import { learnFromPlan } from './read-ways.ts'
import { entityTitles } from './titles.ts'
import { describeUnitChanges, unitsBefore } from './unit-changes.ts'

/** Objects stored in one transaction: a package of any size takes the same memory. */
const batchSize = 500

/** Last of all: an object may have been changed and deleted since the package before. */
const deletedLast = Number.MAX_SAFE_INTEGER

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
  // The whole package by one version: losses are counted before anything is stored.
  let mappings = hub.mappings.current
  try {
    const { received, absent } = await receive(hub, mappings, spool)
    if (absent.size > 0) {
      await lookForNames(hub, absent)
      mappings = hub.mappings.current
    }
    hub.link.latencyMs = Date.now() - started
    const wasBlocked = isBlocked(hub.link.pause)
    packageArrived(hub)
    if (wasBlocked) await tellPlan(hub, 'plan.back', 'info', 'План обмена снова отдаёт изменения')
    await judgePlan(hub, spool)
    if (received.count > 0) await storeWhole(hub, mappings, spool, received)
    // Not before it is stored: who asks how fresh the mirror is may be about to tell a manager of a debt.
    hub.link.checkedAt = hub.now().toISOString()
    return received.count
  } finally {
    spool.close()
  }
}

/** Stores a package once its objects have all that the mappings read. */
async function storeWhole(hub: Hub, mappings: Mappings, spool: Spool<Item>, received: Received): Promise<void> {
  const rank = (item: Item) => (item.kind === 'deleted' ? deletedLast : rankOf(mappings, item.set))
  const complete = await completePackage(hub, mappings, spool, rank, batchSize)
  try {
    await storePackage(hub, mappings, complete, received)
  } finally {
    if (complete !== spool) complete.close()
  }
}

async function receive(
  hub: Hub,
  mappings: Mappings,
  spool: Spool<Item>,
): Promise<{ received: Received; absent: Map<Mapping, string[]> }> {
  const { plan, node } = hub.config.settings.exchange
  const reading = hub.onec.readChanges({ set: plan, code: node })
  const absent = new Map<Mapping, string[]>()
  try {
    for (;;) {
      const next = await reading.next()
      if (next.done) return { received: next.value, absent }
      const change = next.value
      if (change.kind === 'upsert') {
        spool.push(rankOf(mappings, change.set), change)
        for (const mapping of mappings.from(change.set)) {
          const names = absentNames(mapping, change.raw)
          if (names.length > 0) absent.set(mapping, [...new Set([...(absent.get(mapping) ?? []), ...names])])
        }
      }
      if (change.kind === 'deleted') spool.push(deletedLast, change)
    }
  } catch (error) {
    if (isOfPackage(error)) {
      const wasBlocked = isBlocked(hub.link.pause)
      packageFailed(hub, error)
      if (!wasBlocked && isBlocked(hub.link.pause)) {
        const text = `План обмена не отдаёт изменения, хаб пока ищет их сравнением версий: ${error.message}`
        await tellPlan(hub, 'plan.blocked', 'error', text)
      }
    }
    throw error
  }
}

async function tellPlan(hub: Hub, step: string, level: 'info' | 'error', text: string): Promise<void> {
  const now = hub.now().toISOString()
  await writeJournal(hub.db, now, { traceId: newTraceId(), topic: 'exchange', step, level, text })
  hub.live.changed('attention', 'journal')
}

/** Entities in their own order, which runs from catalogs to documents; what is not mapped comes after. */
function rankOf(mappings: Mappings, set: string): number {
  const places = mappings.from(set).map(({ entity }) => mirroredEntities.indexOf(entity as Mirrored))
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

async function storePackage(hub: Hub, mappings: Mappings, spool: Spool<Item>, received: Received): Promise<void> {
  const traceId = newTraceId()
  const seen = await pullNumber(hub)
  const held = await massLosses(hub, mappings, spool)
  const changed = new Set<Mirrored>()
  const stored = new Map<Mirrored, number>()
  let deleted = 0
  let echoes = 0
  for (const items of spool.batches(batchSize)) {
    echoes += items.filter((item) => item.kind === 'upsert' && hub.onec.isEcho(item.raw)).length
    const mapped = mapItems(mappings, items)
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
      for (const { name, ref } of [...deletions(mappings, items), ...aliens(mapped)]) {
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

function mapItems(mappings: Mappings, items: readonly Item[]): Mapped {
  const records = Map.groupBy(
    items.filter((item) => item.kind === 'upsert'),
    ({ set }) => set,
  )
  const mapped = noneMapped()
  for (const [set, list] of records) {
    mapRecords(
      mappings,
      set,
      list.map(({ raw }) => raw),
      mapped,
    )
  }
  for (const item of items) {
    if (item.kind !== 'unreadable') continue
    for (const { entity } of mappings.from(item.set)) {
      const name = mirroredEntities.find((one) => one === entity)
      if (name) mapped.unmapped.push(...unreadableAs([item]).map((one) => ({ entity: name, ...one })))
    }
  }
  return mapped
}

/** A record that a mapping no longer takes for its own is gone from the mirror like a deleted one. */
const aliens = (mapped: Mapped) => mapped.alien.map(({ entity: name, ref }) => ({ name, ref }))

/** A reference names one object in the whole base, so a tombstone that does not say its set is looked for everywhere. */
function deletions(mappings: Mappings, items: readonly Item[]): { name: Mirrored; ref: string }[] {
  return items.flatMap((item) => {
    if (item.kind !== 'deleted') return []
    const concerned = item.set === null ? mappings.all : mappings.from(item.set)
    return concerned.flatMap(({ entity }) => {
      const name = mirroredEntities.find((one) => one === entity)
      return name ? [{ name, ref: item.ref }] : []
    })
  })
}

/** Losses by entity that are too many to take without asking; they stay as they are, everything else of the package goes on. */
async function massLosses(hub: Hub, mappings: Mappings, spool: Spool<Item>): Promise<Map<Mirrored, Set<string>>> {
  const losses = new Map<Mirrored, Set<string>>()
  const add = (name: Mirrored, refs: Iterable<string>) =>
    losses.set(name, new Set([...(losses.get(name) ?? []), ...refs]))
  for (const items of spool.batches(batchSize)) {
    const mapped = mapItems(mappings, items)
    for (const [name, list] of mapped.incoming) add(name, await lossesAmong(hub.db, name, layOut(name, list, 0, '')))
    for (const { name, ref } of deletions(mappings, items)) add(name, [ref])
    for (const [name, list] of Map.groupBy(aliens(mapped), (one) => one.name))
      add(
        name,
        await livingAmong(
          hub.db,
          name,
          list.map(({ ref }) => ref),
        ),
      )
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
