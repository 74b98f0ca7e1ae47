import axios from 'axios'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { startLonelyHub, until } from '../world.ts'

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

test.each(['/assets/none.js', '/assets/..%2f..%2f..%2fpackage.json'])(
  '%s is not there, and is called so',
  async (path) => {
    const answer = await axios.get(hub.address + path, { validateStatus: () => true })
    expect(answer.status).toBeGreaterThanOrEqual(403)
    expect(answer.data).toEqual({ error: { message: 'Здесь ничего нет.' } })
  },
)

test('a disk without space: facts are refused with the reason, and taken once there is some', async () => {
  const { db } = hub.hub
  const post = () =>
    axios.post(
      `${hub.address}/hooks/genesys/engage`,
      { calluuid: 'full-disk', ani: '79990001122', pad: 'x'.repeat(200_000) },
      { headers: { 'X-Hub-Token': 'demo-hook' }, validateStatus: () => true },
    )
  await sql`pragma max_page_count = 1`.execute(db)
  const refused = await post()
  expect(refused.status).toBe(503)
  expect(refused.headers['retry-after']).toBe('60')
  expect(refused.data.error.message).toMatch(/не сохранено/)
  await sql`pragma max_page_count = 1000000`.execute(db)
  expect((await post()).status).toBe(202)
})

test('a hub that can keep nothing is not ready, says why, and is ready again by itself', async () => {
  const ready = () => axios.get(`${hub.address}/readyz`, { validateStatus: () => true })
  await sql`pragma query_only = 1`.execute(hub.hub.db)
  const unready = await until('the hub is unready', async () => {
    const answer = await ready()
    return answer.status === 503 && answer.data
  })
  expect(unready).toMatchObject({ status: 'unready', fault: 'the database may not be written' })
  await sql`pragma query_only = 0`.execute(hub.hub.db)
  await until('the hub is ready', async () => (await ready()).status === 200)
})
