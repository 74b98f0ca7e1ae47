import { BasicAuthSecurity, createClientAsync } from 'soap'
import request from 'supertest'
import { expect, test } from 'vitest'
import { rowsIn, textIn } from '../../../../src/twin/infobase/record.ts'
import { started } from '../../started.ts'

const login = ['exchange', 'exchange'] as const

test('the demo base answers over HTTP who calls, what is free, and takes errands', async () => {
  const { address, infobase } = await started()
  const service = (path: string) =>
    request(address)
      .get(`/realtor/hs/realtor/v1${path}`)
      .auth(...login)
  expect((await service('/ping')).text).toBe('OK')
  const client = infobase.find('Catalog_Контрагенты', (record) => rowsIn(record, 'КонтактнаяИнформация').length > 0)
  const phone = String(rowsIn(client ?? {}, 'КонтактнаяИнформация')[0]?.НомерТелефона)
  const found = await service(`/clients/${encodeURIComponent(phone)}`)
  expect(found.body).toMatchObject({ ref: client?.Ref_Key, name: client?.Description })
  expect((await service('/clients/+79990000000')).status).toBe(404)
  const [house] = infobase.list('Catalog_Дома')
  const { count, units } = (await service(`/units/free?house=${textIn(house ?? {}, 'Code')}`)).body
  expect(count).toBe(units.length)
  expect(units[0]).toMatchObject({ house: house?.Description, price: expect.any(Number) })
  const errands = () =>
    request(address)
      .post('/realtor/hs/realtor/v1/errands')
      .auth(...login)
  const created = await errands().send({ title: 'Перезвонить', due: '2026-11-25T10:00:00' })
  expect(created.status).toBe(201)
  expect(infobase.get('BusinessProcess_Поручение', created.body.ref)).toMatchObject({ Started: true })
  expect((await errands().send({ title: '' })).status).toBe(500)
})

test('the demo base answers the same over SOAP, to whose role has the service', async () => {
  const { address, infobase } = await started()
  const wsdl = `${address}/realtor/ws/realtor.1cws?wsdl`
  const authorization = `Basic ${Buffer.from(login.join(':')).toString('base64')}`
  const options = { disableCache: true, handleNilAsNull: true }
  const client = await createClientAsync(wsdl, { ...options, wsdl_headers: { Authorization: authorization } })
  client.setSecurity(new BasicAuthSecurity(...login))
  expect((await client.PingAsync({}))[0]).toEqual({ return: 'OK' })
  const [{ return: list }] = await client.FreeUnitsAsync({ HouseCode: null })
  const free = infobase.list('Catalog_Квартиры').filter(({ Статус }) => Статус === 'Свободна')
  expect(list.Unit).toHaveLength(free.length)
  expect((await client.ClientByPhoneAsync({ Phone: '+7 999 000 00 00' }))[0]).toEqual({ return: null })
  await expect(client.ClientByPhoneAsync({ Phone: '123' })).rejects.toThrow('Номер телефона «123» неполный')
  expect((await request(wsdl).get('').auth('operator', 'demo')).status).toBe(403)
})

test('an operator sees the cards of people and is refused those of companies', async () => {
  const { address } = await started()
  const clients = `/realtor/odata/standard.odata/${encodeURIComponent('Catalog_Контрагенты')}`
  const ask = (query: string) => request(address).get(`${clients}/$count${query}`).auth('operator', 'demo')
  expect((await ask('')).status).toBe(401)
  expect(Number((await ask('?allowedOnly=true')).text)).toBeGreaterThan(5000)
})

test('a saved $metadata makes another base under another name', async () => {
  const twin = await started({
    TWIN_METADATA: 'test/fixtures/1c/metadata/small-2016.edmx.xml',
    TWIN_BASE: 'mine',
    TWIN_RECORDS: '3',
  })
  const acts = encodeURIComponent('Document_АктВыполненныхРабот')
  const { body } = await request(twin.address)
    .get(`/mine/odata/standard.odata/${acts}?$format=json`)
    .auth(...login)
  expect(body.value).toHaveLength(3)
  const scene = await request(twin.address).post('/control/scenes/sell-flat').send({})
  expect(scene.status).not.toBe(500)
  expect((await request(twin.address).get('/control/state')).body.infobase).toMatchObject({
    name: 'mine',
    sessions: { pooled: 1, explicit: 0, busy: 0, waiting: 0 },
  })
})

test('switches of TWIN_FAULTS stand from the start', async () => {
  const twin = await started({ TWIN_FAULTS: '{"infobase":{"maintenance":true,"maintenanceText":"До вечера"}}' })
  const answer = await request(twin.address)
    .get('/realtor/hs/realtor/v1/ping')
    .auth(...login)
  expect([answer.status, answer.text.includes('До вечера')]).toEqual([403, true])
})
