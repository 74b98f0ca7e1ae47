import type { Metadata } from '../metadata.ts'
import { windowProperty } from './date-window.ts'

export type ReadWay = 'plan' | 'versions' | 'window' | 'full'

export interface Chosen {
  way: ReadWay
  /** Why this one, for an administrator. */
  why: string
}

/** What is known beside `$metadata`, which does not say what an exchange plan holds. */
export interface PlanKnowledge {
  set: string
  /** Why the plan is of no use at all; null when it has a node for the hub. */
  unusable: string | null
  /** What experience says of this set: the plan has brought its objects, or has kept silent about a change. */
  experience: 'brings' | 'misses' | null
}

/**
 * The best way to learn what has changed in a set: exchange plan → versions → date window → whole set (1c-odata §9, §14).
 * `wish` is the administrator's word and wins.
 */
export function chooseReading(metadata: Metadata, set: string, wish: ReadWay | undefined, plan: PlanKnowledge): Chosen {
  const properties = metadata.entityTypes.get(metadata.sets.get(set) ?? '')?.properties
  if (wish) return { way: wish, why: 'так указано в файле соответствий' }
  const without = withoutPlan(metadata, set, plan)
  if (without === null) {
    return plan.experience === 'brings'
      ? { way: 'plan', why: `изменения приходят через план обмена ${plan.set}` }
      : { way: 'plan', why: `план обмена ${plan.set}; пока он ничего отсюда не привёз, версии сверяются тоже` }
  }
  if (properties?.has('DataVersion')) return { way: 'versions', why: `${without}, но у объектов есть версия данных` }
  const cut = windowProperty(metadata, set)
  if (cut !== null)
    return { way: 'window', why: `${without} и нет версии данных; перечитываются последние записи по дате` }
  return { way: 'full', why: `${without}, нет ни версии данных, ни даты` }
}

function withoutPlan(metadata: Metadata, set: string, plan: PlanKnowledge): string | null {
  if (!metadata.sets.has(plan.set)) return `плана обмена ${plan.set} в OData этой базы нет`
  if (plan.unusable) return plan.unusable
  return plan.experience === 'misses' ? `в составе плана обмена ${plan.set} нет «${set}»` : null
}
