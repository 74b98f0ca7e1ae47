import { createClientAsync } from 'soap'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { hook, startLonelyHub } from '../world.ts'

let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
})
afterAll(() => hub.stop())

test('1C wakes the exchange as a web service and as plain HTTP alike', async () => {
  let pokes = 0
  hub.hub.poke = () => {
    pokes += 1
  }
  const client = await createClientAsync(`${hub.address}/soap/hub?wsdl`, {}, `${hub.address}/soap/hub`)
  await expect(client.ChangedAsync({})).rejects.toThrow()
  expect(pokes).toBe(0)
  client.addHttpHeader('X-Hub-Token', 'demo-hook')
  const [answer] = await client.ChangedAsync({})
  expect(answer).toEqual({ return: true })
  expect((await hook(hub, '/hooks/1c/changed', {})).status).toBe(202)
  expect(pokes).toBe(2)
  expect((await hook(hub, '/hooks/1c/changed', {}, { 'X-Hub-Token': 'guess' })).status).toBe(401)
})
