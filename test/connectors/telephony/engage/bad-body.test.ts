import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadInputError } from '../../../../src/errors.ts'
import { CallEvent } from '../../../../src/model/call.ts'
import { form, one, post } from './readings.ts'

describe('a body that is no report', () => {
  test.each([
    ['an empty one', '', /пустое/],
    ['an empty list', '[]', /пустое/],
    ['broken JSON', '{"ani":', /не разбирается как JSON/],
    ['a JSON text', '"79990009911"', /не JSON и не форма/],
    ['XML', '<call/>', /не JSON и не форма/],
    ['prose', 'hello', /не JSON/],
    ['one without a call', '{"a":1}', /calluuid или connid/],
    ['one without a call id', '{"ani":"79990009911"}', /нет идентификатора звонка/],
    ['zeros for a call id', '{"ani":"79990009911","connid":"0000000000000000"}', /нет идентификатора звонка/],
    ['a message without its call', '{"data":{"messageType":"CallStateChanged"}}', /нет объекта call/],
    ['a huge one', `{"connid":"1","x":"${'x'.repeat(300_000)}"}`, /слишком велико/],
    ['a list of a thousand and one', JSON.stringify(Array.from({ length: 1001 }, () => 1)), /1001 звонков/],
    ['a deep one', `{"connid":"1","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /Вложенность/],
  ])('%s is refused with the reason', (_, body, reason) => {
    expect(() => post(body)).toThrow(BadInputError)
    expect(() => post(body)).toThrow(reason)
  })

  test('is not quoted in the error', () => {
    expect.assertions(1)
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
