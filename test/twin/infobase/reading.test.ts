import { expect, test } from 'vitest'
import { errorOf, exchange, guid, type Published, publish } from './published.ts'
import { box, coffee, goods, prices, revenue, sales, seedShop, shop, tea, unitsOfMeasure } from './shop.ts'

const published = (): Promise<Published> => publish({ configuration: shop, seed: seedShop })
const json = { $format: 'json' }
const names = (rows: Record<string, unknown>[]) => rows.map((row) => row.Description)

test('the service document lists every set, as XML by default and as JSON on request', async () => {
  const { ask, base, root } = await published()
  const xml = await ask('')
  expect(xml.type).toBe('application/xml;charset=utf-8')
  expect(xml.text).toContain(`xml:base="${root}"`)
  for (const set of base.schema.sets.keys()) expect(xml.text).toContain(`<collection href="${set}">`)
  const { value } = (await ask('', json)).json() as { value: { name: string }[] }
  expect(value.map(({ name }) => name)).toEqual([...base.schema.sets.keys()])
})

test.each([
  ['nothing', {}, {}, 'application/atom+xml;type=feed;charset=utf-8'],
  ['$format=json', json, {}, 'application/json;charset=utf-8'],
  [
    '$format=application/json;odata=nometadata',
    { $format: 'application/json;odata=nometadata' },
    {},
    'application/json;charset=utf-8',
  ],
  ['Accept: application/json', {}, { Accept: 'application/json, text/plain, */*' }, 'application/json;charset=utf-8'],
  [
    '$format over Accept',
    { $format: 'application/atom+xml' },
    { Accept: 'application/json' },
    'application/atom+xml;type=feed;charset=utf-8',
  ],
])('%s decides the representation', async (_title, query, headers, type) => {
  const { ask } = await published()
  const answer = await ask(`/${goods}`, query as Record<string, string>, { headers: headers as Record<string, string> })
  expect([answer.status, answer.type, answer.headers.get('dataserviceversion')]).toEqual([200, type, '3.0'])
})

test('a format 1C has not is refused with code 3', async () => {
  const { ask } = await published()
  const answer = await ask(`/${goods}`, { $format: 'csv' }, { headers: { Accept: 'application/json' } })
  expect(answer.status).toBe(406)
  expect(answer.text).toContain('<m:code>3</m:code>')
})

test('no metadata means neither metadata nor links; full metadata names type and address', async () => {
  const { ask, root } = await published()
  const bare = (await ask(`/${unitsOfMeasure}`, { $format: 'json;odata=nometadata' })).json() as { value: object[] }
  expect(Object.keys(bare)).toEqual(['value'])
  expect(Object.keys(bare.value[0] ?? {}).filter((name) => name.includes('@'))).toEqual([])
  const full = (await ask(`/${unitsOfMeasure}(guid'${box}')`, { $format: 'json;odata=fullmetadata' })).json()
  expect(full).toMatchObject({
    'odata.type': `StandardODATA.${unitsOfMeasure}`,
    'odata.id': `${root}/${unitsOfMeasure}(guid'${box}')`,
  })
})

test('Int64 is text, smaller numbers and decimals are numbers, empty values have their empty forms', async () => {
  const { ask, base } = await published()
  base.write(goods, { Ref_Key: guid(5), Description: 'Пусто', Остаток: 123456789012345, Цена: 0.1 })
  const item = (await ask(`/${goods}(guid'${guid(5)}')`, json)).json()
  expect(item).toMatchObject({
    Остаток: '123456789012345',
    Вес: 0,
    Цена: 0.1,
    Вид: '',
    ДатаВвода: '0001-01-01T00:00:00',
    ОсновнаяЕдиница_Key: '00000000-0000-0000-0000-000000000000',
    Свойства: [],
  })
  expect(Object.keys(item).filter((name) => name.endsWith('@navigationLinkUrl'))).toEqual([])
})

