import type { Generated } from 'kysely'

/** One report about a call, kept for ever: the call is always the fold of its reports. */
export interface CallReportTable {
  /** Unique: a repeated report is the same row. */
  eventKey: string
  callKey: string
  factId: string
  receivedAt: string
  /** CallEvent as JSON. */
  event: string
}

/** Other names of a conversation: Engage gives a transferred call a new id (telephony §C). */
export interface CallAliasTable {
  alias: string
  callKey: string
}

export interface CallTable {
  id: string
  callKey: string
  system: string
  state: string
  direction: string
  startedAt: string
  answeredAt: string | null
  endedAt: string | null
  /** Calendar day of the start in the infobase's zone: «звонки за сегодня». */
  day: string
  phone: string | null
  phoneRaw: string
  phoneExt: string | null
  dialled: string | null
  agent: string | null
  sourcePlatform: string | null
  sourceCampaign: string | null
  trackingNumber: string | null
  keyword: string | null
  platformRef: string | null
  campaignRef: string | null
  /** `open` until it was looked for; then how the platform was found. */
  attribution: 'open' | 'attached' | 'tracking_number' | 'none'
  recordingUrl: string | null
  recordingState: string | null
  talkSeconds: number | null
  reports: number
  clientRef: string | null
  clientIsNew: number
  /** How far the call got in 1C. */
  onecState: 'none' | 'waiting' | 'written' | 'failed'
  onecRef: string | null
  onecReason: string | null
  traceId: string
  updatedAt: string
}

export interface CallTables {
  callReport: CallReportTable
  callAlias: CallAliasTable
  call: CallTable
}

/** What the hub owes the outside world: one row an effect, with a key of its own (design §4.3). */
export interface OutboxTable {
  /** Small number on purpose: SMSC.ru takes it as the caller's own message id (messaging A1). */
  id: Generated<number>
  sink: 'onec' | 'sms' | 'email'
  kind: string
  key: string
  /** The call, deal or other thing it is about. */
  subject: string
  /** JSON the sink understands. */
  payload: string
  state: 'pending' | 'sending' | 'sent' | 'failed' | 'unknown' | 'cancelled'
  attempts: number
  /** JSON the sink answered. */
  result: string | null
  reason: string | null
  traceId: string
  createdAt: string
  updatedAt: string
}

/** Written and committed before the first byte goes out; `outcome` stays null when the process died meanwhile. */
export interface OutboxAttemptTable {
  id: Generated<number>
  messageId: number
  startedAt: string
  endedAt: string | null
  outcome: 'sent' | 'retry' | 'ask' | 'park' | null
  detail: string | null
}

/** Which debts managers were told of: the key holds contract, oldest unpaid day and stage (domain §8). */
export interface DebtAlertTable {
  key: string
  dealRef: string
  /** The message in the outbox; null when there was nobody to tell. */
  messageId: number | null
  at: string
}

export interface OutboxTables {
  debtAlert: DebtAlertTable
  outbox: OutboxTable
  outboxAttempt: OutboxAttemptTable
}
