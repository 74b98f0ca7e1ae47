import { z } from 'zod'
import { readPhone } from './phone.ts'
import { Instant, Phone } from './scalars.ts'

/** Lifecycle of a call; a later event never moves it back (telephony §0). */
export const callStates = ['offered', 'ringing', 'answered', 'ended', 'wrapped'] as const
export type CallState = (typeof callStates)[number]

/** What a switch attached to the call about its advertising source; any part may be missing. */
export const CallSource = z.object({
  platform: z.string().nullable(),
  campaign: z.string().nullable(),
  keyword: z.string().nullable(),
  trackingNumber: z.string().nullable(),
})
export type CallSource = z.infer<typeof CallSource>

/**
 * One report about a call, whatever switch sent it. A report knows only part of the call: absent facts are null.
 * `callKey` is the same for every report of one conversation with a client.
 */
export const CallEvent = z.object({
  system: z.string(),
  callKey: z.string(),
  /** Key of the report itself; a repeated report has the same key. */
  eventKey: z.string(),
  state: z.enum(callStates).nullable(),
  /** When it happened; null where the switch gives no time (Engage CallStateChanged), then arrival counts. */
  at: Instant.nullable(),
  direction: z.enum(['in', 'out', 'internal']).nullable(),
  caller: Phone.nullable(),
  dialled: z.string().nullable(),
  agent: z.string().nullable(),
  source: CallSource.nullable(),
  recordingUrl: z.string().nullable(),
  recordingState: z.enum(['none', 'recording', 'ready']).nullable(),
  talkSeconds: z.int().nonnegative().nullable(),
  /** All attached data as sent, flattened, repeated keys joined by `, `. */
  attached: z.record(z.string(), z.string()),
})
export type CallEvent = z.infer<typeof CallEvent>

/** The call as all its reports together tell it. */
export const Call = CallEvent.omit({ eventKey: true, at: true }).extend({
  state: z.enum(callStates),
  direction: z.enum(['in', 'out', 'internal']),
  startedAt: Instant,
  answeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  reports: z.int().positive(),
})
export type Call = z.infer<typeof Call>

/** The client's number: who called us, or whom we called. */
export function clientPhone(call: Pick<Call, 'direction' | 'caller' | 'dialled'>): Phone {
  if (call.direction !== 'out') return call.caller ?? { e164: null, ext: null, raw: '' }
  const { e164, ext, raw } = readPhone(call.dialled ?? '')
  return { e164, ext, raw }
}
