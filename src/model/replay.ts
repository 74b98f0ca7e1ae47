import { z } from 'zod'

/** What may be done once more, and the states of each that a filter may name; the first is meant when it names none. */
export const replayStates = {
  fact: ['parked', 'done', 'new'],
  call: ['failed', 'written', 'waiting'],
  effect: ['failed', 'unknown', 'sent'],
  job: ['dead'],
  record: ['unmapped'],
} as const

export type ReplayKind = keyof typeof replayStates
export const replayKinds = Object.keys(replayStates) as [ReplayKind, ...ReplayKind[]]

const Moment = z.union([z.iso.date(), z.iso.datetime({ local: true, offset: true })])

/**
 * A set of past things: inbound facts, calls, effects on 1C, jobs, records that could not be mapped.
 *
 * `source` is the sender of a fact, the system of a call, the kind of an effect, the queue of a job, the entity of a
 * record. `state` is one of `replayStates` or `all`. `since` and `until` (exclusive) are days or moments of the infobase's
 * wall clock, or instants. `reason` must fit whole, `*` standing for anything; `text` is found anywhere in the thing.
 */
export const ReplayFilter = z
  .strictObject({
    what: z.enum(replayKinds).default('fact'),
    source: z.string().min(1).max(100).optional(),
    state: z.string().min(1).max(20).optional(),
    since: Moment.optional(),
    until: Moment.optional(),
    reason: z.string().min(1).max(2000).optional(),
    text: z.string().min(1).max(200).optional(),
    /** Exactly these: ids of facts, calls, effects or jobs, `entity ref` of records. */
    ids: z.array(z.string().max(100)).min(1).max(20_000).optional(),
  })
  .superRefine(({ what, state }, { addIssue }) => {
    const known: readonly string[] = [...replayStates[what], 'all']
    if (state !== undefined && !known.includes(state))
      addIssue({ code: 'custom', path: ['state'], message: `state для ${what} бывает: ${known.join(', ')}` })
  })
export type ReplayFilter = z.infer<typeof ReplayFilter>

/** Mapping files of today, or those that were in use when the thing came in. */
export const replayMappings = ['now', 'then'] as const
export type ReplayMapping = (typeof replayMappings)[number]

/** What was done or would be done with one thing, for whoever wants to see it. */
export const ReplayDetail = z.object({
  /** Set of 1C, or entity of the hub. */
  where: z.string(),
  /** Value by value, as text; `before` null where nothing is held yet. */
  lines: z.array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
})
export type ReplayDetail = z.infer<typeof ReplayDetail>
