import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import type { Attention, Desktop, Link } from '../../../src/web/api/contract.ts'
import { odata, signIn, startWorld, until, type World } from '../../world.ts'

const clients = 'Catalog_Контрагенты'
const units = 'Catalog_Квартиры'
let world: World
let desktop: () => Promise<Desktop>
let link: () => Promise<Link>

beforeAll(async () => {
  world = await startWorld()
  const admin = await signIn(world.hub, 'admin')
  desktop = async () => (await admin.get('/desktop')).data
  link = async () => (await admin.get('/link')).data
}, 60_000)
afterAll(() => world.stop())

const attention = async (kind: Attention['kind']) => (await desktop()).attention.filter((row) => row.kind === kind)
const statusOf = async (ref: string) =>
  (await world.hub.hub.db.selectFrom('unit').select('status').where('ref', '=', ref).executeTakeFirst())?.status

/** Writes a client whose name holds a character that no answer of 1C can carry (1c-odata §7). */
function poison(): string {
  const [client] = world.twin.infobase.list(clients).filter(({ IsFolder }) => IsFolder !== true)
  const ref = String(client?.Ref_Key)
  world.twin.infobase.write(clients, { Ref_Key: ref, Description: 'Клиент \u0002' })
  return ref
}

test('one object that cannot be handed out stops the plan, not the exchange', async () => {
  const { hub } = world.hub
  const poisoned = poison()
  const [blocked] = await until('the desktop tells that the plan is blocked', async () => {
    const rows = await attention('plan_blocked')
    return rows.length > 0 ? rows : null
  })
  expect(blocked).toMatchObject({ title: 'План обмена 1С не отдаёт изменения', action: { name: 'retry' } })
  expect(blocked?.reason).toContain('сравнивая версии')
  expect(await link()).toMatchObject({ state: 'online' })
  expect(await attention('link_down')).toEqual([])

  // The object is named, and everything else goes on arriving.
  await until('the client is listed', async () => {
    const rows = await hub.db.selectFrom('unmapped').selectAll().where('ref', '=', poisoned).execute()
    return rows.length === 1
  })
  const [free] = await odata(world.twin).list(units, "Статус eq 'Свободна'")
  await odata(world.twin).patch(units, String(free?.Ref_Key), { Статус: 'Продана' })
  hub.poke()
  await until('the sale has come', async () => (await statusOf(String(free?.Ref_Key))) === 'sold')
  const certificate = await verify(hub, { cause: 'schedule', heal: false, alone: false })
  expect(certificate?.gaps.map(({ entity, ref, kind }) => ({ entity, ref, kind }))).toEqual([
    { entity: 'client', ref: poisoned, kind: 'unmapped' },
  ])

  // A person may have the plan asked at once; mended in 1C, it works again.
  const admin = await signIn(world.hub, 'admin')
  expect((await admin.post(`/attention/${blocked?.id}/retry`)).status).toBeLessThan(300)
  world.twin.infobase.write(clients, { Ref_Key: poisoned, Description: 'Клиент' })
  // Not every wait of the growing pause has to be sat through; the plan may have been faster.
  await admin.post(`/attention/${blocked?.id}/retry`)
  await until('the plan is no longer blocked', async () => (await attention('plan_blocked')).length === 0, 40)
  const told = await hub.db.selectFrom('journalEntry').select('step').where('step', 'like', 'plan.%').execute()
  expect(told.map(({ step }) => step)).toEqual(['plan.blocked', 'plan.back'])
  await until('the client is read', async () => {
    const rows = await hub.db.selectFrom('unmapped').selectAll().where('ref', '=', poisoned).execute()
    return rows.length === 0
  })
}, 60_000)

test('1C that goes away while the plan is blocked is told as such', async () => {
  const { hub } = world.hub
  const poisoned = poison()
  await until('the plan is blocked again', async () => (await attention('plan_blocked')).length > 0)
  world.twin.infobase.faults.down = true
  await until('the desktop says so', async () => (await link()).state === 'offline')
  world.twin.infobase.write(clients, { Ref_Key: poisoned, Description: 'Клиент' })
  world.twin.infobase.faults.down = false
  await until('the exchange goes on', async () => (await link()).state === 'online', 30)
  await until('the plan works at once', () => hub.link.pause === null && hub.link.state === 'online', 10)
}, 60_000)
