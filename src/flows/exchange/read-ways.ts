import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import type { Mapping } from '../../mapping/index.ts'
import { writeJournal } from '../../store/journal.ts'
import { type Mirrored, mirroredEntities } from '../../store/mirror.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'

export type ReadWay = 'plan' | 'versions' | 'window' | 'full'

/** How an entity is read now, as an administrator is shown it. */
export interface EntityWay {
  entity: Mirrored
  way: ReadWay
  why: string
  /** Whether the plan has proved to hold it; until then versions are compared too. */
  isProven: boolean
}

/** Mappings of mirrored entities, from catalogs to documents. */
export function pulledMappings(hub: Hub): Mapping[] {
  return mirroredEntities.flatMap((name) => hub.mappings.of(name) ?? [])
}

/**
 * Chooses for every entity the best way of learning about changes. Which objects an exchange plan holds is written
 * nowhere in OData; experience tells (`learnFromPlan`).
 */
export async function chooseWays(hub: Hub): Promise<EntityWay[]> {
  const { plan } = hub.config.settings.exchange
  const unusable = await whyPlanIsUnusable(hub)
  const ways: EntityWay[] = []
  for (const mapping of pulledMappings(hub)) {
    const { source, spec } = mapping
    const entity = mapping.entity as Mirrored
    if (source.kind !== 'set') {
      ways.push({ entity, way: 'full', why: 'виртуальные таблицы и сервисы читаются целиком', isProven: true })
      continue
    }
    const experience = await experienceOf(hub, source.set)
    const chosen = await hub.onec.reading.choose(source.set, spec.from.read, { set: plan, unusable, experience })
    const beyond = chosen.way === 'plan' && mapping.expand.length > 0 ? '; поля за ссылками сверяются отдельно' : ''
    const why = `${chosen.why}${beyond}`
    ways.push({ entity, ...chosen, why, isProven: chosen.way !== 'plan' || experience === 'brings' })
  }
  return ways
}

/** Null when the plan has a node for the hub. */
async function whyPlanIsUnusable(hub: Hub): Promise<string | null> {
  const { plan, node } = hub.config.settings.exchange
  const metadata = await hub.onec.reading.metadata()
  if (!metadata.sets.has(plan)) return null
  try {
    const [found] = await hub.onec.find(plan, hub.onec.condition('Code eq {node}', { node }))
    return found ? null : `в плане обмена ${plan} нет узла с кодом «${node}»`
  } catch (error) {
    if ((error as { fate?: unknown }).fate !== 'park') throw error
    return `план обмена ${plan} не читается (${describeError(error)})`
  }
}

const experienceKey = (set: string): string => `exchange.plan.${set}`

async function experienceOf(hub: Hub, set: string): Promise<'brings' | 'misses' | null> {
  const known = await getState(hub.db, experienceKey(set))
  return known === 'brings' || known === 'misses' ? known : null
}

/**
 * Draws the conclusion from a package of the plan: `brought` are the sets it held, `silent` the objects per set whose change
 * was seen in 1C before the package was read. A change the package does not know of was never registered.
 */
export async function learnFromPlan(
  hub: Hub,
  brought: ReadonlyMap<string, ReadonlySet<string>>,
  silent: ReadonlyMap<string, readonly string[]>,
): Promise<boolean> {
  let learned = false
  for (const set of new Set([...brought.keys(), ...silent.keys()])) {
    const before = await experienceOf(hub, set)
    const missing = (silent.get(set) ?? []).filter((ref) => !brought.get(set)?.has(ref))
    const now = brought.has(set) ? 'brings' : missing.length > 0 ? 'misses' : before
    if (now === null || now === before || hub.mappings.from(set).length === 0) continue
    learned = true
    await putState(hub.db, experienceKey(set), now, hub.now().toISOString())
    if (now === 'misses') await tellMissing(hub, set)
  }
  return learned
}

async function tellMissing(hub: Hub, set: string): Promise<void> {
  const { plan } = hub.config.settings.exchange
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId: newTraceId(),
    topic: 'exchange',
    step: 'plan.misses',
    level: 'warning',
    text: `План обмена ${plan} не сообщает об изменениях «${set}»: хаб узнаёт о них сверкой версий. Добавьте объект в состав плана с авторегистрацией, и они будут приходить сразу.`,
  })
}
