import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addVersion, lastVersion } from '../../../src/store/mapping-versions.ts'
import { openStore } from '../../../src/store/open.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { asRealOnec, type HubProcess, runCommand, startHubProcess } from '../../hub-process.ts'
import { signIn, until } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-kill-'))
const mappings = join(folder, 'mappings')
const unitFile = join(mappings, 'unit.yaml')
let twin: Twin
let hub: HubProcess | null = null
let unit: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), mappings, { recursive: true })
  unit = readFileSync(unitFile, 'utf8')
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  const added = await runCommand(
    folder,
    { HUB_NEW_PASSWORD: 'secret-of-boss' },
    'user',
    'add',
    'boss',
    'admin',
    'Админ',
  )
  expect(added.code, added.output).toBe(0)
}, 60_000)
afterEach(async () => {
  await hub?.end('SIGKILL')
  hub = null
  twin.infobase.faults.latencyMs = 0
})
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

const env = () => asRealOnec(twin, { HUB_MAPPINGS: mappings })

async function start() {
  hub = await startHubProcess(folder, env())
  return signIn(hub, 'boss', 'secret-of-boss')
}

test('a trial broken off by a kill begins anew at the next start and comes to its end', async () => {
  let boss = await start()
  await until('1C is read', async () => (await boss.get('/link')).data.state === 'online', 30)
  twin.infobase.faults.latencyMs = 700
  const files = { 'unit.yaml': unit.replace('Свободна: free', 'Свободна: booked') }
  const { data } = await boss.post('/mappings/effects', { files })
  await until('it is under way', async () => (await boss.get(`/mappings/effects/${data.id}`)).data.progress !== null)
  await hub?.end('SIGKILL')
  twin.infobase.faults.latencyMs = 0
  boss = await start()
  const effect = await until(
    'it has ended',
    async () => {
      const { data: now } = await boss.get(`/mappings/effects/${data.id}`)
      return now.state !== 'running' && now
    },
    30,
  )
  expect(effect).toMatchObject({ state: 'done', isCurrent: true })
  const answer = await boss.post('/mappings/deploy', { effectId: data.id, files, comment: 'После обрыва' })
  expect(answer.status, JSON.stringify(answer.data)).toBe(200)
}, 90_000)

test('a trial that three kills broke off ends by itself and says why', async () => {
  const { db, close } = await openStore(join(folder, 'hub.db'))
  try {
    let boss = await start()
    await until('1C is read', async () => (await boss.get('/link')).data.state === 'online', 30)
    const names = ['client.yaml', 'unit.yaml', 'deal.yaml', 'payment.yaml', 'manager.yaml']
    const files = Object.fromEntries(
      names.map((name) => [name, `${readFileSync(join(mappings, name), 'utf8')}# правка\n`]),
    )
    twin.infobase.faults.latencyMs = 700
    const { data } = await boss.post('/mappings/effects', { files })
    for (let kill = 1; kill <= 3; kill++) {
      const isAtWork = () =>
        db
          .selectFrom('job')
          .select('id')
          .where('queue', '=', 'try-mappings')
          .where('state', '=', 'active')
          .where('failures', '=', kill - 1)
          .executeTakeFirst()
      await until(`run ${kill} is under way`, isAtWork, 30)
      await hub?.end('SIGKILL')
      boss = await start()
    }
    const effect = await until(
      'it has ended',
      async () => {
        const { data: now } = await boss.get(`/mappings/effects/${data.id}`)
        return now.state !== 'running' && now
      },
      30,
    )
    expect(effect).toMatchObject({ state: 'failed', reason: expect.stringContaining('Хаб 3 раза останавливался') })
    const { attention } = (await boss.get('/desktop')).data
    expect(attention.filter(({ kind }: { kind: string }) => kind === 'dead_job')).toEqual([])
  } finally {
    await close()
  }
}, 120_000)

test('a version that a kill left half written is in the folder and in use after the next start', async () => {
  const store = await openStore(join(folder, 'hub.db'))
  const last = await lastVersion(store.db)
  const text = `${unit}# дописано после обрыва\n`
  const id = await addVersion(store.db, {
    at: new Date().toISOString(),
    author: 'boss',
    comment: 'Обрыв при записи файлов',
    files: { ...last?.files, 'unit.yaml': text },
    fingerprint: 'x',
    changed: ['unit.yaml'],
    cases: {},
    effect: [],
    rolledBackTo: null,
    writtenAt: null,
  })
  await store.close()
  const boss = await start()
  expect(readFileSync(unitFile, 'utf8')).toBe(text)
  const { rows } = (await boss.get('/mappings/versions')).data
  expect(rows[0]).toMatchObject({ id, author: 'boss', isCurrent: true })
}, 60_000)

test('the command line shows the effect beside a running hub, and refuses a file with errors', async () => {
  const boss = await start()
  await until('1C is read', async () => (await boss.get('/link')).data.state === 'online', 30)
  const copy = join(folder, 'unit.yaml')
  writeFileSync(copy, unit.replace('Свободна: free', 'Свободна: booked'))
  const shown = await runCommand(folder, env(), 'preview', copy)
  expect(shown.code, shown.output).toBe(0)
  expect(shown.output).toMatch(/помещени\S+ (уйдёт|уйдут) из фида yandex/)
  expect(shown.output).toMatch(/свободно +→ забронировано/)
  expect((await runCommand(folder, env(), 'preview', 'unit')).output).toMatch(/не отличается/)
  writeFileSync(copy, unit.replace('path: Статус', 'path: Стутас'))
  const broken = await runCommand(folder, env(), 'preview', copy)
  expect(broken.code).toBe(1)
  expect(broken.output).toMatch(/unit\.yaml:\d+:\d+ error .*Стутас/)
}, 90_000)
