import { expect, test } from 'vitest'
import type { Hub } from '../../../src/context.ts'
import { RejectedError } from '../../../src/errors.ts'
import { newLink } from '../../../src/flows/exchange/link.ts'
import { mayAskPackage, packageArrived, packageFailed } from '../../../src/flows/exchange/package-pause.ts'

test('1C is asked for a package ever more seldom while it fails, after half an hour at the latest', () => {
  let now = 0
  const hub = { link: newLink(''), now: () => new Date(now) } as unknown as Hub
  const error = new RejectedError('символ')
  const pauses: number[] = []
  for (let failure = 0; failure < 14; failure++) {
    mayAskPackage(hub)
    packageFailed(hub, error)
    const ms = (hub.link.pause?.until ?? 0) - now
    pauses.push(ms)
    now += ms - 1
    expect(() => mayAskPackage(hub)).toThrow(error)
    now += 1
  }
  expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
  expect(pauses.at(-1)).toBe(30 * 60_000)
  packageArrived(hub)
  packageFailed(hub, error)
  expect(hub.link.pause?.failures).toBe(1)
})
