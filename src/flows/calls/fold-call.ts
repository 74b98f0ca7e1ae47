import { type Call, type CallEvent, type CallState, callStates } from '../../model/call.ts'
import { readPhone } from '../../model/phone.ts'
import type { Phone } from '../../model/scalars.ts'

export interface CallReport {
  event: CallEvent
  /** When the hub got it; stands in for the moment itself where the switch gives none. */
  receivedAt: string
}

type Stamped = CallReport & { stamp: string }

const recordingStates = ['none', 'recording', 'ready'] as const

/**
 * The call as all its reports together tell it; the same for any order of them and any number of repeats (design §4.5).
 *
 * Four axes move independently (telephony §0): lifecycle only forward, recording only forward, source and agent by the
 * first report that knows them. Facts come from the earliest report that has them, by its own time or else its arrival;
 * a late one fills what is still empty and changes nothing else. Moments are those of reports, never made up: the talk
 * is measured only when nobody reported its length and both its ends are known.
 *
 * A report of an earlier moment may still arrive and bring an earlier `callKey`: who stores the call keeps its own key.
 */
export function foldCall(reports: readonly CallReport[]): Call {
  const ordered = inOrder(reports)
  const first = ordered.find(({ event }) => event.state !== null) ?? ordered[0]
  if (!first) throw new TypeError('a call has at least one report')

  const earliest = <T>(get: (event: CallEvent) => T | null): T | null => {
    for (const { event } of ordered) {
      const fact = get(event)
      if (fact !== null) return fact
    }
    return null
  }
  const stamps = (state: CallState) => ordered.filter(({ event }) => event.state === state).map(({ stamp }) => stamp)

  const caller = earliest(({ caller }) => (caller?.e164 ? caller : null)) ?? earliest(({ caller }) => caller)
  const recordingUrl = earliest((event) => event.recordingUrl)
  const answeredAt = stamps('answered')[0] ?? null
  // Each leg of a transferred call reports its own release; the conversation ends with the last one.
  const endedAt = stamps('ended').at(-1) ?? null

  return {
    system: first.event.system,
    callKey: first.event.callKey,
    state:
      furthest(
        callStates,
        ordered.map(({ event }) => event.state),
      ) ?? 'offered',
    direction: earliest((event) => event.direction) ?? (isInternal(caller) ? 'internal' : 'in'),
    caller,
    dialled: earliest((event) => event.dialled),
    // Who picked up, not whose phone happened to ring first.
    agent: earliest((event) => (event.state === 'answered' ? event.agent : null)) ?? earliest((event) => event.agent),
    source: foldSource(earliest),
    recordingUrl,
    recordingState: recordingUrl
      ? 'ready'
      : furthest(
          recordingStates,
          ordered.map(({ event }) => event.recordingState),
        ),
    talkSeconds: earliest((event) => event.talkSeconds) ?? secondsBetween(answeredAt, endedAt),
    attached: Object.fromEntries(ordered.toReversed().flatMap(({ event }) => Object.entries(event.attached))),
    startedAt: first.stamp,
    answeredAt,
    endedAt,
    reports: ordered.length,
  }
}

/** Each report once, as it first arrived, by time and then by key. */
function inOrder(reports: readonly CallReport[]): Stamped[] {
  const byKey = new Map<string, CallReport>()
  for (const report of reports) {
    const known = byKey.get(report.event.eventKey)
    if (!known || Date.parse(report.receivedAt) < Date.parse(known.receivedAt)) byKey.set(report.event.eventKey, report)
  }
  return [...byKey.values()]
    .map((report) => ({ ...report, stamp: report.event.at ?? report.receivedAt }))
    .sort((a, b) => Date.parse(a.stamp) - Date.parse(b.stamp) || (a.event.eventKey < b.event.eventKey ? -1 : 1))
}

function furthest<T>(order: readonly T[], met: readonly (T | null)[]): T | null {
  return order.findLast((state) => met.includes(state)) ?? null
}

/** Part by part: a hook may know the platform and attached data, later, the keyword. */
function foldSource(earliest: <T>(get: (event: CallEvent) => T | null) => T | null): Call['source'] {
  const source = {
    platform: earliest((event) => event.source?.platform ?? null),
    campaign: earliest((event) => event.source?.campaign ?? null),
    keyword: earliest((event) => event.source?.keyword ?? null),
    trackingNumber: earliest((event) => event.source?.trackingNumber ?? null),
  }
  return Object.values(source).some((part) => part !== null) ? source : null
}

const isInternal = (caller: Phone | null): boolean => caller !== null && readPhone(caller.raw).status === 'internal'

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000)
  // Reports without times of their own may have arrived in the wrong order.
  return seconds < 0 ? null : seconds
}
