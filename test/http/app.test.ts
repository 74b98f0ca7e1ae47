import axios from 'axios'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { startLonelyHub } from '../world.ts'

let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
})
afterAll(() => hub.stop())

test('the hub is up without its 1C and says so', async () => {
  await hub.firstTry
  const health = await axios.get(`${hub.address}/healthz`)
  const ready = await axios.get(`${hub.address}/readyz`)
  expect(health.data).toEqual({ status: 'ok' })
  expect(ready.data).toMatchObject({ status: 'ready', onec: { state: 'offline', ageSeconds: null } })
})

test('a feed that was never published is 503, a wrong token 404', async () => {
  const get = (path: string) => axios.get(hub.address + path, { validateStatus: () => true })
  expect((await get('/feeds/demo-feed/yandex.xml')).status).toBe(503)
  expect((await get('/feeds/guess/yandex.xml')).status).toBe(404)
})
