import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import { odata, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
let world: World

/** Units as an HTTP service of the configuration hands them out: only those for sale, without a version. */
const unitsOverHttp = `
from: { http: /hs/realtor/v1/units/free, rows: units }
to: unit
fields:
  ref: ref
  code: code
  buildingRef: houseRef
  kind: { path: kind, values: {}, default: apartment }
  floor: floor
  number: number
  rooms: rooms
  areaTotal: area
  status: { path: status, values: {}, default: free }
  price: price
`

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  writeFileSync(join(folder, 'unit.yaml'), unitsOverHttp)
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const db = () => world.hub.hub.db
const check = async (heal = false) => {
  const certificate = await verify(world.hub.hub, { cause: 'cli', heal, alone: false })
  if (!certificate) throw new Error('another comparison was under way')
  return certificate
}
const unitsAlive = () => db().selectFrom('unit').selectAll().where('deleted', '=', 0).execute()
const freeInOnec = async () =>
  (await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'Свободна' and DeletionMark eq false")).map((unit) =>
    String(unit.Ref_Key),
  )

test('an entity read from a service is compared with that service, and a row the hub lost is named and back', async () => {
  const free = await freeInOnec()
  const units = await unitsAlive()
  expect(units.map(({ ref }) => ref).sort()).toEqual(free.toSorted())
  expect(await check()).toMatchObject({ verdict: 'clean', gaps: [] })

  const [lost] = units
  await db().deleteFrom('unit').where('ref', '=', String(lost?.ref)).execute()
  const { verdict, gaps } = await check()
  expect(verdict).toBe('healed')
  expect(gaps).toMatchObject([{ entity: 'unit', ref: lost?.ref, kind: 'missing_here', state: 'healed' }])
  expect(gaps[0]?.text).toContain('пропала в самом хабе')
  const back = (await unitsAlive()).find(({ ref }) => ref === lost?.ref)
  const { number, price, status, dataVersion } = lost ?? {}
  expect(back).toMatchObject({ number, price, status, dataVersion })
  expect(await check()).toMatchObject({ verdict: 'clean', gaps: [] })
})

test('what the service no longer hands out leaves the mirror with the next exchange', async () => {
  const [sold] = await freeInOnec()
  await odata(world.twin).patch('Catalog_Квартиры', String(sold), { Статус: 'Продана' })
  world.hub.hub.poke()
  await until('the unit is gone here', async () => (await unitsAlive()).every(({ ref }) => ref !== sold))
  expect(await check()).toMatchObject({ verdict: 'clean', gaps: [] })
})
