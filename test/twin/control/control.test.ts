import request from 'supertest'
import { describe, expect, test } from 'vitest'
import { openReceiver } from '../genesys/receiver.ts'
import { started } from '../started.ts'

const client = '/realtor/odata/standard.odata/Catalog_Контрагенты?$top=1&$format=json'
const readClient = (address: string) => request(address).get(encodeURI(client)).auth('exchange', 'exchange')

describe('faults', () => {
  test('are listed with their titles, what they are now and what they are at rest', async () => {
    const twin = await started()
    const { body } = await request(twin.address).get('/control/faults')
    expect(body.map(({ part }: { part: string }) => part)).toEqual(['infobase', 'sms'])
    expect(body[1].faults[0]).toEqual({
      name: 'refuse',
      kind: 'switch',
      title: 'Отклоняет сообщения (код 6)',
      value: false,
      usual: false,
    })
  })

  test('are turned by a partial patch and seen in the state', async () => {
    const twin = await started()
    const patch = { infobase: { latencyMs: 5, failAfterRequests: null }, sms: { noMoney: true } }
    expect((await request(twin.address).patch('/control/faults').send(patch)).status).toBe(200)
    expect(twin.infobase.faults.latencyMs).toBe(5)
    expect(twin.sms.faults.noMoney).toBe(true)
    const { body } = await request(twin.address).get('/control/state')
    expect(body.faults).toEqual([
      { part: 'infobase', name: 'latencyMs', title: expect.any(String), value: 5 },
      { part: 'sms', name: 'noMoney', title: expect.any(String), value: true },
    ])
  })

  test('an unknown name or a value of the wrong kind is refused and nothing changes', async () => {
    const twin = await started()
    const before = JSON.stringify([twin.infobase.faults, twin.sms.faults])
    const patches = [
      { infobase: { broken: true } },
      { infobase: { down: 'yes' } },
      { sms: { slowMs: -1 } },
      { weather: {} },
    ]
    for (const patch of patches) {
      const { status, body } = await request(twin.address).patch('/control/faults').send(patch)
      expect(status).toBe(400)
      expect(body.error).toMatch(/^Переключатели не изменены/)
    }
    expect(JSON.stringify([twin.infobase.faults, twin.sms.faults])).toBe(before)
  })
})

test('an unknown scene and an unknown path answer 404 with what there is', async () => {
  const twin = await started()
  const scene = await request(twin.address).post('/control/scenes/party')
  expect(scene.status).toBe(404)
  expect(scene.body.known).toContain('play-call-new-caller')
  const path = await request(twin.address).get('/control/weather')
  expect(path.status).toBe(404)
  expect(path.body.error).toContain('GET state')
})

test('a call scene is played to the hub and says how the hub took it', async () => {
  const hub = await openReceiver()
  const twin = await started({ TWIN_HUB_URL: hub.url })
  const { body } = await request(twin.address).post('/control/scenes/play-call-known-client').send({})
  expect(body.text).toMatch(/^Звонок «Известный клиент», \+7.*хаб принял все сообщения: 9$/)
  expect(hub.received).toHaveLength(9)
  const { body: state } = await request(twin.address).get('/control/state')
  expect(state.calls[0]).toMatchObject({ scene: 'known-client', reports: 9, refused: 0 })
})

test('the infobase goes away and comes back by scenes, and the state says so', async () => {
  const twin = await started()
  await request(twin.address).post('/control/scenes/maintenance-on')
  expect((await readClient(twin.address)).status).toBe(403)
  await request(twin.address).post('/control/scenes/infobase-down')
  await expect(readClient(twin.address)).rejects.toThrow()
  expect((await request(twin.address).get('/control/state')).body.infobase.outage).toMatch(/недоступен/)
  await request(twin.address).post('/control/scenes/infobase-up')
  expect((await readClient(twin.address)).status).toBe(200)
})

test('what the infobase was asked is listed newest first, decoded', async () => {
  const twin = await started()
  await readClient(twin.address)
  const { body } = await request(twin.address).get('/control/requests')
  expect(body[0]).toMatchObject({ method: 'GET', status: 200, url: expect.stringContaining('Catalog_Контрагенты') })
})
