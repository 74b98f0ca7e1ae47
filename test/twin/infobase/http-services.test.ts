import { expect, test } from 'vitest'
import type { Configuration, User } from '../../../src/twin/infobase/configuration.ts'
import { jsonResponse, serviceResponse } from '../../../src/twin/infobase/http-services/http-service.ts'
import { exchange, publish } from './published.ts'

const answering = (name: string) => () => serviceResponse(200, name)

const configuration: Configuration = {
  name: 'Сервисы',
  enums: {},
  objects: [
    { kind: 'Catalog', name: 'Записи', synonym: 'Записи', codeLength: 5, descriptionLength: 50, attributes: {} },
  ],
  httpServices: [
    {
      name: 'Обмен',
      rootUrl: 'exchange',
      templates: [
        { name: 'Все', template: '/items/*', methods: { ANY: answering('rest') } },
        {
          name: 'Одна',
          template: '/items/{id}',
          methods: { GET: ({ parameters, query }) => jsonResponse({ id: parameters.id, mark: query.get('mark') }) },
        },
        {
          name: 'Новая',
          template: '/items/new',
          methods: { GET: answering('exact'), POST: ({ body }) => jsonResponse(JSON.parse(body), 201) },
        },
        { name: 'Спор1', template: '/{a}/same', methods: { GET: answering('a') } },
        { name: 'Спор2', template: '/{b}/same', methods: { GET: answering('b') } },
        {
          name: 'Сбой',
          template: '/fail',
          methods: {
            GET: () => {
              throw new Error('Поле объекта не обнаружено (Цена)')
            },
            POST: (_request, base) => {
              base.write('Catalog_Записи', { Description: 'след' })
              throw new Error('Отменено')
            },
            PUT: () => 'строка',
          },
        },
      ],
    },
    {
      name: 'Обмен2',
      rootUrl: 'exchange/v2',
      templates: [{ name: 'Пинг', template: '/ping', methods: { GET: answering('v2') } }],
    },
  ],
}

const users: readonly User[] = [exchange, { name: 'guest', password: 'guest', deniedServices: ['Обмен'] }]

async function published() {
  const { site, base } = await publish({ configuration, users })
  const call = async (path: string, init: RequestInit = {}, login = 'exchange:exchange') => {
    const headers = { Authorization: `Basic ${Buffer.from(login).toString('base64')}`, ...(init.headers as object) }
    const answer = await fetch(`${site}/hs${path}`, { ...init, headers })
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      text: await answer.text(),
      headers: answer.headers,
    }
  }
  return { call, base, site }
}

test.each([
  ['/exchange/items/new', 'exact'],
  ['/exchange/items/a/b', 'rest'],
  ['/exchange/v2/ping', 'v2'],
])('%s is taken by the most exact template', async (path, text) => {
  const { call } = await published()
  expect(await call(path)).toMatchObject({ status: 200, text })
})

test('parameters and the query arrive decoded, a plus in the query being a space', async () => {
  const { call } = await published()
  const { text } = await call(`/exchange/items/${encodeURIComponent('дом 1')}?mark=a+b%20c`)
  expect(JSON.parse(text)).toEqual({ id: 'дом 1', mark: 'a b c' })
})

test.each([
  ['/exchange/nothing', 'GET', 404],
  ['/exchange/Items/new', 'GET', 404],
  ['/other/items/new', 'GET', 404],
  ['/exchange/items/new', 'DELETE', 405],
])('%s by %s answers %i', async (path, method, status) => {
  const { call } = await published()
  expect((await call(path, { method })).status).toBe(status)
})

test('templates that nothing tells apart are an error', async () => {
  const { call } = await published()
  const answer = await call('/exchange/x/same')
  expect(answer.status).toBe(500)
  expect(answer.text).toContain('"Спор1" и "Спор2" неоднозначны')
})

test('an exception is 500 with its text, module and line as a plain body, and undoes what was written', async () => {
  const { call, base } = await published()
  const failed = await call('/exchange/fail')
  expect([failed.status, failed.type]).toEqual([500, 'text/plain; charset=utf-8'])
  expect(failed.text).toMatch(/^\{HTTPСервис\.Обмен\.Модуль\(\d+\)\}: Поле объекта не обнаружено \(Цена\)$/)
  expect((await call('/exchange/fail', { method: 'POST' })).status).toBe(500)
  expect(base.list('Catalog_Записи')).toEqual([])
  expect((await call('/exchange/fail', { method: 'PUT' })).status).toBe(500)
})

test('a body goes to the handler and its answer comes as it is', async () => {
  const { call } = await published()
  const answer = await call('/exchange/items/new', { method: 'POST', body: '{"a":1}' })
  expect(answer).toMatchObject({ status: 201, type: 'application/json; charset=utf-8', text: '{"a":1}' })
})

test('the login, the role and the faults of the platform stand before a service', async () => {
  const { call, base, site } = await published()
  expect((await fetch(`${site}/hs/exchange/items/new`)).status).toBe(401)
  expect((await call('/exchange/items/new', {}, 'guest:guest')).status).toBe(403)
  expect((await call('/exchange/v2/ping', {}, 'guest:guest')).status).toBe(200)
  base.faults.maintenance = true
  expect((await call('/exchange/items/new')).status).toBe(403)
})

test('a session serves services and OData alike', async () => {
  const { call, base } = await published()
  const started = await call('/exchange/items/new', { headers: { IBSession: 'start' } })
  const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await call('/exchange/v2/ping', { headers: { Cookie: cookie } })).status).toBe(200)
  expect(base.sessions.state()).toMatchObject({ explicit: 1 })
})
