import { z } from 'zod'
import { E164, Ref, refTo } from './scalars.ts'

/** Advertising platform (площадка): where the buyer met us. Mandatory on every call. */
export const AdPlatform = z.object({
  ref: Ref,
  code: z.string(),
  name: z.string(),
  /** Grouping of platforms in reports. */
  channel: z.enum(['context', 'classifieds', 'social', 'outdoor', 'agency', 'referral', 'direct', 'other']),
  /** What the contact centre and trackers call it in attached data, e.g. `yandex_direct`. */
  alias: z.string().nullable(),
  deleted: z.boolean(),
})
export type AdPlatform = z.infer<typeof AdPlatform>

export const Campaign = z.object({
  ref: Ref,
  code: z.string(),
  name: z.string(),
  platformRef: refTo('adPlatform'),
  /** What attached data calls it, e.g. `jk-sever-brand`. */
  alias: z.string().nullable(),
  /** Tracking number (подменный номер) in E.164 whose calls belong to this campaign. */
  trackingNumber: E164.nullable(),
  deleted: z.boolean(),
})
export type Campaign = z.infer<typeof Campaign>
