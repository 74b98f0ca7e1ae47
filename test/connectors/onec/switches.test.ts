import { expect, test } from 'vitest'
import { defaultFaults } from '../../../src/twin/infobase/faults.ts'
import { goods } from '../../twin/infobase/shop.ts'
import { openShop } from './shop.ts'
import { nobody } from './switch-attempts.ts'
import { switchRows } from './switch-rows.ts'

const named = switchRows.map(([faults, expectation, attempt]) => {
  const name = Object.entries(faults).map(([fault, value]) => `${fault}: ${JSON.stringify(value)}`)
  return { name: [...name, expectation].join(', '), faults, attempt }
})

test.for(named)('$name', async ({ faults, attempt }) => {
  const shop = await openShop()
  Object.assign(shop.base.faults, faults)
  const isSlow = 'latencyMs' in faults || 'writeMs' in faults || 'metadataMs' in faults
  await attempt(shop, shop.open({ timeoutMs: isSlow ? 150 : 5000 }))
})

test('an object nobody knows is null, whatever else is wrong with it', async () => {
  const shop = await openShop()
  expect(await shop.open().get(goods, nobody)).toBeNull()
})

test('every switch of the twin has a row', () => {
  const thrown = new Set(switchRows.flatMap(([faults]) => Object.keys(faults)))
  expect(Object.keys(defaultFaults).filter((name) => !thrown.has(name))).toEqual([])
})
