import { expect, test } from 'vitest'
import { decode } from '../../../src/connectors/onec/decode.ts'
import { type Failed, isPassing, onecError } from '../../../src/connectors/onec/errors.ts'
import { fateOf } from '../../../src/errors.ts'
import { fixture } from './fixtures.ts'
import { odataError } from './server.ts'

const asked = { method: 'GET', path: 'Catalog_Дома', root: 'http://host/base/odata/standard.odata', write: false }

function failure(status: number, contentType: string, body: string, write = false) {
  const error = onecError({ ...asked, write }, { at: 'answered', status, contentType, body })
  return { fate: fateOf(error), message: error.message, passing: isPassing(error), ...error.facts }
}

const fates = (status: number, type: string, body: string) =>
  [failure(status, type, body).fate, failure(status, type, body, true).fate] as const

const json = 'application/json;charset=utf-8'
const platform = (...sentences: string[]) =>
  JSON.stringify({
    '#exception': '{http://v8.1c.ru/8.2/virtual-resource-system}Exception',
    exception: sentences.reduceRight<unknown>((inner, descr) => ({ descr, inner, creationStack: '…' }), null),
  })

test.for([
  [
    'errors/odata-8-unknown-entity-set.json',
    404,
    'not_published',
    '8',
    '"CatalogПоставщики" entity is not found',
    'park',
  ],
  ['errors/odata-9-instance-not-found.json', 404, 'not_found', '9', 'Entity instance not found', 'park'],
  ['errors/odata-14-filter-parse.json', 400, 'bad_request', '14', 'Error parsing $filter query option', 'park'],
  [
    'errors/odata-minus1-internal.json',
    500,
    'refused',
    '-1',
    'Произошла внутренняя ошибка OData сервиса. Дополнительные сведения можно найти в технологическом журнале.',
    'park',
  ],
  [
    'errors/odata-9.xml',
    404,
    'not_found',
    '9',
    'Экземпляр сущности "НакладнаяОтгрузки" не найден по переданному ключу.',
    'park',
  ],
  ['errors/platform-406-session-pool-timeout.xml', 406, 'sessions', null, 'Истекло время ожидания сеанса', 'retry'],
] as const)('the recorded %s is understood', ([name, status, reason, odataCode, text, fate]) => {
  const body = decode(fixture(name))
  const type = name.endsWith('json') ? json : 'application/xml'
  for (const write of [false, true])
    expect(failure(status, type, body, write)).toMatchObject({ reason, odataCode, text, fate, status })
})

test('a refusal by a handler of 1C is shown in its own words, with what was asked and what to do', () => {
  const text = "Ошибка при выполнении обработчика - 'ПередЗаписью' {Модуль(18)}: Квартира уже продана."
  expect(failure(500, json, JSON.stringify(odataError('-1', text)), true)).toMatchObject({
    fate: 'park',
    reason: 'refused',
    message: `1С отказала (GET Catalog_Дома): ${text.slice(0, -1)}, HTTP 500. Исправьте причину в 1С и повторите.`,
  })
})

test('a lock of data passes by itself, a refusal that speaks of a block does not', () => {
  const lock =
    'Конфликт блокировок при выполнении транзакции: Превышено максимальное время ожидания предоставления блокировки'
  for (const text of [lock, 'Ошибка блокировки данных: …'])
    expect(failure(500, json, JSON.stringify(odataError('-1', text)), true)).toMatchObject({
      reason: 'lock',
      passing: true,
    })
  expect(
    failure(500, json, JSON.stringify(odataError('-1', 'Контрагент заблокирован службой безопасности'))),
  ).toMatchObject({ reason: 'refused', fate: 'park' })
})

test.for([
  [
    'maintenance',
    403,
    json,
    platform('HTTP: Forbidden\nError', 'Начало сеанса с информационной базой запрещено.', 'До 18:00'),
    'До 18:00',
  ],
  [
    'licence',
    500,
    json,
    platform('HTTP: 500', 'Не обнаружено свободной лицензии!'),
    'Не обнаружено свободной лицензии!',
  ],
  [
    'licence',
    403,
    'text/plain',
    'Не найдена лицензия. Не обнаружен ключ защиты программы',
    'Не найдена лицензия. Не обнаружен ключ защиты программы',
  ],
  [
    'licence',
    200,
    'text/html',
    '<html><title>1C:Enterprise 8 application error</title><body>by reason:<br>Не найдена лицензия.</body></html>',
    'Не найдена лицензия.',
  ],
  [
    'session_lost',
    400,
    json,
    platform('HTTP: Bad request', 'Сеанс отсутствует или удален'),
    'Сеанс отсутствует или удален',
  ],
  ['credentials', 401, 'text/html', '<html><title>401.5 Unauthorized</title></html>', '401.5 Unauthorized'],
  ['credentials', 401, 'text/plain', '', ''],
  [
    'versions',
    500,
    'text/html',
    '<html><title>1C:Enterprise 8 application error</title><body><h2>1C:Enterprise 8 application error:</h2>Различаются версии клиента и сервера (8.3.27.1719 - 8.3.27.2130)</body></html>',
    'Различаются версии клиента и сервера (8.3.27.1719 - 8.3.27.2130)',
  ],
  ['busy', 503, 'text/html', '<html><title>503 Service Unavailable</title></html>', '503 Service Unavailable'],
] as const)('%s (HTTP %i) passes by itself, also for a write', ([reason, status, type, body, text]) => {
  expect(failure(status, type, body)).toMatchObject({ reason, text, fate: 'retry' })
  expect(failure(status, type, body, true)).toMatchObject({ reason, text, fate: 'retry' })
})

