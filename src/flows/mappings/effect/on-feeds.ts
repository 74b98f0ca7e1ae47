import type { Hub } from '../../../context.ts'
import { type Candidate, whyNot } from '../../../inventory/feeds/lot.ts'
import type { Building } from '../../../model/building.ts'
import type { Project } from '../../../model/project.ts'
import type { Unit } from '../../../model/unit.ts'
import type { EffectScratch } from '../../../store/effect-scratch.ts'
import { entityOf } from '../../feeds/candidates.ts'
import { addTo, type FeedEffect, newGroup } from './effect-result.ts'
import { afterScope } from './scopes.ts'

const atOnce = 1000

type House = ReadonlyMap<string, Building | null>
type Complex = ReadonlyMap<string, Project | null>

/** Which units would leave the feeds or enter them: the feeds' own rules, asked about the mirror and about what it would be. */
export async function effectOnFeeds(hub: Hub, scratch: EffectScratch): Promise<FeedEffect[]> {
  const concerned = (['unit', 'building', 'project'] as const).some((entity) => scratch.has(afterScope(entity)))
  const effects = hub.config.settings.feeds.map(({ name }) => ({ feed: name, leaves: newGroup(), enters: newGroup() }))
  if (!concerned) return effects
  const buildings = new Map(
    (await hub.db.selectFrom('building').selectAll().execute()).map((row) => [row.ref, entityOf<Building>(row)]),
  )
  const projects = new Map(
    (await hub.db.selectFrom('project').selectAll().execute()).map((row) => [row.ref, entityOf<Project>(row)]),
  )
  const laterBuildings: House = new Map<string, Building | null>([
    ...buildings,
    ...overlay<Building>(scratch, 'building'),
  ])
  const laterProjects: Complex = new Map<string, Project | null>([...projects, ...overlay<Project>(scratch, 'project')])

  const judge = (before: Unit | null, after: Unit | null) => {
    const unit = after ?? before
    if (!unit) return
    const was = before && candidate(before, buildings, projects)
    const willBe = after && candidate(after, laterBuildings, laterProjects)
    for (const [at, feed] of hub.config.settings.feeds.entries()) {
      const effect = effects[at]
      const now = was ? whyNot(was, feed) : 'Помещения нет в хабе'
      const later = willBe ? whyNot(willBe, feed) : 'Помещения нет в хабе'
      if (!effect || (now === null) === (later === null)) continue
      const house = (willBe ?? was)?.building?.name
      const label = house ? `№ ${unit.number}, ${house}` : `№ ${unit.number}`
      if (now === null) addTo(effect.leaves, () => ({ ref: unit.ref, label, before: 'в фиде', after: later ?? '' }))
      else addTo(effect.enters, () => ({ ref: unit.ref, label, before: now, after: 'в фиде' }))
    }
  }

  for (let last = ''; ; ) {
    const rows = await hub.db
      .selectFrom('unit')
      .selectAll()
      .where('ref', '>', last)
      .orderBy('ref')
      .limit(atOnce)
      .execute()
    const changes = scratch.find(
      afterScope('unit'),
      rows.map(({ ref }) => ref),
    )
    for (const row of rows) {
      const unit = entityOf<Unit>(row)
      judge(unit, changes.has(row.ref) ? (changes.get(row.ref) as Unit | null) : unit)
      last = row.ref
    }
    if (rows.length === 0) break
  }
  for (let last = ''; ; ) {
    const page = scratch.page(afterScope('unit'), last, 500)
    const refs = page.map(({ ref }) => ref)
    const known =
      refs.length === 0 ? [] : await hub.db.selectFrom('unit').select('ref').where('ref', 'in', refs).execute()
    const here = new Set(known.map(({ ref }) => ref))
    for (const { ref, value } of page) {
      if (!here.has(ref)) judge(null, value as Unit | null)
      last = ref
    }
    if (page.length === 0) return effects
  }
}

function candidate(unit: Unit, buildings: House, projects: Complex): Candidate {
  const building = buildings.get(unit.buildingRef) ?? null
  const project = (building && projects.get(building.projectRef)) ?? null
  return { unit, building, project, createdAt: '', updatedAt: '' }
}

/** Houses and complexes are few: all changed ones at once. */
function overlay<T>(scratch: EffectScratch, entity: 'building' | 'project'): [string, T | null][] {
  const all: [string, T | null][] = []
  for (let last = ''; ; ) {
    const page = scratch.page(afterScope(entity), last, atOnce)
    for (const { ref, value } of page) {
      all.push([ref, value as T | null])
      last = ref
    }
    if (page.length === 0) return all
  }
}
