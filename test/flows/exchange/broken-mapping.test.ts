import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { odata, signIn, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
const file = join(folder, 'unit.yaml')
let world: World
let whole: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  whole = readFileSync(file, 'utf8')
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a file mistyped while the hub was down leaves the text before in use, tells of it, and the mended file is read by', async () => {
  const onec = odata(world.twin)
  const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна' and ВидПомещения eq 'Квартира'")
  const ref = String(unit?.Ref_Key)
  const admin = await signIn(world.hub, 'admin')
  expect((await admin.get(`/units/${ref}`)).data.status).toBe('free')

  writeFileSync(file, whole.replace('path: Статус', 'path: Стутас'))
  await world.restart()
  await world.hub.firstTry
  const again = await signIn(world.hub, 'admin')
  const row = await until('the desktop names the file', async () => {
    const rows = (await again.get('/desktop')).data.attention as { kind: string; title: string; reason: string }[]
    return rows.find((one) => one.kind === 'broken_mapping')
  })
  expect(`${row.title} ${row.reason}`).toMatch(/unit\.yaml.*Стутас.*«Статус»/s)
  await onec.patch('Catalog_Квартиры', ref, { Цена: 9_990_000, Статус: 'Забронирована' })
  await until('the unit is as 1C has it', async () => (await again.get(`/units/${ref}`)).data.status === 'booked', 20)

  writeFileSync(file, whole.replace('Забронирована: booked', 'Забронирована: sold'))
  await world.restart()
  const mended = await signIn(world.hub, 'admin')
  await until('the unit is read by it', async () => (await mended.get(`/units/${ref}`)).data.status === 'sold', 20)
}, 60_000)

test('a file that never was good is out of use and told of; the others work, and mended it is read by at once', async () => {
  writeFileSync(file, whole.replace('path: Статус', 'path: Стутас'))
  const other = await startWorld({ HUB_MAPPINGS: folder })
  try {
    const admin = await signIn(other.hub, 'admin')
    const row = await until('the desktop names the file', async () => {
      const rows = (await admin.get('/desktop')).data.attention as { kind: string; title: string; reason: string }[]
      return rows.find((one) => one.kind === 'broken_mapping')
    })
    expect(`${row.title} ${row.reason}`).toMatch(/unit\.yaml.*Стутас.*«Статус»/s)
    const counts = async () =>
      Object.fromEntries(
        ((await admin.get('/link')).data.counts as { entity: string; count: number }[]).map((one) => [
          one.entity,
          one.count,
        ]),
      )
    await until('the others are read', async () => ((await counts()).client ?? 0) > 0, 20)
    expect((await counts()).unit).toBe(0)
    writeFileSync(file, whole)
    await until('units are read', async () => ((await counts()).unit ?? 0) > 0, 20)
  } finally {
    await other.stop()
  }
}, 60_000)