test.for([
  ['forbidden', 401, json, JSON.stringify(odataError('20', 'Нарушение прав доступа!'))],
  ['forbidden', 403, json, platform('HTTP: Forbidden', 'Недостаточно прав')],
  ['conflict', 412, 'text/plain', ''],
  ['exists', 400, json, JSON.stringify(odataError('15', 'уже существует'))],
  ['unsupported', 501, 'text/plain', ''],
  ['unsupported', 400, json, JSON.stringify(odataError('0', 'parameter $x is not supported'))],
  ['bad_request', 400, 'text/html', '<html><title>Bad Request - Invalid URL</title></html>'],
  ['bad_request', 406, json, JSON.stringify(odataError('3', 'representation'))],
  ['moved', 301, 'text/html', ''],
  ['not_1c', 404, 'text/html', '<html><title>Not Found</title></html>'],
] as const)('%s (HTTP %i, %s) waits for a person', ([reason, status, type, body]) => {
  expect(failure(status, type, body)).toMatchObject({ reason, fate: 'park', passing: false })
  expect(failure(status, type, body, true)).toMatchObject({ reason, fate: 'park' })
})

test('where nothing proves that 1C did not do it, a write is in doubt', () => {
  expect(fates(500, 'text/plain', '')).toEqual(['retry', 'ask'])
  expect(fates(502, 'text/html', '<html><title>Bad gateway</title></html>')).toEqual(['retry', 'ask'])
  expect(fates(500, json, platform('HTTP: 500', 'Недостаточно памяти'))).toEqual(['retry', 'ask'])
  expect(fates(200, 'text/html', '<html></html>')).toEqual(['park', 'ask'])
})

test('what the error page of 1C says is read without its signs', () => {
  const page = (said: string) =>
    `<html><head><title>1C:Enterprise 8 application error</title></head><body><h2>1C:Enterprise 8 application error:</h2>${said}</body></html>`
  const cause =
    'Unrecoverable error<br><b>by reason: </b><br>The device is full &apos;/tmp/v8&#95;x&apos; &#x2014; no space'
  expect(failure(500, 'text/html', page(cause))).toMatchObject({ text: "The device is full '/tmp/v8_x' — no space" })
  expect(failure(500, 'text/html', page('Unrecoverable error'))).toMatchObject({ text: 'Unrecoverable error' })
})

test('how far a request got decides about a failure without an answer', () => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const cases: [Failed, string, string, string][] = [
    [{ at: 'connecting', timedOut: false, cause }, 'unreachable', 'retry', 'retry'],
    [{ at: 'connecting', timedOut: true, cause }, 'timeout', 'retry', 'retry'],
    [{ at: 'waiting', timedOut: true, cause }, 'timeout', 'retry', 'ask'],
    [{ at: 'waiting', timedOut: false, cause }, 'disconnected', 'retry', 'ask'],
    [{ at: 'reading', cause }, 'garbled', 'retry', 'ask'],
  ]
  for (const [failed, reason, read, write] of cases) {
    const error = onecError(asked, failed)
    expect(error).toMatchObject({ cause, facts: { reason, status: null, text: 'ECONNRESET' } })
    expect([error, onecError({ ...asked, write: true }, failed)].map(fateOf)).toEqual([read, write])
  }
})

test('a sentence of the platform inside an OData error is only an echo of the request', () => {
  const body = JSON.stringify(odataError('6', 'Сегмент пути «Лицензия» не найден'))
  expect(failure(400, json, body)).toMatchObject({ reason: 'bad_request', fate: 'park' })
})

test('an error body of any kind is survived and kept short', () => {
  for (const body of ['', '{', '<', '<a/>', '{"odata.error":1}', '{"#exception":1}', 'я'.repeat(10_000), '<m:error/>'])
    expect(failure(418, 'x/y', body)).toMatchObject({ text: expect.stringMatching(/^[\s\S]{0,500}$/) })
})
