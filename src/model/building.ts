import { z } from 'zod'
import { Ref, refTo } from './scalars.ts'

export const Building = z.object({
  ref: Ref,
  projectRef: refTo('project'),
  code: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  floorsTotal: z.int().positive().nullable(),
  state: z.enum(['unfinished', 'built', 'handed_over']),
  builtYear: z.int().nullable(),
  readyQuarter: z.int().min(1).max(4).nullable(),
  material: z.enum(['brick', 'monolith', 'panel', 'brick_monolith']).nullable(),
  yandexHouseId: z.int().positive().nullable(),
  deleted: z.boolean(),
})
export type Building = z.infer<typeof Building>
