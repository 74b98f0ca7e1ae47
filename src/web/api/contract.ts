import { z } from 'zod'
import { roles } from '../../model/role.ts'
import { unitKinds, unitStatuses } from '../../model/unit.ts'

/**
 * What `/api` answers, shared by the server's route table and the browser. Money in kopecks, areas in hundredths of m²,
 * instants in UTC; the browser formats. Errors are `{ error: { message, remedy?, trace? } }` in Russian.
 */

export const Me = z.object({ login: z.string(), name: z.string(), role: z.enum(roles) })
export type Me = z.infer<typeof Me>

/** State of the link to 1C as a person should read it. */
export const Link = z.object({
  state: z.enum(['connecting', 'pulling', 'online', 'offline', 'unmapped', 'stopped']),
  /** A whole Russian sentence: what is going on and, when something is wrong, what to do. */
  text: z.string(),
  infobase: z.string(),
  since: z.string(),
  /** Last time 1C answered; end of the last whole pull; last time something had changed there. */
  checkedAt: z.string().nullable(),
  lastPullAt: z.string().nullable(),
  lastChangeAt: z.string().nullable(),
  lastError: z.string().nullable(),
  latencyMs: z.number().nullable(),
  /** Nineteen of twenty of the last hundred answers of 1C came faster. */
  latencyP95Ms: z.number().nullable(),
  /** Sessions of the hub at work in 1C, how many there may be, and requests waiting for one. */
  sessions: z.object({ used: z.number(), limit: z.number(), queue: z.number() }),
  /** Until when 1C is left alone after it closed itself or went away; null while requests go through. */
  pausedUntil: z.string().nullable(),
  /** Progress of the full pull while it runs. */
  progress: z.object({ entity: z.string(), done: z.number(), total: z.number() }).nullable(),
  counts: z.array(z.object({ entity: z.string(), title: z.string(), count: z.number() })),
  /** How each entity is read and why, for those who mend the exchange; empty for everyone else. */
  ways: z.array(z.object({ entity: z.string(), title: z.string(), way: z.string(), why: z.string() })),
})
export type Link = z.infer<typeof Link>

/** What a person wrote of a conversation («Итог разговора») and how far it got in 1C. */
export const CallNote = z.object({
  text: z.string(),
  /** Which save it is; the next one says it edited this. */
  version: z.number(),
  author: z.string(),
  savedAt: z.string(),
  state: z.enum(['accepted', 'confirmed', 'refused', 'conflict']),
  /** The same in a sentence, with the reason and what to do. */
  says: z.string(),
  /** 1C's whole answer when it refused, for the administrator. */
  details: z.string().nullable(),
  /** What 1C holds instead; null but for `conflict`. */
  onecText: z.string().nullable(),
})
export type CallNote = z.infer<typeof CallNote>

/** `POST /api/calls/{id}/note`: the note as it is now; not saved when a colleague's newer one is in the way. */
export const SavedNote = z.object({ isSaved: z.boolean(), note: CallNote })
export type SavedNote = z.infer<typeof SavedNote>

/** Longest «Итог разговора» in signs. */
export const longestNote = 2000

export const CallRow = z.object({
  id: z.string(),
  startedAt: z.string(),
  state: z.enum(['offered', 'ringing', 'answered', 'ended', 'wrapped']),
  direction: z.enum(['in', 'out', 'internal']),
  /** E.164, or null for a hidden number. */
  phone: z.string().nullable(),
  phoneText: z.string(),
  clientName: z.string().nullable(),
  isNewClient: z.boolean(),
  platform: z.string().nullable(),
  campaign: z.string().nullable(),
  keyword: z.string().nullable(),
  dialled: z.string().nullable(),
  talkSeconds: z.number().nullable(),
  hasRecording: z.boolean(),
  /** How far the call got in 1C, with the reason when it is stuck. */
  onec: z.object({ state: z.enum(['none', 'waiting', 'written', 'failed']), text: z.string() }),
  note: CallNote.nullable(),
  traceId: z.string(),
})
export type CallRow = z.infer<typeof CallRow>

