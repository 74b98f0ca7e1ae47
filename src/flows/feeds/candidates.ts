import type { Kysely, Selectable } from 'kysely'
import type { Candidate } from '../../inventory/feeds/lot.ts'
import type { Building } from '../../model/building.ts'
import type { Project } from '../../model/project.ts'
import type { Unit } from '../../model/unit.ts'
import type { Database } from '../../store/schema.ts'
import type { MirrorColumns } from '../../store/tables/mirror.ts'

/** Every unit of the mirror with its house and complex, in the order of houses and numbers. */
export async function candidates(db: Kysely<Database>, only?: { unitRef: string }): Promise<Candidate[]> {
  const buildings = byRef<Building>(await db.selectFrom('building').selectAll().execute())
  const projects = byRef<Project>(await db.selectFrom('project').selectAll().execute())
  const units = await db
    .selectFrom('unit')
    .selectAll()
    .$if(only !== undefined, (query) => query.where('ref', '=', only?.unitRef ?? ''))
    .orderBy('buildingRef')
    .orderBy('code')
    .orderBy('ref')
    .execute()
  return units.map((row) => {
    const building = buildings.get(row.buildingRef) ?? null
    return {
      unit: entityOf<Unit>(row),
      building,
      project: (building && projects.get(building.projectRef)) ?? null,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    }
  })
}

type Row = Selectable<MirrorColumns>

const byRef = <T>(rows: Row[]): Map<string, T> => new Map(rows.map((row) => [row.ref, entityOf<T>(row)]))

/** A row came in through the model's schema, so it goes out as the model's type. */
export function entityOf<T>(row: Row): T {
  const { dataVersion: _v, seen: _s, createdAt: _c, updatedAt: _u, ...fields } = row
  return { ...fields, deleted: row.deleted === 1 } as T
}
