import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axios from 'axios'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { asRealOnec, type HubProcess, startHubProcess } from '../../hub-process.ts'
import { until } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-messages-kill-'))
let twin: Twin
let hub: HubProcess | null = null

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
}, 60_000)
afterEach(async () => {
  await hub?.end('SIGKILL')
  hub = null
  Object.assign(twin.sms.faults, { noMoney: false, slow: false })
})
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = () =>
  startHubProcess(
    folder,
    asRealOnec(twin, {
      ONEC_HOOK_TOKEN: 'demo-hook',
      SMS_URL: `${twin.address}/sms`,
      SMS_LOGIN: 'hub',
      SMS_PASSWORD: 'demo-sms',
      SMTP_URL: `smtp://127.0.0.1:${twin.smtpPort}`,
      SMTP_FROM: 'hub@sever.invalid',
    }),
  )

async function call(operation: string, input: object) {
  const { data } = await axios.post(`${hub?.address}/onec/v1/${operation}`, input, {
    headers: { 'X-Hub-Token': 'demo-hook' },
    proxy: false,
    validateStatus: () => true,
  })
  return data as { messageId: string; state: string }
}

const sent = (text: string) => twin.sms.messages().filter((message) => message.text === text)
/** A kill in the middle of a request leaves it in doubt: the hub then waits a minute for it to arrive before it tries again. */
const settled = (id: string, states: string[]) =>
  until(`${id} is ${states.join(' or ')}`, async () => states.includes((await call('messageStatus', { id })).state), 90)

test('messages accepted before a kill go out after it, each once and in order; the caller’s repeat is known', async () => {
  hub = await start()
  twin.sms.faults.noMoney = true
  const wishes = ['k-1', 'k-2', 'k-3'].map((id) => ({ id, phone: '+79992220001', text: `До обрыва ${id}` }))
  const before: unknown[] = []
  for (const wish of wishes) before.push(await call('sendSms', wish))
  await hub.end('SIGKILL')
  twin.sms.faults.noMoney = false
  hub = await start()
  const after: unknown[] = []
  for (const wish of wishes) after.push(await call('sendSms', wish))
  expect(after).toEqual(before)
  await settled('k-3', ['sent'])
  const texts = twin.sms.messages().map((message) => message.text)
  expect(texts.toReversed()).toEqual(wishes.map((wish) => wish.text))
}, 150_000)

test('a hub killed while the gateway is thinking asks it afterwards and sends nothing twice', async () => {
  hub = await start()
  Object.assign(twin.sms.faults, { slow: true, slowMs: 20_000 })
  await call('sendSms', { id: 'k-4', phone: '+79992220002', text: 'Обрыв' })
  await until('the gateway has it', () => sent('Обрыв').length > 0)
  await hub.end('SIGKILL')
  twin.sms.faults.slow = false
  hub = await start()
  await settled('k-4', ['sent', 'delivered'])
  expect(sent('Обрыв')).toHaveLength(1)
}, 150_000)

test('a letter is never sent twice by a hub that was killed: sent, or left to a person', async () => {
  hub = await start()
  const wish = { id: 'k-5', email: 'anna@example.invalid', subject: 'Обрыв', text: 'Текст' }
  const before = await call('sendEmail', wish)
  await hub.end('SIGKILL')
  hub = await start()
  expect(await call('sendEmail', wish)).toEqual(before)
  await settled('k-5', ['sent', 'unknown'])
  const { state } = await call('messageStatus', { id: 'k-5' })
  const count = twin.mail.messages.filter((message) => message.subject === 'Обрыв').length
  if (state === 'sent') expect(count).toBe(1)
  else expect(count).toBeLessThanOrEqual(1)
}, 150_000)
