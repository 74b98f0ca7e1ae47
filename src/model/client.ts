import { z } from 'zod'
import { Phone, Ref, refTo } from './scalars.ts'

export const Client = z.object({
  ref: Ref,
  code: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'company']),
  lastName: z.string().nullable(),
  firstName: z.string().nullable(),
  middleName: z.string().nullable(),
  phones: z.array(Phone),
  emails: z.array(z.string()),
  lifecycle: z.enum(['prospect', 'customer']),
  managerRef: refTo('manager').nullable(),
  /** The hub's own key of a client it created in 1C; null for clients made by people. */
  externalKey: z.string().nullable(),
  deleted: z.boolean(),
})
export type Client = z.infer<typeof Client>
