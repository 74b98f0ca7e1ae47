import { expect, test } from 'vitest'
import { errorOf, guid, type Published, publish } from './published.ts'
import {
  box,
  coffee,
  folder,
  goods,
  kilo,
  notes,
  plan,
  prices,
  returns,
  revenue,
  sales,
  seedShop,
  shop,
  tea,
} from './shop.ts'

const published = (): Promise<Published> => publish({ configuration: shop, seed: seedShop })
const json = { $format: 'json' }
const teaUrl = `/${goods}(guid'${tea}')`

test('a created object answers 201 with its address and everything filled in', async () => {
  const { ask, root } = await published()
  const answer = await ask(`/${goods}`, json, { method: 'POST', body: { Description: 'Сахар', Неизвестное: 1 } })
  expect(answer.status).toBe(201)
  const item = answer.json()
  expect(item).toMatchObject({
    Code: '00004',
    DataVersion: 'AAAAAAAAAAA=',
    Description: 'Сахар',
    DeletionMark: false,
    Вес: 0,
  })
  expect(item).not.toHaveProperty('Неизвестное')
  const location = Buffer.from(answer.headers.get('location') ?? '', 'latin1').toString('utf8')
  expect(location).toBe(`${root}/${goods}(guid'${item.Ref_Key}')`)
})

test('a Ref_Key in the body is not taken over the wire', async () => {
  const { ask } = await published()
  const created = await ask(`/${goods}`, json, { method: 'POST', body: { Ref_Key: guid(77), Description: 'x' } })
  expect(created.json().Ref_Key).not.toBe(guid(77))
  const changed = await ask(teaUrl, json, {
    method: 'PATCH',
    body: { Ref_Key: guid(77), Posted: true, DataVersion: 'AAAAAAAAAAA=' },
  })
  expect(changed.json()).toMatchObject({ Ref_Key: tea })
})

test('a document without a date is dated now, in the time of the infobase, and numbered', async () => {
  const { ask } = await published()
  const answer = await ask(`/${sales}`, json, { method: 'POST', body: {} })
  expect(answer.json()).toMatchObject({ Number: '000001', Date: '2026-11-24T12:30:00', Posted: false })
})

test('PATCH changes what it names, answers 200 with the whole object and counts a version even for no change', async () => {
  const { ask, base } = await published()
  const before = base.get(goods, tea)
  const answer = await ask(teaUrl, json, { method: 'PATCH', body: { Description: 'Чай чёрный' } })
  expect(answer.status).toBe(200)
  expect(base.get(goods, tea)).toEqual({ ...before, Description: 'Чай чёрный', DataVersion: 'AAAAAAAAAAE=' })
  await ask(teaUrl, json, { method: 'PATCH', body: {} })
  expect(base.get(goods, tea)?.DataVersion).toBe('AAAAAAAAAAI=')
})

test('text over the length of the field is cut without a word, dangling references are kept', async () => {
  const { ask } = await published()
  const body = { Description: 'о'.repeat(30), ОсновнаяЕдиница_Key: guid(999) }
  const answer = await ask(teaUrl, json, { method: 'PATCH', body })
  expect(answer.json()).toMatchObject({ Description: 'о'.repeat(20), ОсновнаяЕдиница_Key: guid(999) })
})