test('a very small or very large number is printed without an exponent', async () => {
  const { ask, base } = await published()
  base.write(goods, {
    Ref_Key: guid(5),
    Description: 'Число',
    Свойства: [{ LineNumber: 1, Имя: 'a', Значение: 0.001 }],
    Цена: 9999999999999.99,
  })
  const { text } = await ask(`/${goods}(guid'${guid(5)}')`, json)
  expect(text).toContain('"Значение": 0.001')
  expect(text).toContain('"Цена": 9999999999999.99')
})

test('rows in JSON repeat the key of their owner, a folder has null for what only items have', async () => {
  const { rows } = await published()
  const [folder, item] = await rows(goods, { $orderby: 'IsFolder desc,Code' })
  expect(folder).toMatchObject({ IsFolder: true, Артикул: null, Цена: null, Свойства: [] })
  expect(item?.Свойства).toEqual([
    { Ref_Key: tea, LineNumber: '1', Имя: 'Сорт', Значение: 1 },
    { Ref_Key: tea, LineNumber: '2', Имя: 'Крепость', Значение: 2.5 },
  ])
})

test('sections, record rows and registers are sets of their own', async () => {
  const { rows, ask, base } = await published()
  const sale = base.write(sales, { Товар_Key: tea, Сумма: 5 })
  base.post(sales, String(sale.Ref_Key))
  base.write(prices, { Period: '2026-05-05T12:30:00', Товар_Key: tea, Вид: "опт'овая", Цена: 3 })
  expect(await rows(`${goods}_Свойства`, { $filter: 'LineNumber eq 2' })).toEqual([
    { Ref_Key: tea, LineNumber: '2', Имя: 'Крепость', Значение: 2.5 },
  ])
  const [row] = await rows(`${revenue}_RecordType`)
  expect(row).toMatchObject({
    Recorder: sale.Ref_Key,
    Recorder_Type: `StandardODATA.${sales}`,
    LineNumber: '1',
    Active: true,
    RecordType: 'Receipt',
  })
  const recorder = `Recorder='${sale.Ref_Key}', Recorder_Type='StandardODATA.${sales}'`
  const recordSet = (await ask(`/${revenue}(${recorder})`, json)).json()
  expect(recordSet.RecordSet).toHaveLength(1)
  expect((await ask(`/${revenue}_RecordType(LineNumber=1,${recorder})`, json)).json()).toMatchObject({ Сумма: 5 })
  const key = `Вид='опт''овая', Period=datetime'2026-05-05T00:00:00', Товар_Key=guid'${tea}'`
  expect((await ask(`/${prices}(${key})`, json)).json()).toMatchObject({ Period: '2026-05-05T00:00:00', Цена: 3 })
})

test.each([
  [`(guid'${guid(404)}')`, 404, '9'],
  ["(guid'7')", 400, '1'],
  ["('abc')", 400, '1'],
  [`(Code='1')`, 400, '6'],
  [`(guid'${tea}')/Нет`, 400, '6'],
  [`(guid'${tea}')/Description/Code`, 400, '6'],
  ['/Нет', 400, '6'],
  ['/SliceLast', 400, '6'],
  ['/$count/x', 400, '6'],
])('GET of a set followed by %s answers %i, code %s', async (tail, status, code) => {
  const { ask } = await published()
  expect(errorOf(await ask(`/${goods}${tail}`, json))).toMatchObject({ status, code })
})

test('a key of several parts needs every part', async () => {
  const { ask } = await published()
  const answer = await ask(`/${prices}(Товар_Key=guid'${tea}')`, json)
  expect(errorOf(answer)).toMatchObject({ status: 400, code: '7' })
})

