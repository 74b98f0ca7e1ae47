import { expect, test } from 'vitest'
import { openBreaker } from '../../../src/connectors/onec/breaker.ts'
import { RejectedError, UnavailableError } from '../../../src/errors.ts'
import { goods } from '../../twin/infobase/shop.ts'
import { until } from '../../world.ts'
import { failureOf } from './server.ts'
import { openShop } from './shop.ts'

const failure = (reason: string) => new UnavailableError(`failed: ${reason}`, { reason })

function breakerAt(pauses: number[]) {
  const clock = { ms: 0 }
  return { clock, breaker: openBreaker(pauses, () => clock.ms) }
}

test('a maintenance stops at once, other failures only when they repeat, a refusal never', () => {
  const { breaker } = breakerAt([1000])
  for (let n = 0; n < 4; n++) breaker.failed(failure('timeout'))
  expect(breaker.health().state).toBe('closed')
  breaker.failed(new RejectedError('no such set', { reason: 'not_published' }))
  for (let n = 0; n < 4; n++) breaker.failed(failure('timeout'))
  expect(breaker.health().state).toBe('closed')
  breaker.failed(failure('timeout'))
  expect(breaker.health()).toEqual({ state: 'open', reason: 'timeout', until: new Date(1000) })

  const other = breakerAt([1000]).breaker
  other.failed(failure('maintenance'))
  expect(other.health()).toMatchObject({ state: 'open', reason: 'maintenance' })
})

test('after the pause one request finds out, and each failure makes the next pause longer', () => {
  const { clock, breaker } = breakerAt([1000, 2000, 5000])
  breaker.failed(failure('licence'))
  for (const pause of [1000, 2000, 5000, 5000]) {
    clock.ms += pause - 1
    expect(() => breaker.enter()).toThrow('failed: licence')
    clock.ms += 1
    breaker.enter()
    expect(breaker.health().state).toBe('half-open')
    expect(() => breaker.enter()).toThrow(UnavailableError)
    breaker.failed(failure('licence'))
  }
  clock.ms += 5000
  breaker.enter()
  breaker.answered()
  expect(breaker.health()).toEqual({ state: 'closed', reason: null, until: null })
  breaker.enter()
  breaker.enter()
})

test('requests that were under way when 1C went away do not lengthen the pause', () => {
  const { clock, breaker } = breakerAt([1000, 2000])
  for (let n = 0; n < 4; n++) breaker.enter()
  breaker.failed(failure('maintenance'))
  clock.ms = 10
  for (let n = 0; n < 3; n++) breaker.failed(failure('maintenance'))
  expect(breaker.health().until).toEqual(new Date(1000))
})

test('a base shut for maintenance is left alone, and work goes on by itself afterwards', async () => {
  const shop = await openShop()
  const onec = shop.open({ pauses: [40] })
  shop.base.faults.maintenance = true
  expect(await failureOf(onec.list(goods))).toMatchObject({ facts: { reason: 'maintenance' } })
  const paused = await failureOf(onec.create(goods, { Description: 'Кофе' }))
  expect(paused).toBeInstanceOf(UnavailableError)
  expect(paused).toMatchObject({ facts: { reason: 'paused', because: 'maintenance' } })
  expect(shop.asked()).toEqual([`GET /${goods} 403`])
  expect(onec.health()).toMatchObject({
    breaker: { state: 'open' },
    lastError: { text: expect.stringContaining('закрыт') },
  })

  shop.base.faults.maintenance = false
  await until('the pause is over', () => (onec.health().breaker.until?.getTime() ?? 0) <= Date.now())
  expect(await onec.list(goods, { top: 1 })).toHaveLength(1)
  expect(onec.health().breaker).toEqual({ state: 'closed', reason: null, until: null })
  expect(onec.health().latency).toEqual({ last: expect.any(Number), p95: expect.any(Number) })
})
