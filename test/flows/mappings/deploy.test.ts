import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deployed, Effect, Version, Versions } from '../../../src/web/api/mappings/deploy-contract.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-deploy-'))
const unitFile = join(folder, 'unit.yaml')
const clientFile = join(folder, 'client.yaml')
let world: World
let admin: Awaited<ReturnType<typeof signIn>>
let unit: string
let client: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  unit = readFileSync(unitFile, 'utf8')
  client = readFileSync(clientFile, 'utf8')
  world = await startWorld({ HUB_MAPPINGS: folder })
  admin = await signIn(world.hub, 'admin')
  await until('the hub is online', () => world.hub.hub.link.state === 'online', 30)
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Free units become booked ones, and phones are looked for where there are none. */
const withoutFree = () => unit.replace('Свободна: free', 'Свободна: booked')
const otherPhones = () => client.replace("[Тип='Телефон'].НомерТелефона", "[Тип='Факс'].НомерТелефона")

async function tryOut(files: Record<string, string>): Promise<Effect> {
  const started = await admin.post('/mappings/effects', { files })
  expect(started.status, JSON.stringify(started.data)).toBe(200)
  return until(
    'the trial has ended',
    async () => {
      const { data } = await admin.get(`/mappings/effects/${started.data.id}`)
      return data.state !== 'running' && (data as Effect)
    },
    20,
  )
}

const versions = async () => (await admin.get('/mappings/versions')).data as Versions

test('a trial tells in the words of the business what would change, asks 1C only with GET and leaves the store as it was', async () => {
  const { hub } = world.hub
  const before = await mirrored()
  const asked = world.twin.infobase.requests.list().length
  const beganAt = new Date()
  const effect = await tryOut({ 'unit.yaml': withoutFree(), 'client.yaml': otherPhones() })
  expect(effect).toMatchObject({ state: 'done', isCurrent: true, files: ['client.yaml', 'unit.yaml'] })
  const free = await hub.db
    .selectFrom('unit')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'free')
    .where('deleted', '=', 0)
    .executeTakeFirstOrThrow()
  const units = effect.result?.entities.find(({ entity }) => entity === 'unit')
  expect(units?.fields).toMatchObject([{ field: 'status', title: 'Статус' }])
  expect(units?.fields[0]?.count).toBeGreaterThanOrEqual(Number(free.n))
  expect(units?.fields[0]?.examples[0]).toMatchObject({ before: 'свободно', after: 'забронировано' })
  const text = effect.result?.sentences.join('\n')
  expect(text).toMatch(/помещени\S+ (уйдёт|уйдут) из фида yandex/)
  expect(text).toMatch(/помещени\S+ (сменит|сменят) статус/)
  expect(text).toMatch(/клиент\S* (останется|останутся) без телефона/)
  const phones = effect.result?.entities.find(({ entity }) => entity === 'client')?.fields[0]
  expect(phones?.examples[0]?.before).toMatch(/\+7/)

  expect(await mirrored()).toEqual(before)
  const requests = world.twin.infobase.requests.list().filter(({ at }) => at >= beganAt)
  expect(asked).toBeGreaterThan(0)
  expect(requests.some(({ url }) => url.includes('Catalog_Квартиры'))).toBe(true)
  // The exchange goes on beside it: its plan is read with POST and nothing else is.
  const others = requests.filter(
    ({ method, url }) => method !== 'GET' && !/SelectChanges|NotifyChangesReceived/.test(url),
  )
  expect(others).toEqual([])
}, 30_000)

async function mirrored(): Promise<unknown> {
  const { db } = world.hub.hub
  const tables = ['unit', 'client', 'clientPhone', 'deal', 'unmapped', 'mappingVersion'] as const
  const writes = await db.selectFrom('outbox').selectAll().where('sink', '=', 'onec').execute()
  return [writes, ...(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())))]
}

test('a trial of a file with an error is refused with file and line, and so is one that changes nothing', async () => {
  const broken = await admin.post('/mappings/effects', {
    files: { 'unit.yaml': unit.replace('path: Статус', 'path: Стутас') },
  })
  expect(broken.status).toBe(409)
  expect(broken.data.error.message).toMatch(/unit\.yaml, строка \d+: .*Стутас/)
  const same = await admin.post('/mappings/effects', { files: { 'unit.yaml': unit } })
  expect(same.data.error.message).toMatch(/не отличаются/)
  const outside = await admin.post('/mappings/effects', { files: { '../hub.yaml': 'a: 1' } })
  expect(outside.data.error.message).toMatch(/не подходит как имя/)
})