test('a dotted path leads along references to objects and properties', async () => {
  const { ask } = await published()
  const owner = await ask(`/${unitsOfMeasure}(guid'${box}')/Owner`, json)
  expect(owner.json()).toMatchObject({ Ref_Key: tea, Description: 'Чай' })
  expect((await ask(`/${goods}(guid'${tea}')/ОсновнаяЕдиница/Owner/Description`, json)).json().value).toBe('Чай')
  const rows = (await ask(`/${goods}(guid'${tea}')/Свойства`, json)).json().value
  expect(rows).toHaveLength(2)
  expect(errorOf(await ask(`/${goods}(guid'${guid(3)}')/ОсновнаяЕдиница`, json))).toMatchObject({
    status: 404,
    code: '9',
  })
  const xml = await ask(`/${goods}(guid'${tea}')/Цена`)
  expect(xml.text).toContain('>250.5</d:Цена>')
})

test('$count is plain text and honours the filter; a server without it knows no such segment', async () => {
  const { ask, base } = await published()
  const answer = await ask(`/${goods}/$count`, { $filter: 'IsFolder eq false' })
  expect([answer.status, answer.type, answer.text]).toEqual([200, 'text/plain;charset=utf-8', '2'])
  base.faults.countSupported = false
  expect(errorOf(await ask(`/${goods}/$count`, json))).toMatchObject({ status: 400, code: '6' })
})

test('JSON and $count start with a byte order mark when the switch says so', async () => {
  const { ask, base } = await published()
  base.faults.bom = true
  expect((await ask(`/${goods}/$count`)).text).toBe('\uFEFF3')
  expect((await ask(`/${goods}`, json)).text.startsWith('\uFEFF{')).toBe(true)
})

test('$skip comes before $top, and the count of all pages is text', async () => {
  const { rows, ask, base } = await published()
  base.faults.inlinecountOverridesPaging = false
  expect(names(await rows(goods, { $orderby: 'Description desc', $skip: '1', $top: '1' }))).toEqual(['Кофе'])
  const paged = (await ask(`/${goods}`, { ...json, $top: '1', $inlinecount: 'allpages' })).json()
  expect(paged).toMatchObject({ 'odata.count': '3', value: [{}] })
  expect(paged.value).toHaveLength(1)
})

test('by default $inlinecount=allpages puts $top and $skip out of force', async () => {
  const { ask } = await published()
  const { value } = (await ask(`/${goods}`, { ...json, $top: '1', $skip: '1', $inlinecount: 'allpages' })).json()
  expect(value).toHaveLength(3)
})

test('ordering by a reference goes by its presentation, not by its GUID', async () => {
  const { rows, base } = await published()
  base.write(goods, { Ref_Key: guid(5), Description: 'Ягоды', ОсновнаяЕдиница_Key: guid(12) })
  const filter = { $filter: 'IsFolder eq false' }
  expect(names(await rows(goods, { ...filter, $orderby: 'ОсновнаяЕдиница_Key,Code' }))).toEqual([
    'Кофе',
    'Ягоды',
    'Чай',
  ])
  expect(
    names(await rows(goods, { ...filter, $orderby: 'ОсновнаяЕдиница/Owner/Description desc,Description' })),
  ).toEqual(['Чай', 'Кофе', 'Ягоды'])
})

test('documents are ordered by a reference in the order of date, then number', async () => {
  const { rows, base } = await published()
  const keys = ['2026-03-02T00:00:00', '2026-03-01T00:00:00'].map(
    (day, index) => base.write(sales, { Ref_Key: guid(60 + index), Date: day }).Ref_Key,
  )
  keys.forEach((key, index) => {
    base.write(sales, {
      Ref_Key: guid(70 + index),
      Сумма: index,
      Основание: key,
      Основание_Type: `StandardODATA.${sales}`,
    })
  })
  const found = await rows(sales, { $filter: `isof(Основание,'${sales}')`, $orderby: 'Основание' })
  expect(found.map((row) => row.Сумма)).toEqual([1, 0])
})

