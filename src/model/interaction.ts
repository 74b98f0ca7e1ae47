import { z } from 'zod'
import { Instant, Ref, refTo } from './scalars.ts'

/** A contact with a client as 1C keeps it; the hub creates one for every call. */
export const Interaction = z.object({
  ref: Ref.nullable(),
  externalKey: z.string(),
  at: Instant,
  direction: z.enum(['in', 'out']),
  clientRef: refTo('client').nullable(),
  phone: z.string().nullable(),
  dialled: z.string().nullable(),
  platformRef: refTo('adPlatform').nullable(),
  campaignRef: refTo('campaign').nullable(),
  keyword: z.string().nullable(),
  recordingUrl: z.string().nullable(),
  talkSeconds: z.int().nonnegative().nullable(),
  answered: z.boolean(),
  comment: z.string().nullable(),
  deleted: z.boolean(),
})
export type Interaction = z.infer<typeof Interaction>
