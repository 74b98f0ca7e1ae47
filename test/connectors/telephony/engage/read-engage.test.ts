import { describe, expect, test } from 'vitest'
import { CallEvent } from '../../../../src/model/call.ts'
import { callUuid, connId, one, post, sample } from './readings.ts'

const ringing = JSON.parse(sample('engage-workspace-ringing.json')) as { data: { call: Record<string, unknown> } }
const message = (call: Record<string, unknown>, notificationType = 'StateChange') => ({
  channel: '/workspace/v3/voice',
  data: { messageType: 'CallStateChanged', notificationType, call: { ...ringing.data.call, ...call } },
})

describe('a Workspace message', () => {
  test('about a ringing call is read whole', () => {
    const { event, alsoKnownAs } = one(post(ringing))
    expect(CallEvent.parse(event)).toMatchObject({
      callKey: callUuid,
      state: 'ringing',
      direction: 'in',
      caller: { e164: '+79990009911' },
      dialled: '+74950000101',
      agent: '+74950001001',
      source: {
        platform: 'yandex_direct',
        campaign: 'jk-sever-brand',
        keyword: 'купить квартиру в новостройке',
        trackingNumber: '+74950000101',
      },
    })
    expect(event.attached).toMatchObject({ Segment: 'Gold', Priority: '8', CallType: 'Inbound' })
    expect(alsoKnownAs).toEqual([connId])
  })

  test('sequence of a whole call gives each step its state and a key of its own', () => {
    const lines = sample('engage-workspace-sequence-inbound.jsonl').split('\n')
    const { reports, ignored } = post(`[${lines.join(',')}]`)
    expect(ignored).toEqual([])
    expect(reports.map(({ event }) => event.state)).toEqual([
      'ringing',
      'answered',
      'answered',
      'answered',
      'answered',
      'answered',
      'ended',
      'wrapped',
    ])
    expect(new Set(reports.map(({ event }) => event.eventKey)).size).toBe(lines.length)
    expect(new Set(reports.map(({ event }) => event.callKey))).toEqual(new Set([callUuid]))
    expect(reports.map(({ event }) => event.recordingState).filter(Boolean)).toContain('recording')
  })

  test('sent again is the same report, whatever the order of its members', () => {
    const reversed = Object.fromEntries(Object.entries(ringing.data.call).reverse())
    const again = { ...ringing, data: { ...ringing.data, call: reversed } }
    expect(one(post(again)).event.eventKey).toBe(one(post(ringing)).event.eventKey)
  })

  test('may also come as its data alone or as the bare call', () => {
    const { state, caller, source } = one(post(ringing)).event
    expect(one(post(ringing.data)).event).toMatchObject({ state, caller, source })
    expect(one(post(ringing.data.call)).event).toMatchObject({ state, caller, source, callKey: callUuid })
  })

  test('flattens nested user data and joins repeated keys', () => {
    const userData = [
      { key: 'ad', type: 'kvlist', value: [{ key: 'platform', type: 'str', value: 'cian' }] },
      { key: 'Tag', type: 'str', value: 'a' },
      { key: 'Tag', type: 'int', value: 7 },
    ]
    const { event } = one(post(message({ userData })))
    expect(event.attached).toEqual({ 'ad.platform': 'cian', Tag: 'a, 7' })
    expect(event.source?.platform).toBe('cian')
  })

  test('takes the caller from the originating participant when there is no ANI', () => {
    expect(one(post(message({ ani: undefined }))).event.caller?.e164).toBe('+79990009911')
  })

  test('without callUuid goes by its connId', () => {
    const { event, alsoKnownAs } = one(post(message({ callUuid: undefined })))
    expect(event.callKey).toBe(connId)
    expect(alsoKnownAs).toEqual([])
  })

  test('about a call the agent makes is an outgoing call', () => {
    const { event } = one(post(message({ callType: 'Outbound', state: 'Dialing', ani: '1001', dnis: '89990009911' })))
    expect(event).toMatchObject({
      direction: 'out',
      state: 'offered',
      dialled: '+79990009911',
      caller: { raw: '1001' },
    })
  })

  test('about a consult call belongs to its parent and claims nothing of the client', () => {
    const consult = {
      connId: '0071027198180021',
      callUuid: 'u-consult',
      parentConnId: connId,
      callType: 'Consult',
      ani: '1001',
      dnis: '1002',
    }
    const { event, alsoKnownAs } = one(post(message({ ...consult, state: 'Released' })))
    expect(event).toMatchObject({
      callKey: connId,
      state: null,
      direction: null,
      caller: null,
      dialled: null,
      agent: null,
    })
    expect(alsoKnownAs.sort()).toEqual(['0071027198180021', 'u-consult'])
  })

  test('about a completed transfer ties the id the call had to the one it has', () => {
    const { event, alsoKnownAs } = one(
      post(
        message({
          callType: 'Consult',
          previousConnId: '0071027198180021',
          state: 'Established',
          phoneNumber: '+74950001002',
        }),
      ),
    )
    expect(event).toMatchObject({ callKey: callUuid, state: 'answered', caller: null, agent: '+74950001002' })
    expect(alsoKnownAs).toContain('0071027198180021')
  })

  test('about a consult call of an unknown parent is no call of a client', () => {
    const { reports, ignored } = post(message({ callType: 'Consult' }))
    expect(reports).toEqual([])
    expect(ignored).toEqual([expect.stringContaining('parentConnId')])
  })

  test('about an outbound campaign is no call', () => {
    const { reports, ignored } = post(sample('engage-outbound-preview-record.json'))
    expect(reports).toEqual([])
    expect(ignored).toEqual([expect.stringContaining('PreviewRecord')])
  })

  test('of another kind is set aside with the reason', () => {
    const { reports, ignored } = post([
      { channel: '/meta/connect', successful: true },
      { channel: '/workspace/v3/voice', data: { messageType: 'DnStateChanged', dn: {} } },
      ringing,
    ])
    expect(reports).toHaveLength(1)
    expect(ignored).toEqual([expect.stringContaining('/meta/connect'), expect.stringContaining('DnStateChanged')])
  })

  test('that cannot be read does not lose the others of its list', () => {
    const { reports, ignored } = post([
      ringing,
      7,
      { data: { messageType: 'CallStateChanged' } },
      message({ state: 'Released' }),
    ])
    expect(reports.map(({ event }) => event.state)).toEqual(['ringing', 'ended'])
    expect(ignored).toEqual([expect.stringContaining('Сообщение 2 из 4'), expect.stringContaining('Сообщение 3 из 4')])
  })
})