test.each([
  [{ Parent_Key: 'x' }, 400, '1', "Не удалось разобрать строку 'x' как значение типа Edm.Guid!"],
  [{ Весовой: 'да' }, 400, '1', "Не удалось разобрать строку 'да' как значение типа Edm.Boolean!"],
  [{ Вес: 'много' }, 400, '1', "Не удалось разобрать строку 'много' как значение типа Edm.Int16!"],
  [{ ДатаВвода: 'вчера' }, 400, '1', "Не удалось разобрать строку 'вчера' как значение типа Edm.DateTime!"],
  [{ Вид: 'Нет' }, 400, '4', expect.anything()],
  [{ Description: [] }, 500, '-1', expect.stringContaining('внутренняя ошибка OData сервиса')],
  [{ Свойства: 'нет' }, 500, '-1', expect.anything()],
  [{ 'ОсновнаяЕдиница@odata.bind': `${goods}(guid'${tea}')` }, 400, '16', expect.anything()],
])('PATCH with %o answers %i, code %s, and changes nothing', async (body, status, code, text) => {
  const { ask, base } = await published()
  const before = base.get(goods, tea)
  expect(errorOf(await ask(teaUrl, json, { method: 'PATCH', body }))).toEqual({ status, code, text })
  expect(base.get(goods, tea)).toEqual(before)
})

test('text in an Int64 field is 200 and no change, digits in text are a number', async () => {
  const { ask } = await published()
  const digits = await ask(teaUrl, json, { method: 'PATCH', body: { Остаток: '30' } })
  expect(digits.json().Остаток).toBe('30')
  const words = await ask(teaUrl, json, { method: 'PATCH', body: { Остаток: 'тридцать' } })
  expect([words.status, words.json().Остаток]).toEqual([200, '30'])
})

test('rows in PATCH replace all rows and must be numbered from one without gaps', async () => {
  const { ask, base } = await published()
  const rows = (...numbers: unknown[]) => ({
    Свойства: numbers.map((LineNumber) => ({ LineNumber, Имя: `р${LineNumber}` })),
  })
  const replaced = await ask(teaUrl, json, { method: 'PATCH', body: rows('1') })
  expect(replaced.json().Свойства).toEqual([{ Ref_Key: tea, LineNumber: '1', Имя: 'р1', Значение: 0 }])
  expect(errorOf(await ask(teaUrl, json, { method: 'PATCH', body: rows(2, 3) }))).toMatchObject({
    status: 400,
    code: '4',
  })
  expect(errorOf(await ask(teaUrl, json, { method: 'PATCH', body: rows(1, 3) }))).toMatchObject({
    status: 400,
    code: '4',
  })
  const unnumbered = { Свойства: [{ Имя: 'без номера' }] }
  expect(errorOf(await ask(teaUrl, json, { method: 'PATCH', body: unnumbered }))).toMatchObject({
    status: 500,
    code: '-1',
  })
  expect(base.get(goods, tea)?.Свойства).toHaveLength(1)
  expect((await ask(teaUrl, json, { method: 'PATCH', body: { Свойства: [] } })).json().Свойства).toEqual([])
})

test('references may be given by binding; PUT wants them so, and every property', async () => {
  const { ask } = await published()
  const body = { 'ОсновнаяЕдиница@odata.bind': `Catalog_Единицы(guid'${kilo}')` }
  expect((await ask(teaUrl, json, { method: 'PATCH', body })).json()).toMatchObject({ ОсновнаяЕдиница_Key: kilo })
  expect(errorOf(await ask(teaUrl, json, { method: 'PUT', body }))).toMatchObject({ status: 400, code: '5' })
  const whole = {
    Description: 'Чай',
    Code: '00002',
    IsFolder: false,
    DeletionMark: false,
    Вид: 'Товар',
    Артикул: 'T-2',
    Вес: 1,
    Остаток: '0',
    Цена: 1,
    Весовой: false,
    ДатаВвода: '0001-01-01T00:00:00',
    Свойства: [],
    'Parent@odata.bind': `${goods}(guid'${folder}')`,
    'ОсновнаяЕдиница@odata.bind': `Catalog_Единицы(guid'${box}')`,
  }
  const answer = await ask(teaUrl, json, { method: 'PUT', body: whole })
  expect(answer.json()).toMatchObject({ Артикул: 'T-2', ОсновнаяЕдиница_Key: box })
})

