import { createClientAsync } from 'soap'
import { expect, test } from 'vitest'
import { hook, startLonelyHub } from '../world.ts'

test('1C wakes the exchange as a web service and as plain HTTP alike', async () => {
  const hub = await startLonelyHub()
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
