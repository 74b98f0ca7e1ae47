import { z } from 'zod'
import { DateOn, Instant, Money, Ref, refTo } from './scalars.ts'

export const ScheduleLine = z.object({
  line: z.int().positive(),
  /** Null while the anchor of the line (state registration) has not happened; such a line is not debt. */
  dueOn: DateOn.nullable(),
  amount: Money,
})
export type ScheduleLine = z.infer<typeof ScheduleLine>

export const Deal = z.object({
  ref: Ref,
  number: z.string(),
  date: Instant,
  unitRef: refTo('unit').nullable(),
  clientRefs: z.array(refTo('client')),
  managerRef: refTo('manager').nullable(),
  paymentKind: z.enum(['full', 'mortgage', 'installment']),
  contractType: z.enum(['ddu', 'dkp', 'assignment']),
  price: Money,
  registeredOn: DateOn.nullable(),
  terminated: z.boolean(),
  schedule: z.array(ScheduleLine),
  posted: z.boolean(),
  deleted: z.boolean(),
})
export type Deal = z.infer<typeof Deal>

/** Money that came from a buyer, or went back to one: the amount is positive in both cases, `kind` gives the sign. */
export const Payment = z.object({
  ref: Ref,
  number: z.string(),
  date: Instant,
  dealRef: refTo('deal').nullable(),
  clientRef: refTo('client').nullable(),
  amount: Money,
  kind: z.enum(['payment', 'refund']),
  posted: z.boolean(),
  deleted: z.boolean(),
})
export type Payment = z.infer<typeof Payment>

export const Booking = z.object({
  ref: Ref,
  number: z.string(),
  date: Instant,
  unitRef: refTo('unit').nullable(),
  clientRef: refTo('client').nullable(),
  managerRef: refTo('manager').nullable(),
  kind: z.enum(['oral', 'paid']),
  state: z.enum(['active', 'converted', 'cancelled', 'expired']),
  expiresAt: Instant.nullable(),
  posted: z.boolean(),
  deleted: z.boolean(),
})
export type Booking = z.infer<typeof Booking>
