import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EngageConfig } from '../../../../src/connectors/telephony/engage/engage-config.ts'
import { type EngageInput, readEngage } from '../../../../src/connectors/telephony/engage/read-engage.ts'
import { BadInputError } from '../../../../src/errors.ts'
import { CallEvent } from '../../../../src/model/call.ts'

const { fields } = EngageConfig.parse(undefined)
const sample = (name: string) =>
  readFileSync(new URL(`../../../fixtures/telephony/${name}`, import.meta.url), 'utf8').trim()

const get = (query: EngageInput['query']) => readEngage({ method: 'GET', query, contentType: null, body: '', fields })
const post = (body: unknown, contentType = 'application/json') =>
  readEngage({
    method: 'POST',
    query: {},
    contentType,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    fields,
  })
const form = (body: string) => post(body, 'application/x-www-form-urlencoded')
const one = ({ reports }: ReturnType<typeof readEngage>) => {
  expect(reports).toHaveLength(1)
  return reports[0] as (typeof reports)[number]
}

const callUuid = '01RCC3N118B1V0SL8O7GK2LAES000010'
const connId = '0071027198180020'
const ringing = JSON.parse(sample('engage-workspace-ringing.json')) as { data: { call: Record<string, unknown> } }
const message = (call: Record<string, unknown>, notificationType = 'StateChange') => ({
  channel: '/workspace/v3/voice',
  data: { messageType: 'CallStateChanged', notificationType, call: { ...ringing.data.call, ...call } },
})

