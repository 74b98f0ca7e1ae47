import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Versions } from '../../../src/web/api/mappings/deploy-contract.ts'
import { signIn, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-watch-'))
const file = join(folder, 'unit.yaml')
let world: World
let admin: Awaited<ReturnType<typeof signIn>>
let unit: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  unit = readFileSync(file, 'utf8')
  world = await startWorld({ HUB_MAPPINGS: folder })
  admin = await signIn(world.hub, 'admin')
  await until('the hub is online', () => world.hub.hub.link.state === 'online', 30)
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const versions = async () => (await admin.get('/mappings/versions')).data as Versions
const attention = async () =>
  ((await admin.get('/desktop')).data.attention as { kind: string; title: string; reason: string }[]).filter(
    ({ kind }) => kind === 'broken_mapping',
  )

test('the first start is the first version', async () => {
  expect((await versions()).rows).toMatchObject([
    { author: 'файл на диске', comment: 'Первый запуск', isCurrent: true },
  ])
})

test('an edit of a file is in use without a restart, as a version of its own', async () => {
  writeFileSync(file, unit.replace('Свободна: free', 'Свободна: booked'))
  const [row] = await until('the edit is a version', async () => {
    const { rows } = await versions()
    return rows.length === 2 && rows
  })
  expect(row).toMatchObject({ author: 'файл на диске', changed: ['unit.yaml'], effect: null, isCurrent: true })
  const { db } = world.hub.hub
  await until(
    'units were read by it',
    async () => (await db.selectFrom('unit').select('ref').where('status', '=', 'free').execute()).length === 0,
    20,
  )
}, 30_000)

test('an editor that empties the file before it writes it raises no alarm', async () => {
  const before = (await versions()).rows.length
  writeFileSync(file, '')
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(await attention()).toEqual([])
  const whole = `${unit}# записано в два приёма\n`
  writeFileSync(`${file}.swp`, whole)
  renameSync(`${file}.swp`, file)
  await until('the whole text is in use', () => world.hub.hub.mappings.files['unit.yaml'] === whole)
  expect((await versions()).rows.length).toBe(before + 1)
  expect(await attention()).toEqual([])
}, 30_000)

test('a broken edit leaves the working text in use, and the desktop says which line of which file is wrong; mended, it is gone', async () => {
  const good = world.hub.hub.mappings.files['unit.yaml']
  writeFileSync(file, unit.replace('path: Статус', 'path: Стутас'))
  const [row] = await until('the desktop tells of it', async () => {
    const rows = await attention()
    return rows.length > 0 && rows
  })
  expect(row?.title).toContain('unit.yaml')
  expect(row?.reason).toMatch(/Строка \d+: .*Стутас.*Работает прежний текст/)
  expect(world.hub.hub.mappings.files['unit.yaml']).toBe(good)
  expect(world.hub.hub.mappings.of('unit')).not.toBeNull()
  expect((await versions()).held).toMatchObject([{ file: 'unit.yaml', isReplaced: true }])

  // The same after a restart: the last good text is kept with the versions.
  writeFileSync(file, 'from: [')
  await world.restart()
  await world.hub.firstTry
  admin = await signIn(world.hub, 'admin')
  expect(world.hub.hub.mappings.files['unit.yaml']).toBe(good)
  expect((await attention())[0]?.title).toContain('unit.yaml')

  writeFileSync(file, unit)
  await until('the mended text is in use', () => world.hub.hub.mappings.files['unit.yaml'] === unit)
  expect(await attention()).toEqual([])
}, 40_000)

test('a file that is taken away leaves a row on the desktop until it is back', async () => {
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  const [row] = await until('the desktop tells', async () => {
    const rows = await attention()
    return rows.length > 0 && rows
  })
  expect(row?.title).toBe('Помещения больше не читаются из 1С')
  expect(row?.reason).toContain('Файла соответствий для них нет.')
  writeFileSync(file, text)
  await until('the row is gone', async () => (await attention()).length === 0)
}, 30_000)

test('an edit made for the 1C that comes is taken into use as soon as 1C has the name', async () => {
  const text = readFileSync(file, 'utf8')
  const renaming = { set: 'Catalog_Квартиры', from: 'Цена', to: 'ЦенаПродажи' }
  writeFileSync(file, text.replace('path: Цена,', 'path: ЦенаПродажи,'))
  await until('the edit is held back', async () => (await attention()).length > 0, 10)
  world.twin.infobase.restructure(renaming)
  await admin.post('/mappings/sentinel/look')
  await until('it is in use', () => world.hub.hub.mappings.held.length === 0, 10)
  expect(world.hub.hub.mappings.files['unit.yaml']).toContain('ЦенаПродажи')
  world.twin.infobase.restructure({ ...renaming, from: renaming.to, to: renaming.from })
  writeFileSync(file, text)
  await admin.post('/mappings/sentinel/look')
  await until('all is as before', () => world.hub.hub.mappings.files['unit.yaml'] === text, 20)
}, 60_000)

test('a folder that is away for a while takes nothing out of use', async () => {
  const before = (await versions()).rows.length
  renameSync(folder, `${folder}-away`)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(world.hub.hub.mappings.all.length).toBeGreaterThan(5)
  renameSync(`${folder}-away`, folder)
  writeFileSync(file, `${unit}# снова на месте\n`)
  await until(
    'edits are noticed again',
    () => world.hub.hub.mappings.files['unit.yaml']?.endsWith('на месте\n') ?? false,
  )
  expect((await versions()).rows.length).toBe(before + 1)
}, 30_000)