test('a second file for an entity is refused, though it would put out the first one and not itself', async () => {
  const { status, data } = await admin.post('/mappings/effects', { files: { 'another.yaml': unit } })
  expect(status).toBe(409)
  expect(data.error.message).toMatch(/^Файл unit\.yaml, строка \d+: «unit» уже описан в файле another\.yaml/)
})

test('a trial while the folder is away is refused in words for a person', async () => {
  renameSync(folder, `${folder}.away`)
  try {
    const { status, data } = await admin.post('/mappings/effects', { files: { 'unit.yaml': withoutFree() } })
    expect(status).toBe(409)
    expect(data.error.message).toMatch(/сейчас не читается/)
  } finally {
    renameSync(`${folder}.away`, folder)
  }
})

test('a text of many pages is refused in Russian', async () => {
  const { status, data } = await admin.post('/mappings/effects', { files: { 'unit.yaml': '#'.repeat(95_000) } })
  expect(status).toBe(400)
  expect(data.error.fields).toEqual({ 'files.unit.yaml': expect.stringContaining('это не файл соответствий') })
})

test('deploy is refused unless exactly these files were tried and the outcome was looked at', async () => {
  const files = { 'unit.yaml': withoutFree() }
  const started = await admin.post('/mappings/effects', { files })
  const row = () =>
    world.hub.hub.db
      .selectFrom('mappingEffect')
      .select('state')
      .where('id', '=', started.data.id)
      .executeTakeFirstOrThrow()
  const deploy = async (more: object) =>
    (await admin.post('/mappings/deploy', { effectId: started.data.id, files, comment: 'проба', ...more })).data.error
      ?.message
  expect(await deploy({})).toMatch(/дождитесь конца/)
  await until('it is done', async () => (await row()).state === 'done', 20)
  expect(await deploy({})).toMatch(/не открывали/)
  await admin.get(`/mappings/effects/${started.data.id}`)
  expect(await deploy({ files: { 'unit.yaml': `${withoutFree()}# ещё\n` } })).toMatch(/правили дальше/)
  expect(await deploy({ comment: '  ' })).toMatch(/Проверьте заполнение/)
  writeFileSync(unitFile, `${unit}# чужая правка\n`)
  expect(await deploy({})).toMatch(/На диске тем временем изменили unit\.yaml/)
  expect(readFileSync(unitFile, 'utf8')).toBe(`${unit}# чужая правка\n`)
  writeFileSync(unitFile, unit)
}, 30_000)

test('a tried edit goes to the file, is a version with author, comment and what was seen, and is read by; going back restores all of it', async () => {
  const { hub } = world.hub
  const first = (await versions()).rows[0]
  expect(first).toMatchObject({ isCurrent: true })
  const effect = await tryOut({ 'unit.yaml': withoutFree() })
  const deployed = await admin.post('/mappings/deploy', {
    effectId: effect.id,
    files: { 'unit.yaml': withoutFree() },
    comment: 'Свободные прячем до акции',
  })
  expect(deployed.status, JSON.stringify(deployed.data)).toBe(200)
  const { version, receipts } = deployed.data as Deployed
  expect(receipts).toMatchObject([{ version, isCurrent: true }])
  expect(readFileSync(unitFile, 'utf8')).toBe(withoutFree())
  const [row] = (await versions()).rows
  expect(row).toMatchObject({
    id: version,
    author: 'admin',
    comment: 'Свободные прячем до акции',
    changed: ['unit.yaml'],
    effect: effect.result?.sentences,
    isCurrent: true,
  })
  const details = (await admin.get(`/mappings/versions/${version}`)).data as Version
  expect(details.diffs[0]?.places.flat().filter(({ kind }) => kind !== 'same')).toMatchObject([
    { kind: 'removed', text: '      Свободна: free' },
    { kind: 'added', text: '      Свободна: booked' },
  ])
  const free = async () => (await hub.db.selectFrom('unit').select('ref').where('status', '=', 'free').execute()).length
  const clientsSeen = async () => (await hub.db.selectFrom('client').select('seen').limit(1).executeTakeFirst())?.seen
  const seen = await clientsSeen()
  await until('units were read again', async () => (await free()) === 0, 20)
  // Only what the file is about was read again.
  expect(await clientsSeen()).toBe(seen)

  const back = (await admin.get(`/mappings/versions/${first?.id}`)).data as Version
  expect(back.back).toMatchObject({ files: ['unit.yaml'], entities: ['Помещения'], writes: [] })
  const returned = await admin.post(`/mappings/versions/${first?.id}/rollback`, { comment: '' })
  expect(returned.status, JSON.stringify(returned.data)).toBe(200)
  expect(readFileSync(unitFile, 'utf8')).toBe(unit)
  expect((await versions()).rows[0]).toMatchObject({ rolledBackTo: first?.id, changed: ['unit.yaml'], author: 'admin' })
  await until('units are on sale again', async () => (await free()) > 0, 20)
}, 60_000)

