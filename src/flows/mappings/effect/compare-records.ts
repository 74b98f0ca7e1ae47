import { isDeepStrictEqual } from 'node:util'
import { describeError } from '../../../errors.ts'
import type { Mapping } from '../../../mapping/index.ts'
import type { EntityName } from '../../../model/index.ts'
import type { RawRecord } from '../../../model/raw.ts'
import { entityNames, fieldTitle } from '../../../model/titles.ts'
import { recordTitle } from '../samples.ts'
import { addTo, type EntityEffect, type FieldEffect, newGroup } from './effect-result.ts'
import { labelOf, valueText } from './value-text.ts'

type Canonical = Readonly<Record<string, unknown>>

/** What a mapping makes of a record: an entity, nothing (not its business), or a reason why it cannot. */
export type Outcome =
  | { kind: 'entity'; ref: string; entity: Canonical }
  | { kind: 'none' }
  | { kind: 'error'; ref: string; label: string; reason: string }

export const nothing: Outcome = { kind: 'none' }

/** Never throws; without a mapping nothing is read. */
export function outcomeOf(mapping: Mapping | null, record: RawRecord): Outcome {
  if (mapping === null) return nothing
  try {
    const entity = mapping.read(record)
    return entity === null ? nothing : { kind: 'entity', ref: String(entity.ref), entity }
  } catch (error) {
    return {
      kind: 'error',
      ref: String(record.Ref_Key ?? ''),
      label: recordTitle(record),
      reason: describeError(error),
    }
  }
}

/** Told of every record that would be another one in the hub; null where it is not there. */
export type OnDifference = (ref: string, before: Canonical | null, after: Canonical | null) => void

export interface Comparison {
  add(before: Outcome, after: Outcome): void
  result(): EntityEffect
}

/** Counts what differs between two outcomes for each record of an entity, field by field, with a few examples. */
export function compareRecords(entity: EntityName, onDifference: OnDifference): Comparison {
  const fields = new Map<string, FieldEffect>()
  const effect: EntityEffect = {
    entity,
    title: entityNames[entity],
    read: 0,
    changed: 0,
    fields: [],
    enters: newGroup(),
    leaves: newGroup(),
    unreadable: newGroup(),
    readable: newGroup(),
  }

  function changed(ref: string, before: Canonical, after: Canonical): void {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    const differing = [...names].filter(
      (name) => before[name] !== after[name] && !isDeepStrictEqual(before[name], after[name]),
    )
    if (differing.length === 0) return
    effect.changed += 1
    onDifference(ref, before, after)
    for (const field of differing) {
      const known = fields.get(field) ?? { field, title: fieldTitle(entity, field), ...newGroup() }
      fields.set(field, known)
      addTo(known, () => ({
        ref,
        label: labelOf(before),
        before: valueText(entity, field, before[field]),
        after: valueText(entity, field, after[field]),
      }))
    }
  }

  function leaves(ref: string, before: Canonical): void {
    addTo(effect.leaves, () => ({ ref, label: labelOf(before), before: 'есть', after: 'нет' }))
    onDifference(ref, before, null)
  }

  function enters(ref: string, after: Canonical): void {
    addTo(effect.enters, () => ({ ref, label: labelOf(after), before: 'нет', after: 'есть' }))
    onDifference(ref, null, after)
  }

  return {
    add(before, after) {
      effect.read += 1
      if (before.kind === 'entity' && after.kind === 'entity') {
        if (before.ref === after.ref) return changed(before.ref, before.entity, after.entity)
        leaves(before.ref, before.entity)
        return enters(after.ref, after.entity)
      }
      if (after.kind === 'error') {
        if (before.kind === 'error') return
        const { ref, label, reason } = after
        const was = before.kind === 'entity' ? 'читается' : 'нет'
        return addTo(effect.unreadable, () => ({ ref, label, before: was, after: reason }))
      }
      if (before.kind === 'error' && after.kind === 'entity') {
        const { ref, entity: read } = after
        addTo(effect.readable, () => ({ ref, label: labelOf(read), before: before.reason, after: 'читается' }))
        return onDifference(ref, null, read)
      }
      if (before.kind === 'entity') return leaves(before.ref, before.entity)
      if (after.kind === 'entity') return enters(after.ref, after.entity)
    },
    result: () => ({ ...effect, fields: [...fields.values()].sort((a, b) => b.count - a.count) }),
  }
}