test('a composite field takes a value with its type, and only a type of its own', async () => {
  const { ask } = await published()
  const created = await ask(`/${sales}`, json, {
    method: 'POST',
    body: { Основание: box, Основание_Type: 'StandardODATA.Catalog_Единицы' },
  })
  expect(created.json()).toMatchObject({ Основание: box, Основание_Type: 'StandardODATA.Catalog_Единицы' })
  const url = `/${sales}(guid'${created.json().Ref_Key}')`
  const cleared = await ask(url, json, { method: 'PATCH', body: { Основание_Type: 'StandardODATA.Undefined' } })
  expect(cleared.json()).toMatchObject({ Основание: '', Основание_Type: 'StandardODATA.Undefined' })
  const foreign = { Основание: tea, Основание_Type: `StandardODATA.${goods}` }
  expect(errorOf(await ask(url, json, { method: 'PATCH', body: foreign }))).toMatchObject({ status: 400, code: '4' })
})

test('a code taken already is refused, a free one is kept and the next follows the greatest', async () => {
  const { ask } = await published()
  const create = (body: object) => ask(`/${goods}`, json, { method: 'POST', body })
  expect(errorOf(await create({ Code: '00002' }))).toMatchObject({
    status: 500,
    code: '-1',
    text: 'Значение поля "Код" не уникально',
  })
  expect((await create({ Code: '00040' })).json().Code).toBe('00040')
  expect((await create({})).json().Code).toBe('00041')
})

test.each([
  ['{', 500, '-1', 'Непредвиденный символ при чтении JSON'],
  ['', 500, '-1', 'Непредвиденный символ при чтении JSON'],
  ['[]', 500, '-1', expect.anything()],
  ['"text"', 500, '-1', expect.anything()],
])('a body of %j answers %i, code %s', async (body, status, code, text) => {
  const { ask } = await published()
  expect(errorOf(await ask(`/${goods}`, json, { method: 'POST', body }))).toEqual({ status, code, text })
})

test('a body starting with a byte order mark is read, an Atom body without properties is refused', async () => {
  const { ask } = await published()
  expect((await ask(`/${goods}`, json, { method: 'POST', body: '\uFEFF{"Description":"x"}' })).status).toBe(201)
  const headers = { 'Content-Type': 'application/atom+xml' }
  expect(errorOf(await ask(`/${goods}`, json, { method: 'POST', body: '<entry/>', headers }))).toMatchObject({
    status: 400,
    code: '2',
  })
})

test('deletion is physical, marking is a PATCH', async () => {
  const { ask, base } = await published()
  const marked = await ask(teaUrl, json, { method: 'PATCH', body: { DeletionMark: true } })
  expect(marked.json().DeletionMark).toBe(true)
  const answer = await ask(teaUrl, json, { method: 'DELETE' })
  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(base.get(goods, tea)).toBeUndefined()
  expect(errorOf(await ask(teaUrl, json, { method: 'DELETE' }))).toMatchObject({ status: 404, code: '9' })
  expect((await ask(`/Catalog_Единицы(guid'${box}')`, json)).json().Owner_Key).toBe(tea)
})

test.each([
  ['POST', teaUrl, 405, '19'],
  ['DELETE', `/${goods}`, 405, '19'],
  ['PATCH', `/${goods}`, 405, '19'],
  ['MERGE', teaUrl, 405, '19'],
  ['GET', `${teaUrl}/Post`, 405, '19'],
  ['POST', `/${goods}_Свойства`, 400, '13'],
  ['PATCH', `/${goods}_Свойства(Ref_Key=guid'${tea}',LineNumber=1)`, 400, '13'],
  ['DELETE', `/${revenue}_RecordType(Recorder='${tea}',Recorder_Type='x',LineNumber=1)`, 400, '13'],
  ['POST', `/${revenue}`, 405, '19'],
  ['POST', '/$metadata', 405, '19'],
])('%s %s answers %i, code %s', async (method, path, status, code) => {
  const { ask } = await published()
  const init = method === 'GET' || method === 'DELETE' ? { method } : { method, body: {} }
  expect(errorOf(await ask(path, json, init))).toMatchObject({ status, code })
})