test('a list is ordered by functions of its fields, too', async () => {
  const { rows } = await published()
  const filter = { $filter: 'IsFolder eq false' }
  expect(names(await rows(goods, { ...filter, $orderby: 'day(ДатаВвода) desc,Code' }))).toEqual(['Чай', 'Кофе'])
  const byEnd = "substring(concat(Description, ', '), 3, 1) desc"
  expect(names(await rows(goods, { ...filter, $orderby: byEnd }))).toEqual(['Кофе', 'Чай'])
})

test('on record sets $orderby is ignored whatever it names; elsewhere an unknown name is an error', async () => {
  const { rows, ask } = await published()
  expect(await rows(revenue, { $orderby: 'ЧтоУгодно desc' })).toEqual([])
  expect(errorOf(await ask(`/${goods}`, { ...json, $orderby: 'ЧтоУгодно' }))).toMatchObject({
    status: 400,
    code: '6',
    text: expect.stringContaining('ЧтоУгодно'),
  })
})

test.each([
  ['Code,Description', ['Code', 'Description']],
  ['**', ['Ref_Key', 'Code', 'Артикул']],
  ['Свойства/Имя', ['Свойства']],
  ['Description,Presentation', ['Description', 'Presentation']],
  ['ОсновнаяЕдиница____Presentation', ['ОсновнаяЕдиница____Presentation']],
])('$select=%s shows %j', async (select, expected) => {
  const { rows } = await published()
  const [item = {}] = await rows(goods, { $select: select, $filter: `Ref_Key eq guid'${tea}'` })
  for (const name of expected) expect(Object.keys(item)).toContain(name)
  if (select !== '**') expect(Object.keys(item)).toEqual(expected)
  else expect(Object.keys(item)).not.toContain('Свойства')
})

test('$select narrows rows and presents references, dates and flags to a person', async () => {
  const { rows } = await published()
  const filter = { $filter: `Ref_Key eq guid'${tea}'` }
  expect(await rows(goods, { ...filter, $select: 'Свойства/Имя,Свойства/Значение' })).toEqual([
    {
      Свойства: [
        { Имя: 'Сорт', Значение: 1 },
        { Имя: 'Крепость', Значение: 2.5 },
      ],
    },
  ])
  const [item] = await rows(goods, { ...filter, $select: '*____Presentation' })
  expect(item).toMatchObject({
    ОсновнаяЕдиница____Presentation: 'ящик',
    Parent____Presentation: 'Бакалея',
    ДатаВвода____Presentation: '31.01.2026 10:00:00',
    Весовой____Presentation: 'Нет',
  })
})

test.each([
  [{ $select: 'Нет' }, '6'],
  [{ $select: 'Свойства/Нет' }, '6'],
  [{ $expand: 'Нет' }, '6'],
  [{ $top: '-1' }, '14'],
  [{ $top: 'два' }, '14'],
  [{ $orderby: 'Code up' }, '14'],
  [{ $orderby: 'Вес add 1' }, '14'],
  [{ $orderby: 'Code,' }, '14'],
  [{ $inlinecount: 'some' }, '14'],
  [{ $search: 'чай' }, '0'],
  [{ $filter: 'Code eq' }, '14'],
])('%o answers 400 with code %s', async (query, code) => {
  const { ask } = await published()
  expect(errorOf(await ask(`/${goods}`, { ...json, ...(query as unknown as Record<string, string>) }))).toMatchObject({
    status: 400,
    code,
  })
})

test('$expand puts the object in the place of the link, level by level, on sets only', async () => {
  const { rows, ask } = await published()
  const filter = { $filter: `Ref_Key eq guid'${coffee}'` }
  const [item] = await rows(goods, { ...filter, $expand: 'ОсновнаяЕдиница/Owner,Parent' })
  expect(item).toMatchObject({
    ОсновнаяЕдиница: { Description: 'кг', Owner: { Description: 'Кофе' } },
    Parent: { Description: 'Бакалея' },
  })
  expect(item).not.toHaveProperty('ОсновнаяЕдиница@navigationLinkUrl')
  const [unselected] = await rows(goods, { ...filter, $expand: 'Parent', $select: 'Code' })
  expect(unselected).toEqual({ Code: '00003' })
  expect(errorOf(await ask(`/${goods}(guid'${coffee}')`, { ...json, $expand: 'Parent' }))).toMatchObject({ code: '0' })
  const atom = await ask(`/${goods}`, { ...filter, $expand: 'Parent' })
  expect(atom.text).toContain('<m:inline>')
})

