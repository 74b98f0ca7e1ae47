import { describe, expect, test } from 'vitest'
import { FieldMap } from '../../../../src/connectors/telephony/engage/engage-config.ts'
import { CallEvent } from '../../../../src/model/call.ts'
import { callUuid, connId, form, get, one, post, request, sample } from './readings.ts'

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
    expect(request({ query }), 'an empty POST').toEqual(expected)
  })

  test('may carry advertising facts in any usual spelling', () => {
    const expected = { platform: 'yandex', campaign: 'sever', keyword: 'квартира', trackingNumber: '+74950000101' }
    const spellings: Record<string, string>[] = [
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

  test('keeps a keyword in the brackets of an exact match', () => {
    expect(one(get({ ...query, adKeyword: '[flats]' })).event.source?.keyword).toBe('[flats]')
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
    const own = FieldMap.parse({ caller: ['abonent'], callUuid: ['call_guid'] })
    const { event } = one(request({ method: 'GET', query: { Abonent: '79990009911', callGuid: 'u-1' }, fields: own }))
    expect(event).toMatchObject({ callKey: 'u-1', caller: { e164: '+79990009911' }, attached: {} })
  })
})
