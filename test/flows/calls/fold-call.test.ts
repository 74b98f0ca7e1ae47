import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FieldMap } from '../../../src/connectors/telephony/engage/engage-config.ts'
import { readEngage } from '../../../src/connectors/telephony/engage/read-engage.ts'
import { type CallReport, foldCall } from '../../../src/flows/calls/fold-call.ts'
import { Call, type CallEvent, callStates } from '../../../src/model/call.ts'

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 2, 2, 9, minute, second)).toISOString()

function report(
  minute: number,
  facts: Partial<CallEvent> = {},
  eventKey = `${minute}:${facts.state ?? ''}`,
): CallReport {
  const event: CallEvent = {
    system: 'engage',
    callKey: 'u-1',
    eventKey,
    state: null,
    at: null,
    direction: null,
    caller: null,
    dialled: null,
    agent: null,
    source: null,
    recordingUrl: null,
    recordingState: null,
    talkSeconds: null,
    attached: {},
    ...facts,
  }
  return { event, receivedAt: at(minute) }
}

const phone = (e164: string | null, raw = e164 ?? '') => ({ e164, ext: null, raw })

describe('folding a call', () => {
  test('a whole Workspace sequence is one answered and wrapped call', () => {
    const lines = readFileSync(
      new URL('../../fixtures/telephony/engage-workspace-sequence-inbound.jsonl', import.meta.url),
      'utf8',
    )
    const fields = FieldMap.parse({})
    const body = `[${lines.trim().split('\n').join(',')}]`
    const { reports } = readEngage({ method: 'POST', query: {}, contentType: null, body, fields })
    const call = foldCall(reports.map(({ event }, second) => ({ event, receivedAt: at(0, second * 10) })))
    expect(Call.parse(call)).toMatchObject({
      callKey: '01RCC3N118B1V0SL8O7GK2LAES000010',
      state: 'wrapped',
      direction: 'in',
      caller: { e164: '+79990009911' },
      agent: '+74950001001',
      startedAt: at(0, 0),
      answeredAt: at(0, 10),
      endedAt: at(1, 0),
      talkSeconds: 50,
      recordingState: 'recording',
      recordingUrl: null,
      source: { platform: 'yandex_direct', campaign: 'jk-sever-brand' },
      attached: { crmClientId: '00000000-0000-4000-8000-0000000000c1' },
      reports: 8,
    })
  })

  test('a late report fills what is empty and moves nothing back', () => {
    const call = foldCall([
      report(5, { state: 'ended', caller: phone('+79990001122') }),
      report(6, { state: 'answered', at: at(2), agent: '1001', caller: phone('+79990003344') }),
    ])
    expect(call).toMatchObject({
      state: 'ended',
      answeredAt: at(2),
      endedAt: at(5),
      agent: '1001',
      talkSeconds: 180,
      // The earlier moment is the more trusted report.
      caller: { e164: '+79990003344' },
    })
  })

  test('moments nobody reported stay unknown', () => {
    expect(foldCall([report(1, { state: 'offered' })])).toMatchObject({
      startedAt: at(1),
      answeredAt: null,
      endedAt: null,
      talkSeconds: null,
    })
    expect(foldCall([report(3, { state: 'wrapped' })])).toMatchObject({
      state: 'wrapped',
      answeredAt: null,
      endedAt: null,
    })
  })

  test('a recording may be ready before anything else is known of its call', () => {
    const recording = report(1, { recordingUrl: 'https://rec.invalid/1.mp3', recordingState: 'ready' })
    expect(foldCall([recording])).toMatchObject({ state: 'offered', startedAt: at(1), recordingState: 'ready' })
    const call = foldCall([recording, report(2, { state: 'ringing', at: at(0), recordingState: 'recording' })])
    expect(call).toMatchObject({
      state: 'ringing',
      startedAt: at(0),
      recordingState: 'ready',
      recordingUrl: 'https://rec.invalid/1.mp3',
    })
  })

  test('a number that can be dialled wins over a hidden one, however late', () => {
    const reports = [report(1, { state: 'offered', caller: phone(null) }), report(2, { caller: phone('+79990001122') })]
    expect(foldCall(reports).caller?.e164).toBe('+79990001122')
    expect(foldCall(reports.slice(0, 1)).caller).toEqual(phone(null))
  })

  test('the agent is who answered, not whose phone rang first', () => {
    const reports = [
      report(1, { state: 'ringing', agent: '1001' }),
      report(2, { state: 'ringing', agent: '1002' }),
      report(3, { state: 'answered', agent: '1002' }),
    ]
    expect(foldCall(reports).agent).toBe('1002')
    expect(foldCall(reports.slice(0, 2)).agent).toBe('1001')
  })

  test('the parts of the source come together from several reports', () => {
    const source = (parts: object) => ({
      platform: null,
      campaign: null,
      keyword: null,
      trackingNumber: null,
      ...parts,
    })
    const call = foldCall([
      report(1, { source: source({ platform: 'cian' }) }),
      report(2, { source: source({ platform: 'avito', keyword: 'квартира' }) }),
    ])
    expect(call.source).toEqual(source({ platform: 'cian', keyword: 'квартира' }))
  })

  test('attached data comes together, of one name the earliest value', () => {
    const reports = [report(2, { attached: { a: '2', b: '3' } }), report(1, { attached: { a: '1' } })]
    expect(foldCall(reports).attached).toEqual({ a: '1', b: '3' })
  })

  test('a transferred conversation ends with its last leg', () => {
    const call = foldCall([
      report(1, { state: 'answered', agent: '1001' }),
      report(2, { state: 'ended', agent: '1001' }, 'leg-1'),
      report(9, { state: 'ended', agent: '1002' }, 'leg-2'),
    ])
    expect(call).toMatchObject({ endedAt: at(9), talkSeconds: 480 })
  })

  test('a reported talk time is not measured again', () => {
    const call = foldCall([report(1, { state: 'answered' }), report(2, { state: 'ended', talkSeconds: 12 })])
    expect(call.talkSeconds).toBe(12)
  })

  test('reports that came in the wrong order give no negative talk', () => {
    expect(foldCall([report(1, { state: 'ended' }), report(2, { state: 'answered' })]).talkSeconds).toBeNull()
  })

  test('a call from a short number is internal unless the switch says otherwise', () => {
    expect(foldCall([report(1, { caller: phone(null, '1001') })]).direction).toBe('internal')
    expect(foldCall([report(1, { caller: phone(null, '1001'), direction: 'out' })]).direction).toBe('out')
    expect(foldCall([report(1)]).direction).toBe('in')
  })

  const orNull = <T>(...values: T[]) => fc.constantFrom(null, ...values)
  const anyReport = fc
    .record({
      minute: fc.nat(20),
      state: orNull(...callStates),
      at: fc.option(fc.nat(20).map((minute) => at(minute))),
      direction: orNull('in' as const, 'out' as const),
      caller: orNull(phone('+79990001122'), phone('+79990003344'), phone(null)),
      dialled: orNull('+74950000101', '+74950000102'),
      agent: orNull('1001', '1002'),
      recordingUrl: orNull('https://rec.invalid/1.mp3', 'https://rec.invalid/2.mp3'),
      recordingState: orNull('none' as const, 'recording' as const, 'ready' as const),
      talkSeconds: orNull(10, 20),
      attached: fc.constantFrom<Record<string, string>>({}, { a: '1' }, { a: '2', b: '3' }),
    })
    .map(({ minute, ...facts }) => ({ minute, facts }))
  const anyReports = fc
    .array(anyReport, { minLength: 1, maxLength: 8 })
    .map((items) => items.map(({ minute, facts }, index) => report(minute, facts, `key-${index}`)))

  test('gives the same call for any order of its reports and any later repeats', () => {
    const shuffled = anyReports.chain((reports) =>
      fc.record({
        reports: fc.constant(reports),
        arrived: fc.shuffledSubarray(reports, { minLength: reports.length }),
        repeats: fc.array(fc.record({ of: fc.nat(reports.length - 1), later: fc.nat(60) }), { maxLength: 10 }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ reports, arrived, repeats }) => {
        const repeated = repeats.flatMap(({ of, later }) => {
          const original = reports[of]
          if (!original) return []
          return [{ ...original, receivedAt: new Date(Date.parse(original.receivedAt) + later * 1000).toISOString() }]
        })
        expect(foldCall([...repeated, ...arrived])).toEqual(foldCall(reports))
      }),
    )
  })

  test('never moves a state back, forgets a fact or makes up a moment', () => {
    fc.assert(
      fc.property(anyReports, (reports) => {
        const moments = new Set(reports.map(({ event, receivedAt }) => event.at ?? receivedAt))
        let rank = -1
        for (const count of reports.keys()) {
          const call = Call.parse(foldCall(reports.slice(0, count + 1)))
          expect(callStates.indexOf(call.state)).toBeGreaterThanOrEqual(rank)
          rank = callStates.indexOf(call.state)
          for (const moment of [call.startedAt, call.answeredAt, call.endedAt])
            if (moment) expect(moments).toContain(moment)
        }
        const whole = foldCall(reports)
        for (const fact of ['caller', 'dialled', 'agent', 'recordingUrl', 'talkSeconds'] as const) {
          if (reports.some(({ event }) => event[fact] !== null)) expect(whole[fact]).not.toBeNull()
        }
      }),
    )
  })
})