test('a plus in the query is no space', async () => {
  const { root } = await published()
  const headers = { Authorization: `Basic ${Buffer.from('exchange:exchange').toString('base64')}` }
  const answer = await fetch(`${root}/${encodeURI(goods)}?$format=json&$filter=Code+eq+'1'`, { headers })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('"code": "14"')
})

test('a control character in the data fails the whole reply with 400 and a message in base64', async () => {
  const { ask, base } = await published()
  base.write(goods, { Description: 'Зараза\u0002' })
  for (const query of [json, {}] as Record<string, string>[]) {
    const answer = await ask(`/${goods}`, query)
    expect(answer.status).toBe(400)
    const [encoded = ''] = /[A-Za-z0-9+/=]{40,}/.exec(answer.text) ?? []
    expect(Buffer.from(encoded, 'base64').toString('utf8')).toContain('Зараза')
  }
})

test('a list in Atom is bare: entries in the order of JSON lists, and the count behind them', async () => {
  const { ask, base } = await published()
  const feed = await ask(`/${goods}`, { $filter: "Description eq 'Чай'", $inlinecount: 'allpages' })
  expect(feed.text).toMatch(/^<feed [^>]*>\n\t<entry>[\s\S]*<\/entry>\n\t<m:count>1<\/m:count>\n<\/feed>$/)
  const shown = (text: string) => [...text.matchAll(/^\t{4}<d:([^ >/]+)/gm)].map(([, name]) => name)
  const [row] = ((await ask(`/${goods}`, { ...json, $filter: "Description eq 'Чай'" })).json() as { value: object[] })
    .value
  expect(shown(feed.text)).toEqual(Object.keys(row ?? {}).filter((name) => !name.includes('@')))
  base.write(sales, { Ref_Key: guid(21), Товар_Key: tea, Сумма: 1 })
  base.post(sales, guid(21))
  const records = await ask(`/${revenue}_RecordType`)
  expect(shown(records.text).slice(0, 5)).toEqual(['Period', 'Recorder', 'Recorder_Type', 'LineNumber', 'Active'])
})

test('text with markup and line ends survives Atom', async () => {
  const { ask, base } = await published()
  base.write(sales, { Ref_Key: guid(7) })
  base.write('Document_Заметка', { Ref_Key: guid(8), Текст: ' <a>&\r\n\tb" ' })
  const { text } = await ask(`/Document_Заметка(guid'${guid(8)}')`)
  expect(text).toContain('<d:Текст> &lt;a&gt;&amp;&#13;&#10;\tb" </d:Текст>')
})

test('a user without the right to a set gets code 20, or with allowedOnly nothing', async () => {
  const { ask, root } = await publish({
    configuration: shop,
    seed: seedShop,
    users: [exchange, { name: 'Оператор', password: 'пароль', denied: [goods], readOnly: true }],
  })
  const login = { user: 'Оператор', password: 'пароль' }
  expect(errorOf(await ask(`/${goods}`, json, login))).toMatchObject({ status: 401, code: '20' })
  expect((await ask(`/${goods}`, { ...json, allowedOnly: 'true' }, login)).json().value).toEqual([])
  expect(errorOf(await ask(`/${unitsOfMeasure}`, json, { ...login, method: 'POST', body: {} }))).toMatchObject({
    code: '20',
  })
  expect((await fetch(root)).headers.get('www-authenticate')).toBe('Basic realm="test"')
  expect((await ask('', {}, { user: 'Оператор', password: 'мимо' })).status).toBe(401)
})
