import { z } from 'zod'
import { Area, Money, Ref, refTo } from './scalars.ts'

export const unitKinds = ['apartment', 'studio', 'commercial', 'parking', 'storage'] as const
export const unitStatuses = ['free', 'booked', 'sold', 'not_for_sale', 'pledged'] as const

/** Anything a developer sells by the piece: flat, studio, shop, parking place, storage room. */
export const Unit = z.object({
  ref: Ref,
  code: z.string(),
  buildingRef: refTo('building'),
  kind: z.enum(unitKinds),
  section: z.string().nullable(),
  floor: z.int().nullable(),
  /** Place on the landing, counted from 1; the same position through the floors of a section is one riser. */
  position: z.int().positive().nullable(),
  number: z.string(),
  rooms: z.int().nonnegative().nullable(),
  areaTotal: Area.nullable(),
  areaLiving: Area.nullable(),
  areaKitchen: Area.nullable(),
  status: z.enum(unitStatuses),
  price: Money.nullable(),
  finishing: z.enum(['none', 'rough', 'pre_finish', 'finish']).nullable(),
  planUrl: z.string().nullable(),
  deleted: z.boolean(),
})
export type Unit = z.infer<typeof Unit>
export type UnitKind = Unit['kind']
export type UnitStatus = Unit['status']