describe('a strategy hook', () => {
  const query = Object.fromEntries(new URLSearchParams(sample('engage-ors-strategy-hook-query.txt')))

  test('sent as a query is an offered call', () => {
    const { event, alsoKnownAs } = one(get(query))
    expect(CallEvent.parse(event)).toMatchObject({
      system: 'engage',
      callKey: callUuid,
      state: 'offered',
      at: null,
      caller: { e164: '+79990009911', raw: '79990009911' },
      dialled: '+74950000101',
      source: null,
      attached: { servicetype: 'sales' },
    })
    expect(alsoKnownAs).toEqual([connId])
  })

  test('is the same report as a query, as a form and as flat JSON', () => {
    const expected = get(query)
    expect(form(new URLSearchParams(query).toString())).toEqual(expected)
    expect(post(query)).toEqual(expected)
    expect(form(JSON.stringify(query)), 'JSON sent by curl as a form').toEqual(expected)
    expect(readEngage({ method: 'POST', query, contentType: null, body: '', fields }), 'an empty POST').toEqual(
      expected,
    )
  })

  test('may carry advertising facts in any usual spelling', () => {
    const expected = { platform: 'yandex', campaign: 'sever', keyword: 'квартира', trackingNumber: '+74950000101' }
    const spellings = [
      { adPlatform: 'yandex', adCampaign: 'sever', adKeyword: 'квартира', trackingNumber: '+74950000101' },
      { ad_platform: 'yandex', 'AD-CAMPAIGN': 'sever', adkeyword: 'квартира', tracking_number: '+74950000101' },
      { utm_source: 'yandex', utm_campaign: 'sever', utm_term: 'квартира', virtual_number: '+74950000101' },
    ]
    for (const spelling of spellings) expect(one(get({ ...query, ...spelling })).event.source).toEqual(expected)
  })

  test.each([
    [
      '[UDATA]',
      'adPlatform=yandex&adKeyword=%D0%BA%D0%B2%D0%B0%D1%80%D1%82%D0%B8%D1%80%D0%B0&trackingNumber=+74950000101',
    ],
    ['[UDATA.*]', 'adPlatform:yandex,adKeyword:квартира,trackingNumber:+74950000101'],
  ])('unfolds user data substituted as %s', (_, udata) => {
    const { event } = one(get({ ...query, udata }))
    expect(event.attached).toEqual({
      adPlatform: 'yandex',
      adKeyword: 'квартира',
      trackingNumber: '+74950000101',
      servicetype: 'sales',
    })
    expect(event.source).toEqual({
      platform: 'yandex',
      campaign: null,
      keyword: 'квартира',
      trackingNumber: '+74950000101',
    })
  })

  test('keeps commas and colons that belong to a value', () => {
    const { event } = one(get({ ...query, udata: 'adKeyword:купить, недорого,url:https://sever.invalid/?a=1' }))
    expect(event.attached).toMatchObject({ adKeyword: 'купить, недорого', url: 'https://sever.invalid/?a=1' })
  })

  test('joins the values of a repeated field, and of a fact takes the first', () => {
    const { event } = one(get({ ...query, ani: ['', '79990009911'], tag: ['a', 'b'] }))
    expect(event.caller?.e164).toBe('+79990009911')
    expect(event.attached.tag).toBe('a, b')
  })

  test.each(['', 'anonymous', '<не указано>', '[ANI]'])('with «%s» for the number has a hidden caller', (ani) => {
    expect(one(get({ ...query, ani })).event.caller).toMatchObject({ e164: null, ext: null })
  })

  test('without the number field says nothing of the caller', () => {
    expect(one(get({ calluuid: callUuid, event: 'released' })).event).toMatchObject({ caller: null, state: 'ended' })
  })

  test('whose plus was lost to URL decoding keeps its number', () => {
    expect(one(get({ ...query, ani: ' 79990009911' })).event.caller?.e164).toBe('+79990009911')
  })

  test('with an unknown state is kept without it and told about', () => {
    const { reports, ignored } = get({ ...query, event: 'step-7' })
    expect(reports[0]?.event.state).toBeNull()
    expect(ignored).toEqual([expect.stringContaining('«step-7»')])
  })

  test.each([
    ['EventRinging', 'ringing'],
    ['Established', 'answered'],
    ['event_released', 'ended'],
    ['EventAbandoned', 'ended'],
    ['completed', 'wrapped'],
  ])('in state %s is %s', (state, expected) => {
    expect(one(get({ ...query, state })).event.state).toBe(expected)
  })

  test('takes a moment only if it is one', () => {
    const at = (timestamp: string) => one(get({ ...query, timestamp })).event.at
    expect(at('2026-03-02T12:00:00+0300')).toBe('2026-03-02T09:00:00.000Z')
    expect(at('1772442000')).toBe('2026-03-02T09:00:00.000Z')
    expect(at('1772442000123')).toBe('2026-03-02T09:00:00.123Z')
    expect(at('02.03.2026 12:00')).toBeNull()
    expect(at('2026-03-02T12:00:00')).toBeNull()
  })

  test('with a link to the recording is a report about the recording', () => {
    const recording = { calluuid: callUuid, recordingUrl: 'https://rec.invalid/1.mp3', talkSeconds: '64' }
    expect(one(get(recording)).event).toMatchObject({
      state: null,
      recordingState: 'ready',
      recordingUrl: 'https://rec.invalid/1.mp3',
      talkSeconds: 64,
    })
    expect(one(get({ ...recording, recordingUrl: 'javascript:alert(1)' })).event.recordingUrl).toBeNull()
  })

  test('never lets the hook token into what is kept', () => {
    const { event } = one(get({ ...query, token: 'demo-hook' }))
    expect(event).toEqual(one(get(query)).event)
    expect(one(post({ ...query, token: 'demo-hook' })).event).toEqual(event)
  })

  test('can use names of its own', () => {
    const own = EngageConfig.parse({ fields: { caller: ['abonent'], callUuid: ['call_guid'] } }).fields
    const { event } = one(
      readEngage({
        method: 'GET',
        query: { Abonent: '79990009911', callGuid: 'u-1' },
        contentType: null,
        body: '',
        fields: own,
      }),
    )
    expect(event).toMatchObject({ callKey: 'u-1', caller: { e164: '+79990009911' }, attached: {} })
  })
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
    const reordered = {
      data: { call: Object.fromEntries(Object.entries(ringing.data.call).reverse()), ...ringing.data },
    }
    const again = message({})
    expect(one(post(again)).event.eventKey).toBe(one(post(ringing)).event.eventKey)
    expect(one(post(reordered)).event.callKey).toBe(callUuid)
    const reversed = { ...again.data, call: Object.fromEntries(Object.entries(again.data.call).reverse()) }
    expect(one(post({ data: reversed })).event.eventKey).toBe(one(post(ringing)).event.eventKey)
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

describe('a body that is no report', () => {
  test.each([
    ['an empty one', '', /пустое/],
    ['an empty list', '[]', /пустое/],
    ['broken JSON', '{"ani":', /не разбирается как JSON/],
    ['a JSON text', '"79990009911"', /не разбирается|нет ни объекта/],
    ['XML', '<call/>', /не JSON и не форма/],
    ['prose', 'hello', /не JSON/],
    ['one without a call', '{"a":1}', /calluuid или connid/],
    ['one without a call id', '{"ani":"79990009911"}', /нет идентификатора звонка/],
    ['zeros for a call id', '{"ani":"79990009911","connid":"0000000000000000"}', /нет идентификатора звонка/],
    ['a message without its call', '{"data":{"messageType":"CallStateChanged"}}', /нет объекта call/],
    ['a huge one', `{"connid":"1","x":"${'x'.repeat(300_000)}"}`, /слишком велико/],
    ['a deep one', `{"connid":"1","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /Вложенность/],
  ])('%s is refused with the reason', (_, body, reason) => {
    expect(() => post(body)).toThrow(BadInputError)
    expect(() => post(body)).toThrow(reason)
  })

  test('is not quoted in the error', () => {
    expect.assert(true)
    try {
      post('+79990009911 is calling')
    } catch (error) {
      expect(JSON.stringify([(error as Error).message, (error as BadInputError).facts])).not.toContain('9911')
    }
  })

  test('cannot reach into objects through its names', () => {
    const hostile =
      '{"connid":"1","__proto__":{"polluted":"yes"},"userData":{"__proto__":"x","constructor":"y","prototype":"z","ok":"1"}}'
    const { event } = one(post(hostile))
    expect(event.attached).toEqual({ ok: '1' })
    expect(Object.keys(event.attached)).toEqual(['ok'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(one(form('connid=1&__proto__=x&constructor=y')).event.attached)).toEqual([])
  })

  test('of any shape is either read or refused', () => {
    const word = fc.constantFrom(
      'connId',
      'callUuid',
      'ani',
      'state',
      'callType',
      'userData',
      'participants',
      'call',
      'data',
      'mediaFiles',
      'messageType',
      'channel',
      'key',
      'value',
      '__proto__',
      '',
    )
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.array(fc.tuple(word, tie('value')), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
    })).object
    fc.assert(
      fc.property(json, (body) => {
        try {
          for (const { event } of post(body).reports) CallEvent.parse(event)
        } catch (error) {
          expect(error).toBeInstanceOf(BadInputError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
