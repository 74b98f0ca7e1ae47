import { expect, test } from 'vitest'
import { defaultFaults, faultDescriptions } from '../../../src/twin/infobase/faults.ts'
import { publish } from './published.ts'
import { goods, seedShop, shop, tea } from './shop.ts'

const published = () => publish({ configuration: shop, seed: seedShop })
const json = { $format: 'json' }
const teaUrl = `/${goods}(guid'${tea}')`

test('every switch has a Russian title and each title a switch', () => {
  expect(faultDescriptions.map(({ name }) => name).sort()).toEqual(Object.keys(defaultFaults).sort())
  for (const { title } of faultDescriptions) expect(title).toMatch(/[а-я]/)
})

test('an infobase that is down cuts the connection, and answers again when it is up', async () => {
  const { ask, base } = await published()
  base.faults.down = true
  await expect(ask(`/${goods}`)).rejects.toThrow()
  expect(base.requests.list().at(-1)).toMatchObject({ method: 'GET', status: 0 })
  base.faults.down = false
  expect((await ask(`/${goods}`)).status).toBe(200)
})

test('after the given number of requests it goes down', async () => {
  const { ask, base } = await published()
  base.faults.failAfterRequests = 2
  expect([(await ask('')).status, (await ask('')).status]).toEqual([200, 200])
  await expect(ask('')).rejects.toThrow()
  expect(base.faults).toMatchObject({ down: true, failAfterRequests: null })
})

test('a lost answer is a write that was done', async () => {
  const { ask, base } = await published()
  base.faults.loseAnswers = 1
  expect((await ask(teaUrl)).status).toBe(200)
  await expect(ask(teaUrl, json, { method: 'PATCH', body: { Вес: 7 } })).rejects.toThrow()
  expect(base.get(goods, tea)).toMatchObject({ Вес: 7, DataVersion: 'AAAAAAAAAAE=' })
  expect((await ask(teaUrl, json, { method: 'PATCH', body: { Вес: 8 } })).status).toBe(200)
})

test('during maintenance the platform answers 403 in JSON of its own', async () => {
  const { ask, base } = await published()
  base.faults.maintenance = true
  const answer = await ask(`/${goods}`)
  expect([answer.status, answer.type]).toEqual([403, 'application/json;charset=utf-8'])
  expect(answer.json()).toMatchObject({
    '#exception': '{http://v8.1c.ru/8.2/virtual-resource-system}Exception',
    exception: {
      reason: 403,
      inner: { descr: expect.stringContaining('Начало сеанса с информационной базой запрещено.') },
    },
  })
})

test('without a licence the text says so', async () => {
  const { ask, base } = await published()
  base.faults.licence = true
  const answer = await ask(`/${goods}`, json)
  expect(answer.status).toBe(500)
  expect(answer.text).toContain('Не обнаружено свободной лицензии!')
})

test('a failure of the web server is a page and no OData', async () => {
  const { ask, base } = await published()
  base.faults.html500 = true
  const answer = await ask(`/${goods}`, json)
  expect([answer.status, answer.type]).toEqual([500, 'text/html;charset=utf-8'])
  expect(answer.text).toContain('<title>1C:Enterprise 8 application error</title>')
  expect(answer.text).toContain('by reason:')
})

test('a delay is kept by every answer, the delay of a new session by the first', async () => {
  const { ask, base } = await published()
  base.faults.latencyMs = 30
  base.faults.firstRequestMs = 300
  await ask('')
  await ask('')
  const [first, second] = base.requests.list()
  expect(first?.ms).toBeGreaterThanOrEqual(329)
  expect(second?.ms).toBeGreaterThanOrEqual(29)
  expect(second?.ms).toBeLessThan(329)
})

test('behind IIS a segment of more than 260 characters is an invalid URL', async () => {
  const { ask, base } = await published()
  const long = `/InformationRegister_Цены/SliceLast(Condition='${'Цена gt 1 and '.repeat(20)}Цена gt 1')`
  expect((await ask(long, json)).status).toBe(200)
  base.faults.pathLimit = true
  const answer = await ask(long, json)
  expect(answer.status).toBe(400)
  expect(answer.text).toContain('Bad Request - Invalid URL')
})

test('what is no published interface or service is not found', async () => {
  const { root } = await published()
  const headers = { Authorization: `Basic ${Buffer.from('exchange:exchange').toString('base64')}` }
  for (const path of ['/hs/exchange/ping', '/ws/hub.1cws?wsdl', '/odata/standard.odatа', '/']) {
    const answer = await fetch(root.replace('/odata/standard.odata', path), { headers })
    expect([answer.status, answer.statusText]).toEqual([404, 'Not found'])
    expect(await answer.text()).toContain('HTTP: Not found')
  }
})

test('requests are remembered decoded, writes with their body, five hundred at most', async () => {
  const { ask, base } = await published()
  await ask(teaUrl, { ...json, $select: 'Вес' })
  await ask(teaUrl, json, { method: 'PATCH', body: { Вес: 7 } })
  const [read, write] = base.requests.list()
  expect(read).toMatchObject({
    method: 'GET',
    url: `/test/odata/standard.odata${teaUrl}?$format=json&$select=Вес`,
    status: 200,
  })
  expect(read).not.toHaveProperty('body')
  expect(write).toMatchObject({ method: 'PATCH', status: 200, body: '{"Вес":7}' })
  for (let index = 0; index < 510; index += 1)
    base.requests.add({ at: new Date(), method: 'GET', url: String(index), status: 200, ms: 0 })
  expect(base.requests.list()).toHaveLength(500)
  expect(base.requests.list().at(-1)?.url).toBe('509')
})

test('a broken percent sequence is a bad request', async () => {
  const { root } = await published()
  const headers = { Authorization: `Basic ${Buffer.from('exchange:exchange').toString('base64')}` }
  const answer = await fetch(`${root}/Catalog_X?$format=json&$filter=%D0%ZZ`, { headers })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('<m:code>2</m:code>')
})
