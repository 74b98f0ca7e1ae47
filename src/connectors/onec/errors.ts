import { type HubError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../errors.ts'
import { readFailureBody } from './failure-body.ts'
import { cases, type Seen, unforeseen } from './failure-cases.ts'

/** What was asked. `path` has no query string: conditions hold phones and names. */
export interface Asked {
  method: string
  path: string
  root: string
  /** Changes data in 1C, so that a lost answer leaves the outcome unknown. */
  write: boolean
  /** Sent in a session that 1C had opened before and may have lost meanwhile. */
  isWarm?: boolean
}

/** How far it got when it failed. */
export type Failed =
  | { at: 'connecting'; timedOut: boolean; cause: unknown }
  | { at: 'waiting'; timedOut: boolean; cause: unknown }
  | { at: 'reading'; cause: unknown }
  | { at: 'answered'; status: number; contentType: string; body: string }

const kinds = { wait: UnavailableError, refuse: RejectedError, doubt: UnknownOutcomeError } as const

/**
 * The one place that turns a failure of a call to 1C into a HubError. Its message is for an administrator; facts:
 * `{ reason, status, odataCode, text, method, path, root }`.
 */
export function onecError(asked: Asked, failed: Failed): HubError {
  const seen = look(failed, asked.isWarm ?? false)
  const { reason, says, remedy, ...verdicts } = cases.find(({ when }) => when(seen)) ?? unforeseen
  const verdict = asked.write ? verdicts.write : verdicts.read
  const { method, path, root } = asked
  const status = seen.status || null
  const facts = { reason, status, odataCode: seen.code, text: seen.text, method, path, root }
  const what = `${method} ${path || root}`
  const details = [seen.text.replace(/[.\s]+$/, ''), status ? `HTTP ${status}` : ''].filter(Boolean).join(', ')
  const doubt = verdict === 'doubt' ? ' Записано ли изменение, неизвестно: хаб сначала спросит 1С.' : ''
  const message = `${says} (${what})${details ? `: ${details}` : ''}.${doubt} ${remedy}`
  return new kinds[verdict](message, facts, failed.at === 'answered' ? undefined : { cause: failed.cause })
}

function look(failed: Failed, isWarm: boolean): Seen {
  if (failed.at === 'answered') {
    const { status, contentType, body } = failed
    return { at: failed.at, timedOut: false, isWarm, status, ...readFailureBody(contentType, body) }
  }
  const timedOut = failed.at !== 'reading' && failed.timedOut
  const said = { shape: 'empty', code: null, text: codeOf(failed.cause), whole: '' } as const
  return { at: failed.at, timedOut, isWarm, status: 0, ...said }
}

/** `ECONNREFUSED` and the like: what an administrator can search for. Parsers' own messages may hold data. */
function codeOf(cause: unknown): string {
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && !code.startsWith('ERR_CANCELED') ? code : ''
}

const passing = new Set<unknown>([
  'unreachable',
  'timeout',
  'disconnected',
  'garbled',
  'sessions',
  'session_lost',
  'lock',
  'busy',
  'crashed',
])

/** Whether asking again within seconds makes sense; maintenance and licences take longer. */
export function isPassing(error: unknown): boolean {
  return error instanceof UnavailableError && passing.has(error.facts.reason)
}