export const DebtRow = z.object({
  dealRef: z.string(),
  dealNumber: z.string(),
  clientName: z.string(),
  unitTitle: z.string().nullable(),
  managerName: z.string().nullable(),
  overdue: z.number(),
  balance: z.number(),
  /** Days past due of the oldest uncovered line. */
  daysPastDue: z.number(),
  nextDueOn: z.string().nullable(),
  nextAmount: z.number().nullable(),
  /** What happened to the latest SMS to the manager about this debt; null when there was none. */
  alert: z
    .object({
      state: z.enum(['pending', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'cancelled']),
      text: z.string(),
      at: z.string(),
      traceId: z.string(),
    })
    .nullable(),
})
export type DebtRow = z.infer<typeof DebtRow>

const AttentionAction = z.object({ name: z.enum(['retry', 'confirm', 'dismiss']), label: z.string() })

/** Something that waits for a person: one action per row, seldom two. */
export const Attention = z.object({
  id: z.string(),
  kind: z.enum([
    'parked_fact',
    'failed_effect',
    'unknown_effect',
    'dead_job',
    'feed_brake',
    'pull_brake',
    'link_down',
    'disk_low',
    'plan_blocked',
    'conflict',
    'unmapped',
    'broken_mapping',
    'metadata',
    'verify',
  ]),
  title: z.string(),
  reason: z.string(),
  at: z.string(),
  traceId: z.string().nullable(),
  /** POST `/api/attention/{id}/{action}`; null when reading it is all one can do. */
  action: AttentionAction.nullable(),
  /** A second way out, where there are two. */
  otherwise: AttentionAction.optional(),
})
export type Attention = z.infer<typeof Attention>

/** `GET /api/desktop`: parts a role may not see are null. */
export const Desktop = z.object({
  attention: z.array(Attention),
  calls: z
    .object({
      total: z.number(),
      newClients: z.number(),
      rows: z.array(CallRow),
      /** May this person write the result of a conversation? */
      mayNote: z.boolean(),
    })
    .nullable(),
  debts: z.object({ count: z.number(), overdueTotal: z.number(), rows: z.array(DebtRow) }).nullable(),
  feed: z
    .object({
      name: z.string(),
      offers: z.number(),
      publishedAt: z.string().nullable(),
      excluded: z.array(z.object({ reason: z.string(), count: z.number() })),
      held: z.string().nullable(),
    })
    .nullable(),
})
export type Desktop = z.infer<typeof Desktop>

/** `GET /api/projects` */
export const ProjectRow = z.object({
  ref: z.string(),
  name: z.string(),
  buildings: z.array(z.object({ ref: z.string(), name: z.string(), units: z.number(), free: z.number() })),
})
export type ProjectRow = z.infer<typeof ProjectRow>

export const Cell = z.object({
  ref: z.string(),
  number: z.string(),
  kind: z.enum(unitKinds),
  rooms: z.number().nullable(),
  area: z.number().nullable(),
  price: z.number().nullable(),
  status: z.enum(unitStatuses),
  /** Surname of the buyer or booker; null when free or when the role may not see it. */
  clientName: z.string().nullable(),
})
export type Cell = z.infer<typeof Cell>

/**
 * `GET /api/chessboard/{buildingRef}`. `sections[].floors` runs from the top floor of the house down to its lowest, the
 * same floors for every section, so that sections stand on one ground line; `cells` is positional, null where nothing is.
 */
export const Chessboard = z.object({
  building: z.object({ ref: z.string(), name: z.string(), project: z.string(), address: z.string().nullable() }),
  floors: z.array(z.number()),
  sections: z.array(
    z.object({
      name: z.string(),
      width: z.number(),
      floors: z.array(z.object({ floor: z.number(), cells: z.array(Cell.nullable()) })),
    }),
  ),
  /** Units without a place on the grid («без места»), parking and storage among them. */
  tray: z.array(Cell),
  totals: z.array(z.object({ status: z.enum(unitStatuses), count: z.number(), area: z.number(), price: z.number() })),
  asOf: z.string(),
})
export type Chessboard = z.infer<typeof Chessboard>

/** `GET /api/units/{ref}` */
export const UnitCard = Cell.extend({
  section: z.string().nullable(),
  floor: z.number().nullable(),
  building: z.string(),
  project: z.string(),
  areaLiving: z.number().nullable(),
  areaKitchen: z.number().nullable(),
  finishing: z.string().nullable(),
  planUrl: z.string().nullable(),
  pricePerMetre: z.number().nullable(),
  deal: z
    .object({
      number: z.string(),
      date: z.string(),
      paymentKind: z.string(),
      price: z.number(),
      manager: z.string().nullable(),
    })
    .nullable(),
  booking: z
    .object({
      number: z.string(),
      kind: z.enum(['oral', 'paid']),
      expiresAt: z.string().nullable(),
      manager: z.string().nullable(),
    })
    .nullable(),
  /** True when the unit is in the site's feed now; otherwise the reason why not. */
  inFeed: z.boolean(),
  feedReason: z.string().nullable(),
  updatedAt: z.string(),
})
export type UnitCard = z.infer<typeof UnitCard>

