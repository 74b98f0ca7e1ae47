import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startHub } from '../src/main.ts'
import { startTwin } from '../src/twin/app.ts'
import { readOptions } from '../src/twin/options.ts'
import { hubEnv } from './world.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hub-main-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}

const away = 'http://127.0.0.1:9/realtor'

test('a second hub on the same data is refused, and the first goes on', async () => {
  const env = hubEnv(folder(), { ONEC_URL: away })
  const first = await startHub(env)
  await expect(startHub(env)).rejects.toThrow(/Another hub is at work/)
  expect((await fetch(`${first.address}/healthz`)).status).toBe(200)
  await first.stop()
  const again = await startHub(env)
  await again.stop()
})

test('a taken port leaves nothing behind', async () => {
  const first = await startHub(hubEnv(folder(), { ONEC_URL: away }))
  const data = folder()
  const port = new URL(first.address).port
  await expect(startHub(hubEnv(data, { ONEC_URL: away, HUB_PORT: port }))).rejects.toThrow(/is taken/)
  await first.stop()
  const second = await startHub(hubEnv(data, { ONEC_URL: away, HUB_PORT: port }))
  await second.stop()
})

test.each([
  ['203.0.113.1', /this machine has no such address\. Set HUB_HOST/],
  ['no-such-host.invalid', /no such host is known here\. Set HUB_HOST/],
])('an address to listen on that is not ours is named: %s', async (HUB_HOST, words) => {
  await expect(startHub(hubEnv(folder(), { ONEC_URL: away, HUB_HOST }))).rejects.toThrow(words)
})

test('a lock that cannot be used is not called another hub', async () => {
  const data = folder()
  writeFileSync(join(data, 'hub.lock'), 'no database, and longer than the head of one '.repeat(100))
  await expect(startHub(hubEnv(data, { ONEC_URL: away }))).rejects.toThrow(/hub\.lock: file is not a database/)
})

test('a 1C that stays away is told of once, however often the hub tries', async () => {
  const { hub, firstTry, stop } = await startHub(hubEnv(folder(), { ONEC_URL: away }))
  onTestFinished(stop)
  await firstTry
  for (let tries = 0; tries < 3; tries++) {
    const tried = new Promise<void>((resolve) => {
      const deaf = hub.live.listen((topics) => {
        if (!topics.includes('attention')) return
        deaf()
        resolve()
      })
    })
    hub.poke()
    await tried
  }
  const told = await hub.db.selectFrom('journalEntry').select('step').where('step', '=', 'link.lost').execute()
  expect(told).toHaveLength(1)
})

test("the demo's data is never served as a real base's", async () => {
  const data = folder()
  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  onTestFinished(() => twin.close())
  const demo = await startHub(hubEnv(data), twin.address)
  await demo.firstTry
  await demo.stop()
  await expect(startHub(hubEnv(data, { ONEC_URL: away }))).rejects.toThrow(/holds the data of the demo/)
})
