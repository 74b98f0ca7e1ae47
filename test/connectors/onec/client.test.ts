import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openOnec } from '../../../src/connectors/onec/client.ts'
import type { RequestSeen } from '../../../src/connectors/onec/wire.ts'
import { BadInputError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../../src/errors.ts'
import { answer, failureOf, json, odataError, serve } from './server.ts'

const ref = '68c21aea-cd73-11e6-aede-5404a6b4b8ed'

test('a list asks with %20, encoded Cyrillic, JSON and UTF-8 credentials, and drops links', async () => {
  await using fake = await serve((_, response) =>
    answer(response, 200, 'application/json;charset=utf-8', '\ufeff{"value":[{"Code":"1","A@navigationLinkUrl":"x"}]}'),
  )
  const onec = fake.open({ user: 'Обмен', password: 'пароль' })
  const rows = await onec.list('Catalog_Дома', {
    filter: "Description eq 'A+B & C'",
    select: ['Ref_Key', 'Code'],
    orderby: 'Owner_Key,Code',
    top: 10,
    skip: 20,
  })
  expect(rows).toEqual([{ Code: '1' }])
  const [request] = fake.received
  expect(request?.url).toBe(
    `/realtor/odata/standard.odata/${encodeURIComponent('Catalog_Дома')}?$format=json&$filter=Description%20eq%20%27A%2BB%20%26%20C%27&$select=Ref_Key%2CCode&$orderby=Owner_Key%2CCode&$top=10&$skip=20`,
  )
  expect(Buffer.from(request?.headers.authorization?.slice(6) ?? '', 'base64').toString('utf8')).toBe('Обмен:пароль')
})

test('the root is readable and takes an address with or without the OData part', () => {
  const roots = ['http://host/база/', 'http://host/база', 'http://host/база/odata/standard.odata/'].map((url) => {
    const onec = openOnec({ url, user: 'u', password: 'p' })
    onec.close()
    return onec.root
  })
  expect(new Set(roots)).toEqual(new Set(['http://host/база/odata/standard.odata']))
})

test('a count is read past its byte order mark', async () => {
  await using fake = await serve((_, response) => answer(response, 200, 'text/plain', '\ufeff5012'))
  expect(await fake.open().count('Catalog_Дома', 'DeletionMark eq false')).toBe(5012)
  expect(fake.received[0]?.path).toBe('/realtor/odata/standard.odata/Catalog_Дома/$count')
  expect(fake.received[0]?.query.get('$filter')).toBe('DeletionMark eq false')
})

test('an object that is not there is null, a set that is not there an error', async () => {
  await using fake = await serve(({ path }, response) =>
    json(response, path.includes('Нет') ? odataError('8', 'нет набора') : odataError('9', 'нет объекта'), 404),
  )
  const onec = fake.open()
  expect(await onec.get('Catalog_Дома', ref)).toBeNull()
  expect(await failureOf(onec.get('Catalog_Нет', ref))).toMatchObject({ facts: { reason: 'not_published' } })
  expect(fake.received).toHaveLength(2)
})

test('writes send JSON without characters 1C could never give back, actions no body at all', async () => {
  await using fake = await serve((_, response) => json(response, { Ref_Key: ref, Code: '1' }, 201))
  const onec = fake.open()
  expect(await onec.create('Catalog_Дома', { Description: 'а\u0002б' })).toEqual({ Ref_Key: ref, Code: '1' })
  await onec.patch('Catalog_Дома', ref, { Description: 'в' })
  await onec.act('Document_Бронь', ref, 'Post')
  expect(fake.received.map(({ method, path, body }) => [method, path.split('/').slice(4).join('/'), body])).toEqual([
    ['POST', 'Catalog_Дома', '{"Description":"аб"}'],
    ['PATCH', `Catalog_Дома(guid'${ref}')`, '{"Description":"в"}'],
    ['POST', `Document_Бронь(guid'${ref}')/Post`, ''],
  ])
  expect(fake.received[2]?.headers['content-length']).toBe('0')
  expect(fake.received[2]?.query.get('PostingModeOperational')).toBe('false')
})

test('a reference that is none is refused before anything is sent', async () => {
  await using fake = await serve((_, response) => json(response, {}))
  const onec = fake.open()
  for (const call of [
    onec.get('Catalog_Дома', 'x'),
    onec.patch('Catalog_Дома', 'x', {}),
    onec.act('Catalog_Дома', 'x', 'Post'),
  ])
    expect(await failureOf(call)).toBeInstanceOf(BadInputError)
  expect(fake.received).toEqual([])
})

test('a passing failure of a read is tried three times, of a write once', async () => {
  await using fake = await serve((_, response) =>
    answer(response, 503, 'text/html', '<html><title>busy</title></html>'),
  )
  const seen: RequestSeen[] = []
  const onec = fake.open({ onRequest: (request) => seen.push(request) })
  expect(await failureOf(onec.list('Catalog_Дома', { filter: "Телефон eq '79990001122'" }))).toBeInstanceOf(
    UnavailableError,
  )
  expect(await failureOf(onec.create('Catalog_Дома', {}))).toBeInstanceOf(UnavailableError)
  expect(seen.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['GET', 'Catalog_Дома', 503],
    ['GET', 'Catalog_Дома', 503],
    ['GET', 'Catalog_Дома', 503],
    ['POST', 'Catalog_Дома', 503],
  ])
})

