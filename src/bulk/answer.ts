import type { PageOut } from './lay-out-body.ts'

/** What the thread says once, when it can take pages. */
export const ready = 'ready'

/** A `Laid` slice is serialized into memory that is handed over, and is no work for the collectors of either side. */
export type Answer = { id: number } & (PageOut<Uint8Array> | { failure: string })
