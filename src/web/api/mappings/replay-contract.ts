import { z } from 'zod'
import { ReplayDetail, ReplayFilter, replayKinds, replayMappings } from '../../../model/replay.ts'

/** A filter as the address bar holds it. */
export const CaughtQuery = z.object({
  what: z.enum(replayKinds).default('fact'),
  source: z.string().max(100).optional(),
  state: z.string().max(20).optional(),
  since: z.string().max(40).optional(),
  until: z.string().max(40).optional(),
  reason: z.string().max(2000).optional(),
  text: z.string().max(200).optional(),
  page: z.coerce.number().int().min(0).default(0),
})

export const pageSize = 50

/** One thing that a filter catches. */
const CaughtRow = z.object({
  target: z.string(),
  title: z.string(),
  since: z.string(),
  stateText: z.string(),
  reason: z.string().nullable(),
})

/**
 * `GET /api/replays/caught`: how many things a filter catches, a page of them, and their commonest reasons. While `seen` is
 * less than `of` that is what is found by now, and asking again tells more.
 */
export const Caught = z.object({
  total: z.number(),
  /** Rows looked through, of how many. */
  seen: z.number(),
  of: z.number(),
  page: z.number(),
  rows: z.array(CaughtRow),
  reasons: z.array(z.object({ reason: z.string().nullable(), n: z.number() })),
  sources: z.array(z.object({ value: z.string(), label: z.string() })),
})
export type Caught = z.infer<typeof Caught>

/** One replay with how far it has come. */
export const Replay = z.object({
  id: z.string(),
  at: z.string(),
  author: z.string(),
  filter: ReplayFilter,
  /** The filter in words. */
  text: z.string(),
  mapping: z.enum(replayMappings),
  dry: z.boolean(),
  state: z.enum(['running', 'done', 'stopped']),
  /** Why it does not move while it runs. */
  waiting: z.string().nullable(),
  /** Caught by the filter and not part of it. */
  beyond: z.number(),
  finishedAt: z.string().nullable(),
  traceId: z.string(),
  counts: z.object({
    waiting: z.number(),
    held: z.number(),
    done: z.number(),
    failed: z.number(),
    skipped: z.number(),
  }),
})
export type Replay = z.infer<typeof Replay>

/** `GET /api/replays`: newest first. */
export const Replays = z.array(Replay)

export const itemStates = ['waiting', 'held', 'done', 'failed', 'skipped'] as const

export const ReplayItem = z.object({
  id: z.number(),
  title: z.string(),
  since: z.string(),
  state: z.enum(itemStates),
  text: z.string().nullable(),
  detail: ReplayDetail.nullable(),
})
export type ReplayItem = z.infer<typeof ReplayItem>

/** `GET /api/replays/{id}`: a replay and a page of its items; `total` of those in the state asked for. */
export const ReplayPage = z.object({ replay: Replay, total: z.number(), page: z.number(), items: z.array(ReplayItem) })
export type ReplayPage = z.infer<typeof ReplayPage>

export const ReplayInput = z.object({
  filter: ReplayFilter,
  mapping: z.enum(replayMappings).default('now'),
  dry: z.boolean().default(true),
})

export const ReplayStarted = z.object({ id: z.string(), total: z.number(), message: z.string() })
