import { z } from 'zod'
import { E164, Ref } from './scalars.ts'

/** Residential complex (жилой комплекс). */
export const Project = z.object({
  ref: Ref,
  code: z.string(),
  name: z.string(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** Number of the complex in Yandex's table of new builds; null until marketing fills it in. */
  yandexBuildingId: z.int().positive().nullable(),
  salesPhone: E164.nullable(),
  deleted: z.boolean(),
})
export type Project = z.infer<typeof Project>
