import { expect, test } from 'vitest'
import { type Published, publish } from './published.ts'
import { goods, seedShop, shop, tea } from './shop.ts'

const published = () => publish({ configuration: shop, seed: seedShop })
const json = { $format: 'json' }

function asking({ ask }: Published) {
  return (headers: Record<string, string> = {}) => ask(`/${goods}`, json, { headers })
}

const cookieOf = (answer: { headers: Headers }) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

test('IBSession: start answers a cookie, the cookie names the session, finish ends it', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  const started = await ask({ IBSession: 'start' })
  const cookie = cookieOf(started)
  expect(cookie).toMatch(/^ibsession=[\w-]{36}$/)
  expect((await ask({ Cookie: cookie })).status).toBe(200)
  expect(shopped.base.sessions.state()).toMatchObject({ explicit: 1, pooled: 0 })
  const finished = await ask({ Cookie: cookie, IBSession: 'finish' })
  expect([finished.status, cookieOf(finished)]).toEqual([200, 'ibsession='])
  const late = await ask({ Cookie: cookie })
  expect(late.status).toBe(404)
  expect(late.text).toContain('Сеанс отсутствует или удален')
})

test('requests with one cookie run one after the other, in the order they came', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  shopped.base.faults.latencyMs = 40
  const startedAt = performance.now()
  const answers = await Promise.all([1, 2, 3].map(() => ask({ Cookie: cookie })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115)
})

test('a session nobody used for its whole age is gone', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  shopped.base.faults.sessionMaxAgeMs = 0
  expect((await ask({ Cookie: cookie })).status).toBe(404)
})

test.each([400, 404, 500] as const)(
  'a session lost on demand answers %i once, and the cookie stays dead',
  async (status) => {
    const shopped = await published()
    const ask = asking(shopped)
    const cookie = cookieOf(await ask({ IBSession: 'start' }))
    Object.assign(shopped.base.faults, { loseSessions: 1, lostSessionStatus: status })
    const lost = await ask({ Cookie: cookie })
    expect(lost.status).toBe(status)
    expect(lost.text).toContain('Сеанс отсутствует или удален')
    expect((await ask({ Cookie: cookie })).status).toBe(status)
    expect((await ask()).status).toBe(200)
  },
)

test('requests that wait for a session which is lost meanwhile all learn of it', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  shopped.base.faults.latencyMs = 50
  const waiting = [1, 2, 3].map(() => ask({ Cookie: cookie }))
  while (shopped.base.sessions.state().waiting < 2) await new Promise((resolve) => setImmediate(resolve))
  shopped.base.sessions.dropAll()
  expect((await Promise.all(waiting)).map(({ status }) => status).sort()).toEqual([200, 404, 404])
  const again = cookieOf(await ask({ IBSession: 'start' }))
  const others = [1, 2, 3].map(() => ask({ Cookie: again }))
  while (shopped.base.sessions.state().waiting < 2) await new Promise((resolve) => setImmediate(resolve))
  shopped.base.faults.loseSessions = 1
  const lost = ask({ Cookie: again })
  expect((await Promise.all([...others, lost])).map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
})

test('a cookie of another user names nothing', async () => {
  const shopped = await publish({
    configuration: shop,
    users: [
      { name: 'exchange', password: 'exchange' },
      { name: 'other', password: 'other' },
    ],
  })
  const cookie = cookieOf(await asking(shopped)({ IBSession: 'start' }))
  const answer = await shopped.ask(`/${goods}`, json, { user: 'other', password: 'other', headers: { Cookie: cookie } })
  expect(answer.status).toBe(404)
})

test('a publication without sessions neither sets a cookie nor looks at one', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  shopped.base.faults.sessionCookies = false
  const answer = await ask({ IBSession: 'start', Cookie: 'ibsession=anything' })
  expect([answer.status, cookieOf(answer)]).toEqual([200, ''])
})

test('without a cookie one pooled session is used again and again; with dontuse each request has its own', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  await ask()
  await ask()
  expect(shopped.base.sessions.state()).toEqual({ pooled: 1, explicit: 0, busy: 0, waiting: 0 })
  const other = await published()
  Object.assign(other.base.faults, { reuseSessions: 'dontuse', firstRequestMs: 20 })
  await asking(other)()
  await asking(other)()
  expect(other.base.sessions.state()).toMatchObject({ pooled: 0 })
  expect(other.base.requests.list().every(({ ms }) => ms >= 19)).toBe(true)
})

