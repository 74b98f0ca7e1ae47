import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { expect, onTestFinished, test } from 'vitest'
import { startTwin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { started } from './started.ts'

test('every part of the world answers at its address', async () => {
  const { address } = await started()
  for (const path of [
    '/',
    '/page.js',
    '/control/state',
    '/control/scenes',
    '/genesys/scenes',
    '/sms/messages',
    '/mail/messages',
    '/plans/2k-a.svg',
  ]) {
    expect((await request(address).get(path)).status, path).toBe(200)
  }
  const service = await request(address).get('/realtor/odata/standard.odata/').auth('exchange', 'exchange')
  expect(service.status).toBe(200)
})

test('the page asks for nothing outside the twin', async () => {
  const { address } = await started()
  for (const path of ['/', '/page.js', '/page.css', '/sections.js', '/api.js']) {
    expect((await request(address).get(path).buffer()).text ?? '', path).not.toMatch(/https?:\/\//)
  }
})

test('a world kept in a folder is the same world after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'twin-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const options = readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', TWIN_DATA: folder })
  const first = await startTwin(options)
  const { Ref_Key } = first.infobase.write('Catalog_Контрагенты', { Description: 'Новый клиент' })
  await first.close()

  const second = await startTwin(options)
  onTestFinished(() => second.close())
  expect(second.infobase.get('Catalog_Контрагенты', String(Ref_Key))).toMatchObject({ Description: 'Новый клиент' })
})

test('a port that is taken is named in the error', async () => {
  const twin = await started()
  const taken = new URL(twin.address).port
  await expect(startTwin(readOptions({ TWIN_PORT: taken, TWIN_SMTP_PORT: '0' }))).rejects.toThrow(`127.0.0.1:${taken}`)
})

test('as a process it tells its parent when it is ready, and stops when the parent lets go of it', async () => {
  const twin = fork('src/twin/main.ts', { env: { ...process.env, TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }, silent: true })
  onTestFinished(() => {
    twin.kill('SIGKILL')
  })
  const [message] = await once(twin, 'message')
  expect(message).toMatchObject({ ready: true, address: expect.stringMatching(/^http:/), smtpPort: expect.any(Number) })
  expect((await request(message.address).get('/control/state')).status).toBe(200)
  const exited = once(twin, 'exit')
  twin.disconnect()
  expect(await exited).toEqual([0, null])
})
