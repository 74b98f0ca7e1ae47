import { expect, test } from 'vitest'
import { anna, letter, letters, office, partners, seedOffice } from './office.ts'
import { errorOf, guid, publish } from './published.ts'
import { coffee, folder, goods, prices, revenue, sales, seedShop, shop, tea } from './shop.ts'

const opened = () => publish({ configuration: shop, seed: seedShop })
const openedOffice = () => publish({ configuration: office, seed: seedOffice })
const json = { $format: 'json' }
const teaUrl = `/${goods}(guid'${tea}')`

test('without $format the answer is Atom, or JSON where the server is of that kind', async () => {
  const { ask, base } = await opened()
  expect((await ask(`/${goods}`)).type).toContain('atom+xml')
  base.faults.jsonByDefault = true
  expect((await ask(`/${goods}`)).type).toContain('application/json')
})

test('a plus is no space, or one where the server forgives it', async () => {
  const { root, base } = await opened()
  const headers = { Authorization: `Basic ${Buffer.from('exchange:exchange').toString('base64')}` }
  const url = `${root}/${encodeURI(goods)}?$format=json&$filter=${encodeURIComponent('Вес')}+gt+0`
  expect((await fetch(url, { headers })).status).toBe(400)
  base.faults.strictSpaces = false
  expect((await fetch(url, { headers })).status).toBe(200)
})

test('Int64 is text, or a number where the server is of that kind', async () => {
  const { ask, base } = await opened()
  base.write(goods, { Ref_Key: tea, Остаток: 12 })
  expect((await ask(teaUrl, json)).json().Остаток).toBe('12')
  base.faults.int64AsText = false
  expect((await ask(teaUrl, json)).json().Остаток).toBe(12)
})

test('an empty reference has no link, unless links are shown always', async () => {
  const { ask, base } = await opened()
  base.write(goods, { Ref_Key: guid(5), Description: 'Пусто' })
  const url = `/${goods}(guid'${guid(5)}')`
  expect((await ask(url, json)).json()).not.toHaveProperty('Parent@navigationLinkUrl')
  base.faults.linksOfEmpty = true
  expect((await ask(url, json)).json()).toHaveProperty('Parent@navigationLinkUrl')
  expect((await ask(url)).text).toContain('related/Parent')
})

test('strings of fixed length come padded with spaces, and padding sent back is no change', async () => {
  const { ask, base, rows } = await openedOffice()
  const url = `/${partners}(guid'${anna}')`
  expect((await ask(url, json)).json().КПП).toBe('770      ')
  expect((await ask(url)).text).toContain('<d:КПП>770      </d:КПП>')
  await ask(url, json, { method: 'PATCH', body: { КПП: '771      ' } })
  expect(base.get(partners, anna)?.КПП).toBe('771')
  expect(await rows(partners, { $filter: "КПП eq '771'" })).toHaveLength(1)
  base.faults.padStrings = false
  expect((await ask(url, json)).json().КПП).toBe('771')
})

test('empty dates and references have their empty values, or null', async () => {
  const { ask, base } = await openedOffice()
  const url = `/${partners}(guid'${anna}')`
  const empty = { ДатаРождения: '0001-01-01T00:00:00', Куратор_Key: '00000000-0000-0000-0000-000000000000' }
  expect((await ask(url, json)).json()).toMatchObject(empty)
  base.faults.nullForEmpty = true
  expect((await ask(url, json)).json()).toMatchObject({ ДатаРождения: null, Куратор_Key: null })
})

test('dates are the wall clock of the infobase', async () => {
  const { ask } = await openedOffice()
  const created = await ask(`/${letters}`, json, { method: 'POST', body: {} })
  // 09:30 in UTC is 12:30 in Moscow.
  expect(created.json().Date).toBe('2026-11-24T12:30:00')
})

test('unknown properties are ignored, or refused by name', async () => {
  const { ask, base } = await opened()
  const body = { Неведомое: 1, 'odata.metadata': 'x', 'Вес@odata.type': 'Edm.Int16', Вес: 3 }
  expect((await ask(teaUrl, json, { method: 'PATCH', body })).status).toBe(200)
  base.faults.refuseUnknownProperties = true
  const refused = errorOf(await ask(teaUrl, json, { method: 'PATCH', body }))
  expect(refused).toEqual({ status: 400, code: '10', text: 'Свойство "Неведомое" не найдено.' })
})

