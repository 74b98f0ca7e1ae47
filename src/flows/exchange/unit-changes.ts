import type { Kysely } from 'kysely'
import type { Unit, UnitStatus } from '../../model/unit.ts'
import type { Database } from '../../store/schema.ts'
import type { Mapped } from './map-records.ts'

const statusTitles: Record<UnitStatus, string> = {
  free: 'свободна',
  booked: 'забронирована',
  sold: 'продана',
  not_for_sale: 'не в продаже',
  pledged: 'в залоге',
}

type Before = Map<string, { status: string; price: number | null }>

/** More changed units than this are told as a number only. */
const told = 50

const units = (mapped: Mapped): Unit[] => (mapped.incoming.get('unit') ?? []).map(({ entity }) => entity as Unit)

/** What the mirror held of the units a package is about to change. */
export async function unitsBefore(db: Kysely<Database>, mapped: Mapped): Promise<Before> {
  const refs = units(mapped).map((unit) => unit.ref)
  if (refs.length === 0 || refs.length > told) return new Map()
  const rows = await db.selectFrom('unit').select(['ref', 'status', 'price']).where('ref', 'in', refs).execute()
  return new Map(rows.map((row) => [row.ref, row]))
}

/** One Russian sentence for each unit whose status or price is another than before. */
export function describeUnitChanges(before: Before, mapped: Mapped): string[] {
  return units(mapped).flatMap((unit) => {
    const was = before.get(unit.ref)
    if (!was) return []
    const changes = [
      ...(was.status === unit.status
        ? []
        : [`${statusTitles[was.status as UnitStatus]} → ${statusTitles[unit.status]}`]),
      ...(was.price === unit.price ? [] : [`цена ${rubles(was.price)} → ${rubles(unit.price)}`]),
    ]
    return changes.length > 0 ? [`Помещение ${unit.number}: ${changes.join(', ')}`] : []
  })
}

const rubles = (kopecks: number | null) => (kopecks === null ? '—' : `${(kopecks / 100).toLocaleString('ru-RU')} ₽`)
