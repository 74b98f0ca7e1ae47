import type { Hub } from '../../context.ts'
import { layOut, type PlacedUnit } from '../../inventory/chessboard.ts'
import { may } from '../auth/access.ts'
import type { Person } from '../auth/people.ts'
import type { Chessboard, ProjectRow } from './contract.ts'
import { holders } from './holders.ts'
import { NotFoundError } from './route.ts'

/** Complexes with their houses and how many units each has. */
export async function projectsView(hub: Hub): Promise<ProjectRow[]> {
  const projects = await hub.db
    .selectFrom('project')
    .select(['ref', 'name'])
    .where('deleted', '=', 0)
    .orderBy('code')
    .execute()
  const buildings = await hub.db
    .selectFrom('building')
    .leftJoin('unit', (join) => join.onRef('unit.buildingRef', '=', 'building.ref').on('unit.deleted', '=', 0))
    .select((eb) => [
      'building.ref',
      'building.name',
      'building.projectRef',
      eb.fn.count<number>('unit.ref').as('units'),
      eb.fn.sum<number | null>(eb.case().when('unit.status', '=', 'free').then(1).else(0).end()).as('free'),
    ])
    .where('building.deleted', '=', 0)
    .groupBy(['building.ref', 'building.name', 'building.projectRef'])
    .orderBy('building.code')
    .execute()
  return projects.map((project) => ({
    ...project,
    buildings: buildings
      .filter((building) => building.projectRef === project.ref)
      .map(({ ref, name, units, free }) => ({ ref, name, units: Number(units), free: Number(free ?? 0) })),
  }))
}

/** The chessboard of one house; names of buyers only for roles that may see them, and they do not leave the server otherwise. */
export async function boardView(hub: Hub, person: Person, buildingRef: string): Promise<Chessboard> {
  const building = await hub.db
    .selectFrom('building')
    .innerJoin('project', 'project.ref', 'building.projectRef')
    .select(['building.ref', 'building.name', 'building.address', 'building.floorsTotal', 'project.name as project'])
    .where('building.ref', '=', buildingRef)
    .executeTakeFirst()
  if (!building) throw new NotFoundError('Такого дома нет: возможно, его удалили в 1С.')
  const rows = await hub.db
    .selectFrom('unit')
    .select(['ref', 'kind', 'section', 'floor', 'position', 'number', 'rooms', 'areaTotal', 'price', 'status'])
    .where('buildingRef', '=', buildingRef)
    .where('deleted', '=', 0)
    .execute()
  const names = may(person.role, 'clientOnBoard') ? await holders(hub.db, { buildingRef }) : new Map<string, string>()
  const units = rows.map((row) => ({ ...row, clientName: names.get(row.ref) ?? null })) as PlacedUnit[]
  const { floorsTotal, ...head } = building
  return { building: head, ...layOut(units, floorsTotal), asOf: hub.link.checkedAt ?? hub.now().toISOString() }
}