test('over-long strings are cut without a word, or refused', async () => {
  const { ask, base } = await opened()
  const body = { Артикул: '0123456789-too-long' }
  expect((await ask(teaUrl, json, { method: 'PATCH', body })).json().Артикул).toBe('0123456789')
  base.faults.refuseLongStrings = true
  expect(errorOf(await ask(teaUrl, json, { method: 'PATCH', body }))).toMatchObject({ status: 400, code: '4' })
})

test('a date with a zone loses its zone, or cannot be read', async () => {
  const { ask, base } = await opened()
  const change = (ДатаВвода: string) => ask(teaUrl, json, { method: 'PATCH', body: { ДатаВвода } })
  for (const zone of ['Z', '+03:00', '+0300', '.000Z']) {
    expect((await change(`2026-11-05T10:00:00${zone}`)).json().ДатаВвода).toBe('2026-11-05T10:00:00')
  }
  base.faults.forgiveZones = false
  expect(errorOf(await change('2026-11-05T10:00:00Z'))).toMatchObject({ status: 400, code: '1' })
})

test('rows must be numbered from one, or are numbered by the server', async () => {
  const { ask, base } = await opened()
  const change = (rows: object[]) => ask(teaUrl, json, { method: 'PATCH', body: { Свойства: rows } })
  expect((await change([{ LineNumber: 2, Имя: 'a' }])).status).toBe(400)
  expect((await change([{ Имя: 'a' }])).status).toBe(500)
  base.faults.strictLineNumbers = false
  expect((await change([{ Имя: 'a' }, { LineNumber: 7, Имя: 'b' }])).json().Свойства).toMatchObject([
    { LineNumber: '1', Имя: 'a' },
    { LineNumber: '2', Имя: 'b' },
  ])
})

test('If-Match is ignored, or enforced with 412', async () => {
  const { ask, base } = await opened()
  const change = () => ask(teaUrl, json, { method: 'PATCH', body: { Вес: 1 }, headers: { 'If-Match': '"AAAA="' } })
  expect((await change()).status).toBe(200)
  base.faults.ifMatch = true
  expect((await change()).status).toBe(412)
})

test('a Ref_Key in a new object is ignored, or becomes its key once', async () => {
  const { ask, base } = await opened()
  const create = () => ask(`/${goods}`, json, { method: 'POST', body: { Ref_Key: guid(77), Description: 'x' } })
  expect((await create()).json().Ref_Key).not.toBe(guid(77))
  base.faults.honourRefKey = true
  expect((await create()).json().Ref_Key).toBe(guid(77))
  expect(errorOf(await create())).toMatchObject({ status: 400, code: '15' })
})

test('a reference sorts by what it shows, or by its GUID', async () => {
  const { base, rows } = await opened()
  base.write(goods, { Ref_Key: folder, Description: 'Ячмень', IsFolder: true })
  base.write(goods, { Ref_Key: guid(4), Description: 'Арбуз', IsFolder: true })
  base.write(goods, { Ref_Key: coffee, Parent_Key: guid(4) })
  const parents = async () =>
    (await rows(goods, { $orderby: 'Parent_Key', $filter: 'IsFolder eq false' })).map(({ Parent_Key }) => Parent_Key)
  expect(await parents()).toEqual([guid(4), folder])
  base.faults.orderByPresentation = false
  expect(await parents()).toEqual([folder, guid(4)])
})

async function sold() {
  const shopped = await opened()
  for (const [key, date] of [
    [guid(31), '2026-02-02T00:00:00'],
    [guid(32), '2026-01-01T00:00:00'],
  ]) {
    shopped.base.write(sales, { Ref_Key: key, Date: date, Товар_Key: tea, Сумма: 5 })
    shopped.base.post(sales, String(key))
  }
  return shopped
}

test('$orderby of record sets is ignored whatever it names, or obeyed', async () => {
  const { rows, base, ask } = await sold()
  const recorders = async () => (await rows(revenue, { $orderby: 'Recorder' })).map(({ Recorder }) => Recorder)
  expect(await recorders()).toEqual([guid(31), guid(32)])
  expect((await ask(`/${revenue}`, { ...json, $orderby: 'Небылица desc' })).status).toBe(200)
  base.faults.ignoreRecordSetOrder = false
  expect(await recorders()).toEqual([guid(32), guid(31)])
})

test('a register too large to be put together fails even with $top=1', async () => {
  const { ask, base } = await sold()
  base.faults.recordSetRowLimit = 1
  const answer = errorOf(await ask(`/${revenue}`, { ...json, $top: '1' }))
  expect(answer).toEqual({ status: 500, code: '-1', text: 'Недостаточно памяти' })
  expect((await ask(`/${revenue}_RecordType`, json)).status).toBe(200)
})

