import type { Demo } from './demo.ts'
import { partners } from './partners/partners.ts'
import { realtor } from './realtor/realtor.ts'

/** The configurations the twin holds ready, by the name `TWIN_CONFIGURATION` chooses them by: one business, kept in two ways. */
export const demos = { realtor, partners } as const satisfies Record<string, Demo>

export type DemoName = keyof typeof demos

export const demoNames = Object.keys(demos) as [DemoName, ...DemoName[]]
