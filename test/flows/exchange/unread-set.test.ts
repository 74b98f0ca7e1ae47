import { afterAll, beforeAll, expect, test } from 'vitest'
import { odata, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

test('a set the exchange user may not read keeps back nothing else, and the desktop says so', async () => {
  world.twin.infobase.faults.denied = ['Document_Бронирование']
  const admin = await signIn(world.hub, 'admin')
  const { hub } = world.hub
  const now = new Date().toISOString()
  await hub.db.insertInto('state').values({ name: 'pull.wanted', value: now, updatedAt: now }).execute()
  hub.poke()
  const row = await until('the desktop names what is not read', async () => {
    const rows = (await admin.get('/desktop')).data.attention as { id: string; reason: string }[]
    return rows.find((one) => one.id === 'unread:booking')
  })
  expect(row.reason).toMatch(/роль|прав/i)
  const onec = odata(world.twin)
  const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна'")
  const ref = String(unit?.Ref_Key)
  await onec.patch('Catalog_Квартиры', ref, { Статус: 'ВЗалоге' })
  await until('changes go on coming', async () => (await admin.get(`/units/${ref}`)).data.status === 'pledged')
})