test('posting writes movements, unposting clears them, deletion takes them along', async () => {
  const { ask, base, rows } = await published()
  const created = await ask(`/${sales}`, json, {
    method: 'POST',
    body: { Date: '2026-03-01T10:00:00', Товар_Key: tea, Сумма: 10, Posted: true },
  })
  const key = String(created.json().Ref_Key)
  const url = `/${sales}(guid'${key}')`
  expect(created.json().Posted).toBe(false)
  for (const action of ['Post', 'Post()']) {
    const posted = await ask(`${url}/${action}`, { ...json, PostingModeOperational: 'false' }, { method: 'POST' })
    expect([posted.status, posted.text]).toEqual([200, ''])
  }
  expect(base.get(sales, key)?.Posted).toBe(true)
  expect(await rows(`${revenue}_RecordType`)).toMatchObject([
    { Recorder: key, Period: '2026-03-01T10:00:00', Сумма: 10 },
  ])
  await ask(`${url}/Unpost`, json, { method: 'POST' })
  expect([base.get(sales, key)?.Posted, await rows(revenue)]).toEqual([false, []])
  await ask(`${url}/Post`, json, { method: 'POST' })
  await ask(url, json, { method: 'DELETE' })
  expect(await rows(revenue)).toEqual([])
})

test('a marked document cannot be posted and a posted one cannot be marked', async () => {
  const { ask, base } = await published()
  const key = String(base.write(sales, { DeletionMark: true }).Ref_Key)
  const url = `/${sales}(guid'${key}')`
  expect(errorOf(await ask(`${url}/Post`, json, { method: 'POST' }))).toMatchObject({ status: 500, code: '-1' })
  base.write(sales, { Ref_Key: key, DeletionMark: false })
  base.post(sales, key)
  expect(errorOf(await ask(url, json, { method: 'PATCH', body: { DeletionMark: true } }))).toMatchObject({
    status: 500,
    code: '-1',
  })
})

test('a document that is not posted by its nature has no such action', async () => {
  const { ask, base } = await published()
  const key = base.write(notes, { Текст: 'x' }).Ref_Key
  expect(errorOf(await ask(`/${notes}(guid'${key}')/Post`, json, { method: 'POST' }))).toMatchObject({
    status: 404,
    code: '11',
  })
})