test('maintenance is not knocked at', async () => {
  const exception = {
    '#exception': '{http://v8.1c.ru/8.2/virtual-resource-system}Exception',
    exception: {
      reason: 403,
      descr: 'HTTP: Forbidden\nОшибка',
      inner: { descr: 'Начало сеанса с информационной базой запрещено.', inner: { descr: 'Обновление до 18:00' } },
    },
  }
  await using fake = await serve((_, response) => json(response, exception, 403))
  const error = await failureOf(fake.open().list('Catalog_Дома'))
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ facts: { reason: 'maintenance', text: 'Обновление до 18:00', status: 403 } })
  expect(fake.received).toHaveLength(1)
})

test('a read survives a connection lost before and in the middle of the answer', async () => {
  await using fake = await serve((_, response) => {
    if (fake.received.length === 1) return void response.socket?.destroy()
    if (fake.received.length === 2) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
      response.write('{"value":[')
      return void setImmediate(() => response.destroy())
    }
    json(response, { value: [{ Code: '1' }] })
  })
  expect(await fake.open().list('Catalog_Дома')).toEqual([{ Code: '1' }])
  expect(fake.received).toHaveLength(3)
})

test('a write whose answer is lost, late, cut or no answer of 1C has an unknown outcome', async () => {
  const ways = ['lost', 'late', 'cut', 'half', 'html', 'crash', 'empty'] as const
  await using fake = await serve((_, response) => {
    const way = ways[fake.received.length - 1]
    if (way === 'lost') response.socket?.destroy()
    if (way === 'cut') response.writeHead(201, { 'Content-Length': '99' }).write('{', () => response.destroy())
    if (way === 'half') answer(response, 201, 'application/json', '{"Ref_Key":')
    if (way === 'html') answer(response, 200, 'text/html', '<html><title>Вход</title></html>')
    if (way === 'crash') answer(response, 500, 'text/plain', '')
    if (way === 'empty') answer(response, 201, 'application/json', '')
  })
  const onec = fake.open({ timeoutMs: 100 })
  const failures: unknown[] = []
  for (const _ of ways) failures.push(await failureOf(onec.create('Catalog_Дома', { Code: '1' })))
  for (const failure of failures) expect(failure).toBeInstanceOf(UnknownOutcomeError)
  expect(failures.map((failure) => (failure as UnknownOutcomeError).facts.reason)).toEqual([
    'disconnected',
    'timeout',
    'disconnected',
    'garbled',
    'not_1c',
    'crashed',
    'garbled',
  ])
  expect(fake.received).toHaveLength(ways.length)
})