test('only an administrator may', async () => {
  const sales = await signIn(world.hub, 'sales')
  expect((await sales.get('/mappings/versions')).status).toBe(403)
  expect((await sales.post('/mappings/deploy', { effectId: 'x', files: { 'a.yaml': 'b' }, comment: 'c' })).status).toBe(
    403,
  )
})

test('a trial can be stopped', async () => {
  world.twin.infobase.faults.latencyMs = 400
  const { data } = await admin.post('/mappings/effects', {
    files: { 'unit.yaml': withoutFree(), 'client.yaml': otherPhones() },
  })
  const stopped = await admin.post(`/mappings/effects/${data.id}/stop`)
  world.twin.infobase.faults.latencyMs = 0
  expect(stopped.data.message).toBe('Проверка остановлена.')
  expect((await admin.get(`/mappings/effects/${data.id}`)).data).toMatchObject({ state: 'stopped', result: null })
})

test('a trial while 1C is away fails with the reason and may be asked for again', async () => {
  world.twin.infobase.faults.down = true
  const effect = await tryOut({ 'unit.yaml': withoutFree() })
  world.twin.infobase.faults.down = false
  expect(effect).toMatchObject({ state: 'failed', result: null })
  expect(effect.reason).toMatch(/1С/)
  await until('the link is back', () => world.hub.hub.link.state === 'online', 60)
}, 90_000)

test('after going back, what a bad version wrote into 1C is listed and written anew by one request', async () => {
  const file = join(folder, 'interaction.yaml')
  const good = readFileSync(file, 'utf8')
  const bad = good
    .replace('dialled: { path: НабранныйНомер,', 'dialled: { path: КлючевоеСлово,')
    .replace(/ {2}keyword:.*\n/, '')
  const first = (await versions()).rows[0]
  const effect = await tryOut({ 'interaction.yaml': bad })
  const wish = { effectId: effect.id, files: { 'interaction.yaml': bad }, comment: 'Неудачная правка' }
  expect((await admin.post('/mappings/deploy', wish)).status).toBe(200)
  await hook(world.hub, '/hooks/genesys/engage', {
    calluuid: 'BADVERSION',
    ani: '+79995550077',
    dnis: '+74950000101',
    state: 'Ringing',
  })
  const onec = odata(world.twin)
  const interaction = async () => (await onec.list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:BADVERSION'"))[0]
  await until('the call is in 1C', interaction, 20)
  expect(await interaction()).toMatchObject({ НабранныйНомер: '', КлючевоеСлово: '+74950000101' })

  expect((await admin.post(`/mappings/versions/${first?.id}/rollback`, { comment: 'Откат' })).status).toBe(200)
  const { back } = (await admin.get(`/mappings/versions/${first?.id}`)).data as Version
  expect(back).toMatchObject({ files: [], writeCount: 1, writes: [{ title: 'Взаимодействие' }] })
  const again = await admin.post('/mappings/rewrite', { writes: back.writes.map(({ id }) => id) })
  expect(again.status, JSON.stringify(again.data)).toBe(200)
  await until('1C holds it as it should be', async () => (await interaction())?.НабранныйНомер === '+74950000101', 20)
  expect(await onec.list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:BADVERSION'")).toHaveLength(1)
}, 60_000)
