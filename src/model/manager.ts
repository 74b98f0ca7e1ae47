import { z } from 'zod'
import { Phone, Ref } from './scalars.ts'

/** An employee known to 1C: sales manager, operator, director. */
export const Manager = z.object({
  ref: Ref,
  code: z.string(),
  name: z.string(),
  phone: Phone.nullable(),
  email: z.string().nullable(),
  login: z.string().nullable(),
  deleted: z.boolean(),
})
export type Manager = z.infer<typeof Manager>
