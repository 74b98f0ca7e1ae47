import { z } from 'zod'
import { FileDiff } from './deploy-contract.ts'

/** One change in the configuration of 1C, in words. */
export const SentinelChange = z.object({
  key: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  text: z.string(),
  /** What speaks for it being a rename, and how sure it is, per cent. */
  reasons: z.array(z.string()),
  certainty: z.number().nullable(),
  /** Places of mapping files that it strikes. */
  hits: z.array(z.object({ file: z.string(), line: z.number(), field: z.string().nullable() })),
  seenAt: z.string(),
  traceId: z.string(),
  /** How it ended; null while it waits for a person. */
  outcome: z.string().nullable(),
  settledBy: z.string().nullable(),
})
export type SentinelChange = z.infer<typeof SentinelChange>

/** How a mapping file could follow; it is only ever put into the editor. */
export const SentinelProposal = z.object({
  file: z.string(),
  /** The whole file with the proposal in it. */
  text: z.string(),
  /** Without a place when nothing can be proposed. */
  diff: FileDiff,
  /** What a person has to decide. */
  notes: z.array(z.string()),
  /** Mapping file with which a file of cases goes into use by itself; null for a mapping file. */
  beside: z.string().nullable(),
})
export type SentinelProposal = z.infer<typeof SentinelProposal>

/** `GET /api/mappings/sentinel` */
export const SentinelPage = z.object({
  open: z.array(SentinelChange),
  past: z.array(SentinelChange),
  proposals: z.array(SentinelProposal),
  /** Since when the base is compared with the state that the changes are told against. */
  since: z.string().nullable(),
})
export type SentinelPage = z.infer<typeof SentinelPage>

/** `POST /api/mappings/sentinel/acknowledge`: the changes with these keys, or all. */
export const AcknowledgeInput = z.object({ keys: z.array(z.string().max(500)).max(5000).nullable().default(null) })
