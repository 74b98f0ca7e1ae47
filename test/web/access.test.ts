import axios from 'axios'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { roles } from '../../src/model/role.ts'
import { routes } from '../../src/web/api/routes.ts'
import { addPerson } from '../../src/web/auth/people.ts'
import { signIn, startLonelyHub } from '../world.ts'

let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
  for (const role of roles) {
    await addPerson(
      hub.hub.db,
      { login: role, name: 'Проверка Ролей', role, password: 'demo-demo' },
      new Date().toISOString(),
    )
  }
})
afterAll(() => hub.stop())

/** A path of the route with parameters that fit and name nothing. */
const fill = (path: string) =>
  path
    .replace(':ref', '5f0c0a52-0000-4000-8000-000000000001')
    .replace(':traceId', 'no-such-trace')
    .replace(':id', 'job:none')
    .replace(':action', 'retry')

test('every route answers exactly the roles of its row, and nobody who has not signed in', async () => {
  const anyone = { validateStatus: () => true, headers: { 'X-Requested-With': 'realtor-hub' } }
  for (const route of routes) {
    const url = `${hub.address}/api${fill(route.path)}`
    const answer = route.method === 'get' ? await axios.get(url, anyone) : await axios.post(url, {}, anyone)
    expect(`${route.path} ${answer.status}`).toBe(`${route.path} 401`)
  }
  for (const role of roles) {
    const person = await signIn(hub, role, 'demo-demo')
    for (const route of routes) {
      const answer = await (route.method === 'get' ? person.get(fill(route.path)) : person.post(fill(route.path)))
      const allowed = route.roles.includes(role)
      expect(`${role} ${route.path} ${answer.status === 403 ? 'denied' : 'allowed'}`).toBe(
        `${role} ${route.path} ${allowed ? 'allowed' : 'denied'}`,
      )
      if (answer.status === 200) expect(route.output.safeParse(answer.data).error).toBeUndefined()
    }
  }
})

test('a request from another site is refused though it brings the cookie', async () => {
  const { cookie } = await signIn(hub, 'admin', 'demo-demo')
  const answer = await axios.post(
    `${hub.address}/api/pull`,
    {},
    { headers: { Cookie: cookie }, validateStatus: () => true },
  )
  expect(answer.status).toBe(403)
})

test('after signing out the cookie opens nothing', async () => {
  const person = await signIn(hub, 'admin', 'demo-demo')
  expect((await person.get('/me')).status).toBe(200)
  await person.post('/logout')
  expect((await person.get('/me')).status).toBe(401)
})

test('the cookie itself is not in the database', async () => {
  const { cookie } = await signIn(hub, 'admin', 'demo-demo')
  const rows = await hub.hub.db.selectFrom('session').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(cookie.split('=')[1])
})

test('a wrong password and an unknown login get the same answer, and the eleventh try has to wait', async () => {
  const wrong = await signIn(hub, 'sales', 'nope')
  const unknown = await signIn(hub, 'nobody', 'nope')
  expect(wrong.answer.status).toBe(401)
  expect(unknown.answer.data).toEqual(wrong.answer.data)
  for (let tries = 1; tries < 10; tries++) await signIn(hub, 'sales', 'nope')
  expect((await signIn(hub, 'sales', 'demo-demo')).answer.status).toBe(429)
})

/** Tries to sign in from an address behind a proxy on this machine; `via` is what the client itself wrote into the header. */
function tryFrom(address: string, body: object, via?: string) {
  const forwarded = via === undefined ? address : `${via}, ${address}`
  const headers = { 'X-Requested-With': 'realtor-hub', 'X-Forwarded-For': forwarded }
  return axios.post(`${hub.address}/api/login`, body, { headers, validateStatus: () => true })
}

test('other spellings of a name bring no further tries, nor does an address made up by the client', async () => {
  for (let tries = 0; tries < 10; tries++)
    expect((await tryFrom('203.0.113.7', { login: 'director', password: 'nope' }, `198.51.100.${tries}`)).status).toBe(
      401,
    )
  for (const login of ['DIRECTOR', ' director', 'Director '])
    expect((await tryFrom('203.0.113.7', { login, password: 'demo-demo' })).status).toBe(429)
  expect((await tryFrom('203.0.113.8', { login: 'Director', password: 'demo-demo' })).status).toBe(200)
})

test('an address that tries one name after the other has to wait, and the others have not', async () => {
  for (let tries = 0; tries < 100; tries++)
    expect((await tryFrom('203.0.113.9', { login: `name-${tries}`, password: '' })).status).toBe(400)
  expect((await tryFrom('203.0.113.9', { login: 'marketing', password: 'demo-demo' })).status).toBe(429)
  expect((await tryFrom('203.0.113.10', { login: 'marketing', password: 'demo-demo' })).status).toBe(200)
})

test('signing in again ends the session it replaces, and never takes over one that the browser came with', async () => {
  const person = await signIn(hub, 'call_center', 'demo-demo')
  const again = await axios.post(
    `${hub.address}/api/login`,
    { login: 'call_center', password: 'demo-demo' },
    { headers: { 'X-Requested-With': 'realtor-hub', Cookie: person.cookie } },
  )
  expect(again.headers['set-cookie']?.[0]).not.toContain(person.cookie)
  expect((await person.get('/me')).status).toBe(401)
})
