import axios from 'axios'
import { expect, test } from 'vitest'
import { startLonelyHub } from '../world.ts'

test('the hub is up without its 1C and says so', async () => {
  const hub = await startLonelyHub()
  await hub.firstTry
  const health = await axios.get(`${hub.address}/healthz`)
  const ready = await axios.get(`${hub.address}/readyz`)
  expect(health.data).toEqual({ status: 'ok' })
  expect(ready.data).toMatchObject({ status: 'ready', onec: { state: 'offline', ageSeconds: null } })
})

test('a feed that was never published is 503, a wrong token 404', async () => {
  const hub = await startLonelyHub()
  const get = (path: string) => axios.get(hub.address + path, { validateStatus: () => true })
  expect((await get('/feeds/demo-feed/yandex.xml')).status).toBe(503)
  expect((await get('/feeds/guess/yandex.xml')).status).toBe(404)
})
