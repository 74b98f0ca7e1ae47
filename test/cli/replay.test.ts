import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { asRealOnec, runCommand, startHubProcess } from '../hub-process.ts'
import { odata } from '../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-cli-replay-'))
let twin: Twin

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  const hub = await startHubProcess(folder, asRealOnec(twin))
  await hub.end('SIGTERM')
  const store = await openStore(join(folder, 'hub.db'))
  await migrate(store.db)
  const event = { calluuid: 'CLI-1', ani: '+79995700001', dnis: '+74950000101', state: 'Ringing' }
  await store.db
    .insertInto('inboxFact')
    .values({
      id: '0190aaaa-0000-7000-8000-000000000001',
      source: 'genesys-engage',
      key: 'cli-1',
      traceId: 'cli-1',
      receivedAt: new Date().toISOString(),
      contentType: 'application/json',
      headers: '{}',
      body: JSON.stringify({ method: 'POST', query: {}, contentType: 'application/json', body: JSON.stringify(event) }),
      subjectKey: null,
      state: 'parked',
      reason: 'не прочитано',
      handledAt: null,
    })
    .execute()
  await store.close()
}, 120_000)
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

const replay = (...args: string[]) => runCommand(folder, asRealOnec(twin), 'replay', ...args)
const inOnec = async () => (await odata(twin).list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:CLI-1'")).length

test('words that are no filter are refused with what is wrong', async () => {
  expect(await replay()).toMatchObject({ code: 2, output: expect.stringContaining('what, source, state') })
  expect(await replay('parked')).toMatchObject({ code: 2, output: expect.stringContaining('не слово=значение') })
  expect(await replay('state=parked', '--dri')).toMatchObject({ code: 2, output: expect.stringContaining('--dry') })
  expect(await replay('what=chat')).toMatchObject({ code: 2, output: expect.stringContaining('одно из: fact, call') })
  expect(await replay('since=вчера')).toMatchObject({ code: 2, output: expect.stringContaining('день или время') })
  expect(await replay('texts=a')).toMatchObject({
    code: 2,
    output: expect.stringContaining('Слова «texts» в отборе нет'),
  })
  expect(await replay('state=dead')).toMatchObject({ code: 2, output: expect.stringContaining('parked, done, new') })
})

test('a dry run without a hub tells what would be done and does nothing', async () => {
  const { code, output } = await replay('source=genesys-engage', 'state=parked', 'reason=не про*', '--dry')
  expect(output).toMatch(/Попало под отбор: 1\nБУДЕТ СДЕЛАНО .+\n.+будет создан новый объект/)
  expect(code).toBe(0)
  expect(await inOnec()).toBe(0)
})

test('beside a running hub the work is the hub’s, and its results are printed', async () => {
  const hub = await startHubProcess(folder, asRealOnec(twin))
  const { code, output } = await replay('source=genesys-engage')
  await hub.end('SIGTERM')
  expect(output).toContain('Взаимодействие создано в 1С.')
  expect(output).toContain('Сделано 1, не получилось 0, повторять не нужно 0')
  expect(code).toBe(0)
  expect(await inOnec()).toBe(1)
}, 120_000)
