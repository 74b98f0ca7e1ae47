import { randomBytes, randomInt } from 'node:crypto'

/** One attached pair as Workspace sends it; a list may hold lists (telephony A2). */
export interface UserDatum {
  key: string
  type: 'str' | 'int' | 'kvlist'
  value: string | number | UserDatum[]
}

/** What is true of one played call, whoever reports it. */
export interface CallFacts {
  /** One for the whole conversation. */
  callUuid: string
  /** Of the customer's leg. */
  connId: string
  /** E.164, or whatever the network gave instead: empty, `anonymous`. */
  ani: string
  dnis: string
  userData: UserDatum[]
  startedAt: Date
}

/** Agents' directory numbers: whoever answers first, and the one calls are transferred to. */
export const agents = { first: '1001', second: '1002' }

/** Sixteen hexadecimal digits, as Genesys assigns a ConnID. */
export function newConnId(): string {
  return `0071${randomBytes(6).toString('hex')}`
}

/** Thirty-two characters of base 32, as a CallUUID. */
export function newCallUuid(): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUV'
  return `01${[...randomBytes(30)].map((byte) => alphabet[byte % 32]).join('')}`
}

/** A mobile number of the range kept for demonstrations, +7 999 000 excepted: those are the company's own people. */
export function newPhone(): string {
  return `+7999${String(randomInt(10_000, 10_000_000)).padStart(7, '0')}`
}
