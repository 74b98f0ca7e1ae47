import type { Mirrored } from '../../../store/mirror.ts'

/** Records that would be others: what they would be, null when gone. */
export const afterScope = (entity: Mirrored): string => `after ${entity}`

/** Contracts whose debt may be another one. */
export const touchedDeals = 'touched deals'

/** Changed payments that would belong to a contract. */
export const paidScope = (dealRef: string): string => `paid ${dealRef}`