test('with use a session is kept for the cookie that asked for it, and for nobody else', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  shopped.base.faults.reuseSessions = 'use'
  await ask()
  expect(shopped.base.sessions.state()).toMatchObject({ pooled: 0, explicit: 0 })
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  expect((await ask({ Cookie: cookie })).status).toBe(200)
  expect(shopped.base.sessions.state()).toMatchObject({ pooled: 0, explicit: 1 })
})

test('requests beyond the pool wait their turn, and beyond poolTimeout they are 406', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  Object.assign(shopped.base.faults, { poolSize: 2, latencyMs: 40 })
  const patient = await Promise.all([1, 2, 3, 4].map(() => ask()))
  expect(patient.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  Object.assign(shopped.base.faults, { poolTimeoutMs: 5, latencyMs: 80 })
  const hurried = await Promise.all([1, 2, 3].map(() => ask()))
  expect(hurried.map(({ status }) => status).sort()).toEqual([200, 200, 406])
  const refused = hurried.find(({ status }) => status === 406)
  expect(refused?.text).toContain('Истекло время ожидания сеанса')
})

test('a session beyond the licences is not started, and the text says which licence is missing', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  shopped.base.faults.licences = 1
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  const second = await ask({ IBSession: 'start' })
  expect(second.status).toBe(500)
  expect(second.text).toContain('Не обнаружено свободной лицензии!')
  Object.assign(shopped.base.faults, { licenceText: 'key', licenceStatus: 402 })
  const pooled = await ask()
  expect(pooled.status).toBe(402)
  expect(pooled.text).toContain('Не найдена лицензия. Не обнаружен ключ защиты программы')
  await ask({ Cookie: cookie, IBSession: 'finish' })
  expect((await ask()).status).toBe(200)
})

test('only the request that starts a session is slow, and it is slow again after idleness', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  shopped.base.faults.firstRequestMs = 60
  await ask()
  await ask()
  shopped.base.faults.sessionMaxAgeMs = 0
  await ask()
  const [first, second, third] = shopped.base.requests.list().map(({ ms }) => ms)
  expect(first).toBeGreaterThanOrEqual(59)
  expect(second).toBeLessThan(59)
  expect(third).toBeGreaterThanOrEqual(59)
})

test('maintenance says what the administrator wrote, and ends the sessions there were', async () => {
  const shopped = await published()
  const ask = asking(shopped)
  const cookie = cookieOf(await ask({ IBSession: 'start' }))
  Object.assign(shopped.base.faults, { maintenance: true, maintenanceText: 'До 14:00 обновляем базу' })
  const answer = await ask({ Cookie: cookie })
  expect(answer.status).toBe(403)
  expect(answer.text).toContain('Начало сеанса с информационной базой запрещено.\\nДо 14:00 обновляем базу')
  shopped.base.faults.maintenance = false
  expect((await ask({ Cookie: cookie })).status).toBe(404)
})

test('the bodies of the platform may be XML', async () => {
  const shopped = await published()
  Object.assign(shopped.base.faults, { maintenance: true, platformXml: true })
  const answer = await asking(shopped)()
  expect([answer.status, answer.type]).toEqual([403, 'application/xml;charset=utf-8'])
  expect(answer.text).toContain('clsid="580392e6-ba49-4280-ac67-fcd6f2180121" reason="403"')
  expect(answer.text).toContain('Начало сеанса с информационной базой запрещено.')
})

test('a write lost before it was done leaves everything as it was', async () => {
  const { ask, base } = await published()
  base.faults.loseRequests = 1
  await expect(ask(`/${goods}(guid'${tea}')`, json, { method: 'PATCH', body: { Вес: 7 } })).rejects.toThrow()
  expect(base.get(goods, tea)).toMatchObject({ Вес: 100 })
  expect((await ask(`/${goods}(guid'${tea}')`, json, { method: 'PATCH', body: { Вес: 8 } })).status).toBe(200)
})
