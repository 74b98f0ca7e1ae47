import { randomUUID } from 'node:crypto'

/** Identity of a chain of steps with one cause. */
export const newTraceId = (): string => randomUUID()
