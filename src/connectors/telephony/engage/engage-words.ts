import type { CallEvent, CallState } from '../../../model/call.ts'

/**
 * States of Workspace v3 calls, T-Lib events (with their `Event` prefix cut off) and the words a strategy author is
 * likely to write (telephony §0, A1, A2). A held call has been answered; `Abandoned` ends a call nobody took.
 */
export const callStateWords: ReadonlyMap<string, CallState> = new Map([
  ['offered', 'offered'],
  ['started', 'offered'],
  ['routerequest', 'offered'],
  ['queued', 'offered'],
  ['diverted', 'offered'],
  ['dialing', 'offered'],
  ['ringing', 'ringing'],
  ['alerting', 'ringing'],
  ['established', 'answered'],
  ['answered', 'answered'],
  ['connected', 'answered'],
  ['held', 'answered'],
  ['retrieved', 'answered'],
  ['transferred', 'answered'],
  ['released', 'ended'],
  ['abandoned', 'ended'],
  ['disconnected', 'ended'],
  ['ended', 'ended'],
  ['completed', 'wrapped'],
  ['wrapped', 'wrapped'],
])

export const directionWords: ReadonlyMap<string, CallEvent['direction']> = new Map([
  ['inbound', 'in'],
  ['in', 'in'],
  ['outbound', 'out'],
  ['out', 'out'],
  ['internal', 'internal'],
])

/** `Stopped` is a recording that exists but is not ready to be played yet; the field is absent when nothing was recorded. */
export const recordingWords: ReadonlyMap<string, CallEvent['recordingState']> = new Map([
  ['recording', 'recording'],
  ['paused', 'recording'],
  ['stopped', 'recording'],
  ['ready', 'ready'],
  ['none', 'none'],
])