describe('a call resource of Web Services v2', () => {
  const resource = JSON.parse(sample('engage-gws-v2-call-resource-old.json')) as Record<string, unknown>

  test('of the documented sample is read', () => {
    const { event, alsoKnownAs } = one(post(resource))
    expect(CallEvent.parse(event)).toMatchObject({
      callKey: '011DJV5JI898NB2L04000VTAES00000I',
      state: 'answered',
      direction: 'internal',
      caller: { e164: null, raw: '5000' },
      dialled: '5001',
      attached: { DispositionCode: 'IssueResolved' },
    })
    expect(alsoKnownAs).toEqual(['0072026cb98d140f'])
  })

  test.each([
    ['texts', { participants: ['89990009911'], participantsInfo: undefined }],
    ['objects', { participants: [{ e164Number: '+79990009911', digits: '89990009911' }], participantsInfo: undefined }],
    ['participantsInfo', { participants: ['Иван'], participantsInfo: [{ digits: '89990009911' }] }],
  ])('gives the caller from participants as %s', (_, participants) => {
    expect(one(post({ ...resource, ...participants, callType: 'Inbound' })).event.caller?.e164).toBe('+79990009911')
  })

  test('with several other parties leaves the caller open', () => {
    const participants = { participants: ['89990009911', '5002'], participantsInfo: undefined }
    expect(one(post({ ...resource, ...participants, callType: 'Inbound' })).event.caller).toBeNull()
  })
})

describe('a GIR recording document', () => {
  const recording = JSON.parse(sample('engage-gir-recording.json')) as { mediaFiles: Record<string, unknown>[] }

  test('says that the recording of its call is ready', () => {
    const { event, alsoKnownAs } = one(post(recording))
    expect(CallEvent.parse(event)).toMatchObject({
      callKey: '011AP643CSAPR4FKQGQE31TAES00029V',
      state: null,
      at: '2015-09-10T16:58:22.000Z',
      recordingState: 'ready',
      recordingUrl: recording.mediaFiles[0]?.mediaUri,
      talkSeconds: null,
    })
    expect(alsoKnownAs).toEqual(['006a0269722cd93f'])
  })

  test('with several files gives the earliest', () => {
    const later = {
      ...recording.mediaFiles[0],
      startTime: '2015-09-10T17:00:00.000+0000',
      mediaUri: 'http://rec.invalid/2.mp3',
    }
    const { event } = one(post({ ...recording, mediaFiles: [later, ...recording.mediaFiles] }))
    expect(event.recordingUrl).toBe(recording.mediaFiles[0]?.mediaUri)
  })

  test('without a playable file is refused with the reason', () => {
    expect(() => post({ ...recording, mediaFiles: [{ mediaUri: 'file:///etc/passwd' }] })).toThrow(/ещё не готова/)
  })
})