test('a reply that is too long is a page of the web server', async () => {
  const { ask, base } = await opened()
  base.faults.replyLimitKb = 1
  const answer = await ask(`/${goods}`, json)
  expect([answer.status, answer.type]).toEqual([500, 'text/html;charset=utf-8'])
  expect(answer.text).toContain('No space left on device')
  expect((await ask(`/${goods}`, { ...json, $top: '1', $select: 'Code' })).status).toBe(200)
})

test('a control character spoils the whole reply, or is left out', async () => {
  const { ask, base } = await opened()
  base.write(goods, { Ref_Key: tea, Артикул: 'a\u0002b' })
  const refused = errorOf(await ask(`/${goods}`, json))
  expect(refused.status).toBe(400)
  expect(Buffer.from(refused.text, 'base64').toString()).toContain('недопустимый символ')
  base.faults.refuseControlCharacters = false
  expect((await ask(teaUrl, json)).json().Артикул).toBe('ab')
})

test('a handler may change the strings of a write, and a lock may refuse it', async () => {
  const { ask, base } = await opened()
  Object.assign(base.faults, { handlerChanges: 1, lockConflicts: 0 })
  const change = () => ask(teaUrl, json, { method: 'PATCH', body: { Артикул: 'abc', Вес: 5 } })
  expect((await change()).json()).toMatchObject({ Артикул: 'ABC', Вес: 5 })
  expect((await change()).json()).toMatchObject({ Артикул: 'abc' })
  base.faults.lockConflicts = 1
  const refused = errorOf(await change())
  expect(refused).toMatchObject({ status: 500, code: '-1' })
  expect(refused.text).toMatch(/^Ошибка блокировки данных/)
  expect((await change()).status).toBe(200)
})

test('a veto of the handler does not reach a write in the data load mode', async () => {
  const { ask, base } = await opened()
  base.faults.handlerVeto = 1
  const headers = { '1C_OData-DataLoadMode': 'true' }
  expect((await ask(teaUrl, json, { method: 'PATCH', body: {}, headers })).status).toBe(200)
  expect((await ask(teaUrl, json, { method: 'PATCH', body: {} })).status).toBe(500)
})

test('writes and metadata have delays of their own', async () => {
  const { ask, base } = await opened()
  Object.assign(base.faults, { writeMs: 30, metadataMs: 40 })
  await ask(teaUrl, json)
  await ask(teaUrl, json, { method: 'PATCH', body: {} })
  await ask('/$metadata')
  const [read = { ms: 0 }, write = { ms: 0 }, metadata = { ms: 0 }] = base.requests.list()
  expect(write.ms).toBeGreaterThanOrEqual(29)
  expect(metadata.ms).toBeGreaterThanOrEqual(39)
  expect(read.ms).toBeLessThan(29)
})

test('$metadata has the declaration and the line ends of a recorded server', async () => {
  const { ask } = await opened()
  const { text } = await ask('/$metadata')
  expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\r\n<edmx:Edmx ')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toContain('\n')
})

test.each([
  [goods, `Ref_Key gt guid'${tea}'`, 500, '-1'],
  [goods, `ОсновнаяЕдиница_Key lt guid'${tea}'`, 500, '-1'],
  [revenue, "Period ge datetime'2026-01-01T00:00:00'", 400, '6'],
  [revenue, "RecordSet/Period ge datetime'2026-01-01T00:00:00'", 500, '-1'],
  [revenue, "RecordSet/any(r: r/Period ge datetime'2026-01-01T00:00:00')", 200, ''],
  [prices, 'Вид eq 5', 400, '1'],
])('%s with $filter=%s answers %i, code %s', async (set, filter, status, code) => {
  const { ask } = await opened()
  const answer = await ask(`/${set}`, { ...json, $filter: filter })
  expect(answer.status).toBe(status)
  if (status !== 200) expect(errorOf(answer).code).toBe(code)
})

test('an unknown function is code 6 with its name, an unknown entity set has a small f in its reason', async () => {
  const { ask } = await openedOffice()
  expect(errorOf(await ask(`/${partners}`, { ...json, $filter: 'нечто(Description)' })).text).toContain('нечто')
  const missing = await ask('/Catalog_Нет', json)
  expect([missing.status, missing.reason]).toEqual([404, 'Not found'])
  expect((await ask(`/${letters}(guid'${letter}')/Нет`, json)).text).toContain('Нет')
})