test('a row of an independent register: 200 on creation, no second with its key, no change of dimensions', async () => {
  const { ask, base } = await published()
  const body = { Period: '2026-05-05T12:30:00', Товар_Key: tea, Вид: 'опт', Цена: 3 }
  const created = await ask(`/${prices}`, json, { method: 'POST', body })
  expect([created.status, created.json().Period]).toEqual([200, '2026-05-05T00:00:00'])
  expect(created.json()).not.toHaveProperty('DataVersion')
  expect(errorOf(await ask(`/${prices}`, json, { method: 'POST', body: { ...body, Цена: 4 } }))).toMatchObject({
    status: 400,
    code: '15',
  })
  const url = `/${prices}(Period=datetime'2026-05-05T00:00:00',Товар_Key=guid'${tea}',Вид='опт')`
  expect((await ask(url, json, { method: 'PATCH', body: { Цена: 5 } })).json().Цена).toBe(5)
  expect(errorOf(await ask(url, json, { method: 'PATCH', body: { Товар_Key: coffee } }))).toMatchObject({
    status: 404,
    code: '9',
  })
  expect(base.list(prices)).toHaveLength(1)
  expect((await ask(url, json, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(url, json)).status).toBe(404)
})

test('a record set is replaced by its recorder', async () => {
  const { ask, base, rows } = await published()
  const key = base.write(returns, { Date: '2026-04-01T00:00:00' }).Ref_Key
  const url = `/${revenue}(Recorder='${key}', Recorder_Type='StandardODATA.${returns}')`
  const body = {
    RecordSet: [1, 2].map((LineNumber) => ({ LineNumber, RecordType: 'Expense', Товар_Key: tea, Сумма: LineNumber })),
  }
  expect((await ask(url, json, { method: 'PATCH', body })).json().RecordSet).toHaveLength(2)
  expect((await rows(`${revenue}_RecordType`)).map((row) => [row.LineNumber, row.Active, row.Сумма])).toEqual([
    ['1', true, 1],
    ['2', true, 2],
  ])
  expect((await ask(url, json, { method: 'PATCH', body: { RecordSet: [] } })).json().RecordSet).toEqual([])
  expect((await ask(url, json)).status).toBe(404)
})

test('an exchange node can be made and numbered over the wire, its nature cannot be changed', async () => {
  const { ask } = await published()
  const created = await ask(`/${plan}`, json, { method: 'POST', body: { Code: 'NEW', SentNo: '3', ThisNode: true } })
  expect(created.json()).toMatchObject({ Code: 'NEW', SentNo: '3', ReceivedNo: '0', ThisNode: false })
})

test('If-Match is ignored by default and enforced by the switch', async () => {
  const { ask, base } = await published()
  const patch = (version: string) =>
    ask(teaUrl, json, { method: 'PATCH', body: { Вес: 1 }, headers: { 'If-Match': version } })
  expect((await patch('"stale"')).status).toBe(200)
  base.faults.ifMatch = true
  expect((await patch('"stale"')).status).toBe(412)
  expect((await patch(`W/"${base.get(goods, tea)?.DataVersion}"`)).status).toBe(200)
  expect((await patch('*')).status).toBe(200)
})

test('a veto of the configuration rolls everything back and spends itself', async () => {
  const { ask, base } = await published()
  base.faults.handlerVeto = 1
  const body = { Description: 'x' }
  const refused = errorOf(await ask(teaUrl, json, { method: 'PATCH', body }))
  expect(refused).toMatchObject({ status: 500, code: '-1' })
  expect(refused.text).toMatch(
    /^Ошибка при выполнении обработчика - 'ПередЗаписью'\n\{Справочник\.Номенклатура\.МодульОбъекта\(\d+\)\}: /,
  )
  expect(base.get(goods, tea)?.Description).toBe('Чай')
  expect((await ask(teaUrl, json, { method: 'PATCH', body })).status).toBe(200)
})

test('a transaction that fails half way leaves no trace', async () => {
  const { base } = await published()
  const before = [base.list(goods), base.list(sales)]
  expect(() =>
    base.transaction(() => {
      base.write(goods, { Ref_Key: tea, Description: 'x' })
      base.write(goods, { Description: 'y' })
      base.erase(goods, coffee)
      throw new Error('half way')
    }),
  ).toThrow('half way')
  expect([base.list(goods), base.list(sales)].map((list) => new Set(list))).toEqual(before.map((list) => new Set(list)))
})

test('listeners hear of each commit once, with its net changes', async () => {
  const { base } = await published()
  const heard: unknown[] = []
  const stop = base.on('change', (changes) => heard.push(changes.map(({ set, kind, key }) => [set, kind, key])))
  base.transaction(() => {
    base.write(goods, { Ref_Key: guid(50), Description: 'a' })
    base.write(goods, { Ref_Key: guid(50), Description: 'b' })
    base.write(goods, { Ref_Key: tea, Description: 'c' })
  })
  base.erase(goods, guid(50))
  stop()
  base.write(goods, { Ref_Key: tea, Description: 'd' })
  expect(heard).toEqual([
    [
      [goods, 'created', guid(50)],
      [goods, 'changed', tea],
    ],
    [[goods, 'deleted', guid(50)]],
  ])
})