test('a write that never left this machine may be repeated', async () => {
  const closed = net.createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const onec = openOnec({ url: `http://127.0.0.1:${port}/realtor`, user: 'u', password: 'p', pauseMs: 1 })
  const error = await failureOf(onec.create('Catalog_Дома', {}))
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ facts: { reason: 'unreachable', text: 'ECONNREFUSED', path: 'Catalog_Дома' } })
  onec.close()
})

test('a write that waits for the handshake of a silent server has not been sent', async () => {
  const silent = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const onec = openOnec({ url: `https://127.0.0.1:${port}/realtor`, user: 'u', password: 'p', timeoutMs: 100 })
  const error = await failureOf(onec.create('Catalog_Дома', { Code: '1' }))
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ facts: { reason: 'timeout' } })
  onec.close()
  await new Promise((resolve) => silent.close(resolve))
})

test('neither errors nor their causes hold the password or a condition', async () => {
  await using fake = await serve((_, response) => void response.socket?.destroy())
  const error = (await failureOf(
    fake.open({ password: 'тайна' }).list('Catalog_Дома', { filter: "Телефон eq '79990001122'" }),
  )) as Error
  const everything = JSON.stringify([error, error.cause, error.message, Object.entries(error.cause as object)])
  expect(everything).not.toContain('79990001122')
  expect(everything).not.toContain(Buffer.from('exchange:тайна').toString('base64'))
})

test('a redirect is not followed', async () => {
  await using fake = await serve((_, response) => void response.writeHead(302, { Location: '/login' }).end())
  const error = await failureOf(fake.open().list('Catalog_Дома'))
  expect(error).toBeInstanceOf(RejectedError)
  expect(error).toMatchObject({ facts: { reason: 'moved', status: 302 } })
  expect(fake.received).toHaveLength(1)
})

test('a page in windows-1251 is quoted readably', async () => {
  const page = Buffer.concat([
    Buffer.from('<html><title>'),
    Buffer.from([0xce, 0xf8, 0xe8, 0xe1, 0xea, 0xe0]),
    Buffer.from('</title></html>'),
  ])
  await using fake = await serve((_, response) => answer(response, 500, 'text/html; charset=windows-1251', page))
  expect(await failureOf(fake.open().list('Catalog_Дома'))).toMatchObject({
    facts: { reason: 'crashed', text: 'Ошибка' },
  })
})

test('the exchange is asked for in Atom, by the canonical address of the node', async () => {
  await using fake = await serve(({ path }, response) =>
    path.endsWith('SelectChanges')
      ? answer(response, 200, 'application/atom+xml;type=feed', '<feed xmlns="http://www.w3.org/2005/Atom"/>')
      : answer(response, 200, 'text/plain', ''),
  )
  const onec = fake.open()
  const node = { set: 'ExchangePlan_Обмен', ref }
  for await (const _ of onec.selectChanges(node, 7)) throw new Error('there is no change')
  await onec.notifyChangesReceived(node, 7)
  for (const { method, query, headers } of fake.received) {
    expect(method).toBe('POST')
    expect(query.get('DataExchangePoint')).toBe(`'${fake.url}/odata/standard.odata/ExchangePlan_Обмен(guid'${ref}')'`)
    expect(query.get('MessageNo')).toBe('7')
    expect(query.has('$format')).toBe(false)
    expect(headers.accept).not.toContain('json')
  }
})

test('a package of changes cut in the middle is a failure, not a short package, and is not asked for again', async () => {
  await using fake = await serve((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/atom+xml' })
    response.write('<feed xmlns="http://www.w3.org/2005/Atom">', () => {
      if (fake.received.length === 1) response.destroy()
      if (fake.received.length === 2) response.end()
    })
  })
  const onec = fake.open({ timeoutMs: 100 })
  const node = { set: 'ExchangePlan_Обмен', ref }
  const reasons: unknown[] = []
  for (const _ of ['destroyed', 'ended', 'silent']) {
    const error = await failureOf(readThrough(onec.selectChanges(node, 1)))
    expect(error).toBeInstanceOf(UnavailableError)
    reasons.push((error as UnavailableError).facts.reason)
  }
  expect(reasons).toEqual(['disconnected', 'garbled', 'timeout'])
  expect(fake.received).toHaveLength(3)
})

async function readThrough(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}
