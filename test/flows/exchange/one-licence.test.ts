import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Link } from '../../../src/web/api/contract.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ ONEC_SESSIONS: '1' })
  world.twin.infobase.faults.licences = 1
}, 60_000)
afterAll(() => world.stop())

const call = (uuid: string, ani: string) =>
  hook(world.hub, '/hooks/genesys/engage', { calluuid: uuid, ani, dnis: '+74950000101', state: 'Ringing' })

const written = (uuid: string) =>
  until(`call ${uuid} is in 1C`, async () => {
    const found = await odata(world.twin).list('Document_ТелефонныйЗвонок', `ВнешнийКод eq 'engage:${uuid}'`)
    return found.length === 1
  })

const link = async (): Promise<Link> => {
  const admin = await signIn(world.hub, 'admin')
  return (await admin.get('/link')).data
}

/** The test looks into 1C on its own, which needs a licence too. */
const alone = <T>(work: () => Promise<T>): Promise<T> => {
  world.twin.infobase.faults.licences = null
  return work().finally(() => {
    world.twin.infobase.faults.licences = 1
  })
}

test('with one licence calls are written while the whole base is read', async () => {
  const admin = await signIn(world.hub, 'admin')
  expect((await admin.post('/pull')).status).toBeLessThan(300)
  const uuids = ['ONE1', 'ONE2', 'ONE3']
  await Promise.all(uuids.map((uuid, n) => call(uuid, `+7999778000${n}`)))
  await until('all calls are settled', async () => {
    const rows = await world.hub.hub.db.selectFrom('call').selectAll().where('callKey', 'in', uuids).execute()
    return rows.length === 3 && rows.every(({ onecState }) => onecState === 'written')
  })
  expect(world.twin.infobase.requests.list().filter(({ status }) => status >= 500)).toEqual([])
  expect((await link()).sessions).toMatchObject({ limit: 1 })
  await alone(() => written('ONE1'))
})

test('a base shut for maintenance is waited for, calls are taken meanwhile, and work goes on by itself', async () => {
  const { infobase } = world.twin
  infobase.faults.maintenance = true
  infobase.sessions.dropAll()
  expect((await call('ONE4', '+79997780009')).status).toBeLessThan(300)
  const away = await until('the desktop says so', async () => {
    const seen = await link()
    return seen.state === 'offline' && seen.pausedUntil !== null ? seen : null
  })
  expect(away.text).toContain('закрыта на обслуживание, обмен продолжится сам')
  infobase.faults.maintenance = false
  await until('the exchange goes on', async () => (await link()).state === 'online', 20)
  await until(
    'the call is settled',
    async () => {
      const row = await world.hub.hub.db.selectFrom('call').selectAll().where('callKey', '=', 'ONE4').executeTakeFirst()
      return row?.onecState === 'written'
    },
    20,
  )
}, 45_000)
