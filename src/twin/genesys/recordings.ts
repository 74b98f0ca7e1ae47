import { randomUUID } from 'node:crypto'
import type { CallFacts } from './facts.ts'
import { ringingTone } from './tone.ts'

/** Where the recording server is reached: origin and path without the final slash. */
type Base = string

export interface Recordings {
  /** Notes that this conversation was recorded. */
  add(call: CallFacts): void
  /** Metadata of a recording in the shape of GIR (telephony A5); null when there is none by that CallUUID. */
  describe(callUuid: string, base: Base): unknown | null
  /** The sound itself; null when no recording has this file. */
  sound(callUuid: string, mediaId: string): Buffer | null
}

const seconds = 6
const kept = 1000

/** The recording server of the contact centre: each recorded call has one media file, addressed by its CallUUID. */
export function openRecordings(): Recordings {
  const tone = ringingTone(seconds)
  const recorded = new Map<string, { call: CallFacts; mediaId: string }>()

  function add(call: CallFacts) {
    recorded.set(call.callUuid, { call, mediaId: `${randomUUID()}.wav` })
    const [oldest] = recorded.keys()
    if (recorded.size > kept && oldest) recorded.delete(oldest)
  }

  function describe(callUuid: string, base: Base) {
    const found = recorded.get(callUuid)
    if (!found) return null
    const { call, mediaId } = found
    const startTime = stamp(call.startedAt)
    const stopTime = stamp(new Date(call.startedAt.getTime() + seconds * 1000))
    const path = `/recordings/${callUuid}/play/${mediaId}`
    return {
      id: callUuid,
      callerPhoneNumber: call.ani,
      dialedPhoneNumber: call.dnis,
      startTime,
      stopTime,
      mediaFiles: [
        {
          mediaUri: `${base}${path}`,
          mediaPath: path,
          playPath: path,
          startTime,
          stopTime,
          callUUID: callUuid,
          mediaId: `${callUuid}_${mediaId}`,
          type: 'audio/wav',
          duration: String(seconds * 1000),
          tenant: 'Environment',
          ivrprofile: 'CallRecProfile',
          size: String(tone.length),
          parameters: {
            dnis: call.dnis,
            connId: call.connId,
            ani: call.ani,
            dateTime: `${call.startedAt.toISOString().slice(0, 19)}Z`,
            recordDN: call.dnis,
          },
        },
      ],
    }
  }

  return {
    add,
    describe,
    sound: (callUuid, mediaId) => (recorded.get(callUuid)?.mediaId === mediaId ? tone : null),
  }
}

/** `2015-09-10T16:58:22.000+0000`, which is how GIR writes an instant. */
function stamp(at: Date): string {
  return at.toISOString().replace('Z', '+0000')
}
