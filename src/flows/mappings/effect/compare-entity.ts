import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Hub } from '../../../context.ts'
import type { Mapping } from '../../../mapping/index.ts'
import type { Beyond, RawRecord } from '../../../model/raw.ts'
import type { EffectScratch } from '../../../store/effect-scratch.ts'
import { livingAmong, type Mirrored } from '../../../store/mirror.ts'
import { compareRecords, nothing, type OnDifference, type Outcome, outcomeOf } from './compare-records.ts'
import type { EntityEffect } from './effect-result.ts'
import { labelOf } from './value-text.ts'

export interface EntityReading {
  /** The mapping in use and the edited one; null where there is none that can be used. */
  before: Mapping | null
  after: Mapping | null
  scratch: EffectScratch
  signal: AbortSignal
  onDifference: OnDifference
  onProgress(done: number, total: number): Promise<void>
}

const atOnce = 500

/**
 * Reads all records of an entity from 1C and maps each with both versions. Where both read the same, one reading does; where
 * they read elsewhere or by another condition, what the first makes of its records is kept aside until the second is read.
 */
export async function compareEntity(hub: Hub, entity: Mirrored, reading: EntityReading): Promise<EntityEffect> {
  const { before, after, onDifference } = reading
  const comparison = compareRecords(entity, onDifference)
  if (before && after && sourceOf(before) === sourceOf(after)) {
    const references = before.expand.filter((one) => typeof one === 'string')
    for await (const rows of pagesOf(hub, after, [...references, ...after.expand], reading)) {
      for (const row of rows) comparison.add(outcomeOf(before, row), outcomeOf(after, row))
    }
    return comparison.result()
  }
  const scope = `before ${entity}`
  const { scratch } = reading
  if (before) {
    for await (const rows of pagesOf(hub, before, before.expand, reading)) {
      for (const row of rows) {
        const outcome = outcomeOf(before, row)
        if (outcome.kind !== 'none') scratch.put(scope, outcome.ref, outcome)
      }
    }
  }
  if (after) {
    for await (const rows of pagesOf(hub, after, after.expand, reading)) {
      const outcomes = rows.map((row) => outcomeOf(after, row)).filter((outcome) => outcome.kind !== 'none')
      const kept = before === null ? await keptOf(hub, entity, outcomes) : none
      for (const outcome of outcomes) {
        const was = scratch.find(scope, [outcome.ref]).get(outcome.ref) as Outcome | undefined
        scratch.drop(scope, outcome.ref)
        comparison.add(was ?? (kept.has(outcome.ref) ? unread(outcome.ref, outcome) : nothing), outcome)
      }
    }
  }
  for (let last = ''; ; ) {
    const left = scratch.page(scope, last, atOnce)
    for (const { ref, value } of left) {
      comparison.add(value as Outcome, after === null ? unread(ref, value as Outcome) : nothing)
      last = ref
    }
    if (left.length === 0) return comparison.result()
  }
}

const none: ReadonlySet<string> = new Set()

/** Records the hub has had since a mapping read them that is out of use now. */
async function keptOf(hub: Hub, entity: Mirrored, outcomes: readonly { ref: string }[]): Promise<ReadonlySet<string>> {
  const refs = outcomes.map(({ ref }) => ref)
  return new Set(await livingAmong(hub.db, entity, refs))
}

/** Without a mapping that works nothing is read, and the hub keeps what it has. */
function unread(ref: string, known: Outcome): Outcome {
  const label = known.kind === 'entity' ? labelOf(known.entity) : ref
  return { kind: 'error', ref, label, reason: 'файл соответствий не работает: в хабе последнее известное' }
}

/** Names what is read, whatever its order. One name may stand for a register before and for another after. */
function sourceOf({ source, expand }: Mapping): string {
  return JSON.stringify([{ ...source, order: undefined }, expand.filter((one) => typeof one !== 'string')])
}

async function* pagesOf(
  hub: Hub,
  { source }: Mapping,
  expand: readonly Beyond[],
  { signal, onProgress }: Pick<EntityReading, 'signal' | 'onProgress'>,
): AsyncGenerator<readonly RawRecord[]> {
  const { reading } = hub.onec
  if (source.kind !== 'set') {
    const rows = await reading.rows(source, expand)
    for (let at = 0; at < rows.length; at += atOnce) {
      signal.throwIfAborted()
      yield rows.slice(at, at + atOnce)
      await onProgress(Math.min(at + atOnce, rows.length), rows.length)
      await nextTurn()
    }
    return
  }
  const { set, filter, order } = source
  const total = await reading.count(set, filter)
  let done = 0
  const pageSize = hub.config.settings.exchange.page
  for await (const page of reading.pages(set, {
    filter,
    order,
    pageSize,
    total,
    signal,
    expand: [...new Set(expand)],
  })) {
    done += page.rows.length + page.unreadable.length
    yield page.rows
    await onProgress(done, Math.max(total ?? 0, done))
    // Windows and calls have their turn between two pages of mapping.
    await nextTurn()
  }
}
