import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { patiently, startPatience } from '../../../src/connectors/onec/patience.ts'
import { UnavailableError } from '../../../src/errors.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the deadline runs while 1C is silent, not while we are busy with what it sent', async () => {
  const patience = startPatience(1000)
  const never = Promise.withResolvers<never>()
  async function* data() {
    yield Buffer.from('a')
    await never.promise
  }
  patience.signal.addEventListener('abort', () => never.reject(new Error('aborted')))
  const pieces = patiently(data(), patience, (cause) => new UnavailableError('silent', {}, { cause }))

  expect((await pieces.next()).value?.toString()).toBe('a')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(patience.signal.aborted).toBe(false)

  const failure = expect(pieces.next()).rejects.toThrow(UnavailableError)
  await vi.advanceTimersByTimeAsync(1001)
  await failure
})