/** `GET /api/journal?topic=&level=&q=&before=&limit=`: newest first, one row per trace. */
export const JournalRow = z.object({
  traceId: z.string(),
  startedAt: z.string(),
  lastAt: z.string(),
  topic: z.enum(['exchange', 'call', 'feed', 'debt', 'message', 'system']),
  title: z.string(),
  steps: z.number(),
  level: z.enum(['info', 'warning', 'error']),
})
export type JournalRow = z.infer<typeof JournalRow>
export const JournalPage = z.object({ rows: z.array(JournalRow), next: z.string().nullable() })
export type JournalPage = z.infer<typeof JournalPage>

/** `GET /api/journal/{traceId}`: every step, oldest first. */
export const Trace = z.object({
  traceId: z.string(),
  title: z.string(),
  topic: JournalRow.shape.topic,
  steps: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      /** Milliseconds since the first step. */
      afterMs: z.number(),
      step: z.string(),
      text: z.string(),
      level: z.enum(['info', 'warning', 'error']),
      /** Facts for the administrator; personal data already masked. */
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type Trace = z.infer<typeof Trace>

const verdicts = ['clean', 'healed', 'gaps', 'failed'] as const

/** A difference between 1C and the hub, by name. */
export const VerifyGap = z.object({
  id: z.number(),
  /** Russian name of the kind of thing, and its reference for the administrator. */
  title: z.string(),
  ref: z.string(),
  kind: z.string(),
  /** The kind in two or three Russian words. */
  kindText: z.string(),
  text: z.string(),
  /** POST `/api/verify/gaps/{id}/heal` while it is open and may be mended. */
  healable: z.boolean(),
  state: z.enum(['open', 'sent', 'healed']),
})
export type VerifyGap = z.infer<typeof VerifyGap>

/** One finished comparison of the hub with 1C. */
export const Certificate = z.object({
  id: z.string(),
  day: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Who asked for it, in Russian. */
  cause: z.string(),
  verdict: z.enum(verdicts),
  /** The verdict in one Russian sentence. */
  text: z.string(),
  /** Why it could not be compared, and what to do. */
  reason: z.string().nullable(),
  gapCount: z.number(),
  healedCount: z.number(),
  figures: z.array(
    z.object({
      entity: z.string(),
      title: z.string(),
      /** Null where 1C has no counterpart. */
      onec: z.number().nullable(),
      here: z.number(),
      gaps: z.number(),
      healed: z.number(),
      /** Differences the exchange settled by itself meanwhile. */
      moved: z.number(),
      complete: z.boolean(),
    }),
  ),
  gaps: z.array(VerifyGap),
  traceId: z.string(),
})
export type Certificate = z.infer<typeof Certificate>

/** `GET /api/verify?run=`: the certificate asked for, else the newest; the days that have one; what is going on. */
export const VerifyPage = z.object({
  today: z.string(),
  certificate: Certificate.nullable(),
  /** While a comparison is under way or waits for its turn. */
  running: z
    .object({
      startedAt: z.string(),
      title: z.string(),
      done: z.number(),
      total: z.number(),
      part: z.number(),
      parts: z.number(),
    })
    .nullable(),
  /** The last comparison of each day, oldest first; 400 days at most. */
  days: z.array(z.object({ day: z.string(), run: z.string(), verdict: z.enum(verdicts), gaps: z.number() })),
})
export type VerifyPage = z.infer<typeof VerifyPage>

/**
 * `GET /api/events`: server-sent events named `changed`, data `{ topics: Topic[] }`; the browser asks again for what it
 * shows of these topics. A comment line every 15 s keeps proxies from closing the stream.
 */
export const topics = [
  'link',
  'calls',
  'debts',
  'units',
  'feed',
  'journal',
  'attention',
  'verify',
  'mappings',
  'replay',
] as const
export type Topic = (typeof topics)[number]

export const ApiError = z.object({
  error: z.object({
    message: z.string(),
    remedy: z.string().optional(),
    trace: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
})
export type ApiError = z.infer<typeof ApiError>
