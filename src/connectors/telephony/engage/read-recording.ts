import { z } from 'zod'
import { BadInputError } from '../../../errors.ts'
import { readPhone } from '../../../model/phone.ts'
import { Text } from './fields.ts'
import { hashOf } from './hash-of.ts'
import { httpUrl } from './http-url.ts'
import { type CallReading, dialledNumber } from './read-call.ts'
import { readInstant } from './read-instant.ts'

const Recording = z.object({
  id: Text,
  callerPhoneNumber: Text,
  dialedPhoneNumber: Text,
  startTime: Text,
  mediaFiles: z.array(
    z.object({
      mediaUri: Text,
      startTime: Text,
      callUUID: Text,
      parameters: z.object({ connId: Text, agentId: Text }).nullish().catch(null),
    }),
  ),
})

/**
 * Reads a GIR recording document (telephony A5): the recording of the call whose callUuid is the document's id is ready.
 * Of several media files (pauses, transfers) the earliest counts.
 *
 * Its duration is that of the media, not of the talk, so it is not taken. Throws BadInputError for a document without a
 * call or without a playable file.
 */
export function readRecording(raw: object): CallReading {
  const parsed = Recording.safeParse(raw)
  const files = parsed.success ? parsed.data.mediaFiles.filter((file) => httpUrl(file.mediaUri)) : []
  const [first] = files.sort((a, b) => (readInstant(a.startTime) ?? '').localeCompare(readInstant(b.startTime) ?? ''))
  const callKey = parsed.data?.id ?? first?.callUUID
  if (!parsed.success || !callKey)
    throw new BadInputError('В документе записи разговора нет callUuid звонка (поле id).')
  if (!first) {
    throw new BadInputError(`В документе записи звонка ${callKey} нет файла со ссылкой http(s): запись ещё не готова.`)
  }
  const { callerPhoneNumber, dialedPhoneNumber, startTime } = parsed.data
  const { e164, ext, raw: text } = readPhone(callerPhoneNumber ?? '')
  const ids = files.flatMap((file) => [file.callUUID, file.parameters?.connId ?? null]).filter((id) => id !== null)
  return {
    event: {
      system: 'engage',
      callKey,
      eventKey: `${callKey}:recording:${hashOf(raw)}`,
      state: null,
      at: readInstant(startTime ?? first.startTime),
      direction: null,
      caller: callerPhoneNumber === null ? null : { e164, ext, raw: text },
      dialled: dialledNumber(dialedPhoneNumber),
      agent: first.parameters?.agentId ?? null,
      source: null,
      recordingUrl: first.mediaUri,
      recordingState: 'ready',
      talkSeconds: null,
      attached: {},
    },
    alsoKnownAs: [...new Set(ids)].filter((id) => id !== callKey),
  }
}
