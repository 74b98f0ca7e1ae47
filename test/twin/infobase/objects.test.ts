import { expect, test } from 'vitest'
import {
  anna,
  boris,
  errands,
  files,
  letter,
  letters,
  meeting,
  meetings,
  office,
  partners,
  scan,
  seedOffice,
  tasks,
} from './office.ts'
import { errorOf, guid, publish } from './published.ts'

const published = () => publish({ configuration: office, seed: seedOffice })
const json = { $format: 'json' }
const currency = '/Constant_Валюта'
const chief = '/Constant_Главный'
const zero = "guid'00000000-0000-0000-0000-000000000000'"

test.each([
  ["cast(r/Значение, 'String') eq 'срочно'", 1],
  ["isof(r/Значение, 'String')", 1],
  ["isof(r/Значение, 'Number') or isof(r/Значение, 'Boolean') or isof(r/Значение, 'Date')", 0],
  ["cast(r/Значение, 'Number') gt 1", 0],
  [`r/Значение eq cast(guid'${anna}', '${partners}')`, 1],
])('a composite value is found by its type: %s', async (condition, count) => {
  const { rows } = await published()
  expect(await rows(letters, { $filter: `Реквизиты/any(r: ${condition})` })).toHaveLength(count)
})

test('numbers, flags and dates of a composite field are values of their type', async () => {
  const { rows, base } = await published()
  const values: [string | number | boolean, string][] = [
    [7.5, 'Edm.Double'],
    [true, 'Edm.Boolean'],
    ['2026-02-03T00:00:00', 'Edm.DateTime'],
  ]
  const Реквизиты = values.map(([Значение, type], index) => ({ LineNumber: index + 1, Значение, Значение_Type: type }))
  base.write(letters, { Ref_Key: guid(29), Реквизиты })
  for (const condition of [
    "cast(r/Значение, 'Number') gt 7",
    "cast(r/Значение, 'Boolean') eq true",
    "year(cast(r/Значение, 'Date')) eq 2026",
  ]) {
    const found = await rows(letters, { $filter: `Реквизиты/any(r: ${condition})` })
    expect(found.map((row) => row.Ref_Key)).toEqual([guid(29)])
  }
})

test('a constant is a set of one row with number 0, changed under its number or the empty reference', async () => {
  const { ask, rows } = await published()
  expect(await rows('Constant_Валюта')).toEqual([{ SurrogateKey: 0, Value: 'RUB' }])
  for (const key of ['0', 'SurrogateKey=0', zero]) {
    const answer = await ask(`${currency}(${key})`, json, { method: 'PATCH', body: { Value: 'EURO' } })
    expect([answer.status, answer.json().Value]).toEqual([200, 'EUR'])
  }
  expect(errorOf(await ask(`${currency}(0)`, json, { method: 'DELETE' }))).toMatchObject({ status: 405, code: '19' })
  expect(errorOf(await ask(currency, json, { method: 'POST', body: { Value: 'USD' } }))).toMatchObject({ code: '15' })
})

test('an undefined constant has no row until the first POST', async () => {
  const { ask, rows } = await published()
  expect(await rows('Constant_Главный')).toEqual([])
  expect(errorOf(await ask(`${chief}(0)`, json))).toMatchObject({ status: 404, code: '9' })
  expect((await ask(`${chief}(0)`, json, { method: 'PATCH', body: { Value_Key: anna } })).status).toBe(404)
  const created = await ask(chief, json, { method: 'POST', body: { Value_Key: anna } })
  expect([created.status, created.json().Value_Key]).toEqual([201, anna])
  const expanded = await rows('Constant_Главный', { $expand: 'Value' })
  expect(expanded).toMatchObject([{ Value_Key: anna, Value: { Description: 'Анна' } }])
})

test('a value storage shows its type and its bytes as Base64, and gives the bytes themselves on request', async () => {
  const { ask, rows } = await published()
  const base64 = Buffer.from('picture').toString('base64')
  const [file] = await rows(files)
  expect(file).toMatchObject({ Данные_Type: 'image/png', Данные_Base64Data: base64 })
  expect(file).not.toHaveProperty('Данные')
  for (const path of ['Данные/$value', 'Данные']) {
    const answer = await ask(`/${files}(guid'${scan}')/${path}`)
    expect([answer.status, answer.type, answer.text]).toEqual([200, 'image/png', 'picture'])
  }
  const metadata = await ask('/$metadata')
  expect(metadata.text).toContain('<Property Name="Данные" Type="Edm.Stream" Nullable="true"/>')
  expect(metadata.text).toContain('<Property Name="Данные_Base64Data" Type="Edm.Binary" Nullable="true"/>')
})

test('a value storage is written by its Base64; bytes without a type are bytes, none empty it', async () => {
  const { ask } = await published()
  const url = `/${files}(guid'${scan}')`
  const change = (body: object) => ask(url, json, { method: 'PATCH', body })
  const bytes = Buffer.from([0, 255, 16]).toString('base64')
  expect((await change({ Данные_Base64Data: '' })).json()).toMatchObject({ Данные_Type: '', Данные_Base64Data: '' })
  expect((await change({ Данные_Base64Data: bytes })).json()).toMatchObject({ Данные_Type: 'application/octet-stream' })
  expect(errorOf(await change({ Данные_Base64Data: 'не Base64' }))).toMatchObject({ status: 400, code: '1' })
})

test('what a value storage holds besides bytes, pictures and XDTO cannot be read: 501', async () => {
  const { ask, base } = await published()
  base.write(files, { Ref_Key: scan, Данные_Type: 'application/x-1c-internal' })
  expect((await ask(`/${files}`, json)).status).toBe(501)
  expect((await ask(`/${files}(guid'${scan}')/Данные/$value`, json)).status).toBe(501)
  expect((await ask(`/${files}`, { ...json, $select: 'Description' })).status).toBe(200)
})

test('a value storage is compared with nothing', async () => {
  const { ask } = await published()
  const filter = "Данные_Base64Data eq 'AA=='"
  expect(errorOf(await ask(`/${files}`, { ...json, $filter: filter }))).toMatchObject({ status: 500, code: '-1' })
})

test('a journal lists the documents of its types by date, and nothing of it is read by key', async () => {
  const { ask, rows } = await published()
  expect(await rows('DocumentJournal_Общение')).toEqual([
    expect.objectContaining({ Ref: meeting, Ref_Type: `StandardODATA.${meetings}`, Number: '000001' }),
    expect.objectContaining({ Ref: letter, Ref_Type: `StandardODATA.${letters}`, Партнер_Key: boris }),
  ])
  const filtered = await rows('DocumentJournal_Общение', { $filter: `Ref eq cast(guid'${letter}','${letters}')` })
  expect(filtered).toHaveLength(1)
  const key = `Ref='${letter}', Ref_Type='StandardODATA.${letters}'`
  expect((await ask(`/DocumentJournal_Общение(${key})`, json)).status).toBe(501)
  expect((await ask('/DocumentJournal_Общение', json, { method: 'POST', body: {} })).status).toBe(405)
})

test('a started process makes its tasks, and is completed with the last of them', async () => {
  const { ask, rows, base } = await published()
  const created = await ask(`/${errands}`, json, { method: 'POST', body: { Тема: 'Договор', Started: true } })
  expect(created.json()).toMatchObject({ Started: false, Completed: false, Number: '000001' })
  const url = `/${errands}(guid'${created.json().Ref_Key}')`
  expect((await ask(`${url}/Start`, json, { method: 'POST' })).status).toBe(200)
  expect(errorOf(await ask(`${url}/Start`, json, { method: 'POST' }))).toMatchObject({ status: 500, code: '-1' })
  const made = await rows(tasks)
  expect(made).toMatchObject([
    { Description: 'Проверить', Executed: false, BusinessProcess_Key: created.json().Ref_Key },
    { Description: 'Подписать', Executed: false },
  ])
  for (const task of made) {
    expect(base.list(errands)[0]?.Completed).toBe(false)
    expect((await ask(`/${tasks}(guid'${task.Ref_Key}')/ExecuteTask`, json, { method: 'POST' })).status).toBe(200)
  }
  expect((await ask(url, json)).json()).toMatchObject({ Started: true, Completed: true })
  const metadata = (await ask('/$metadata')).text
  expect(metadata).toMatch(
    /FunctionImport Name="Start"[^>]*>\s*<Parameter Name="bindingParameter" Type="StandardODATA.BusinessProcess_Согласование"/,
  )
  expect(metadata).toContain('FunctionImport Name="ExecuteTask"')
})

test('an information register of documents has record sets, rows known by dimensions, and slices bound to the rows', async () => {
  const { ask, rows, base } = await published()
  base.post(letters, letter)
  const key = `/InformationRegister_Отправления(guid'${letter}')`
  expect((await ask(key, json)).json().RecordSet).toEqual([
    {
      Recorder_Key: letter,
      Period: '2026-05-05T10:00:00',
      LineNumber: '1',
      Active: true,
      Партнер_Key: boris,
      Способ: 'почта',
    },
  ])
  const row = `/InformationRegister_Отправления_RecordType(Period=datetime'2026-05-05T10:00:00', Партнер_Key=guid'${boris}')`
  expect((await ask(row, json)).json()).toMatchObject({ Способ: 'почта' })
  expect(await rows('InformationRegister_Отправления_RecordType/SliceLast')).toHaveLength(1)
  expect(errorOf(await ask('/InformationRegister_Отправления/SliceLast', json))).toMatchObject({ code: '6' })
  const other = base.write(letters, { Date: '2026-05-05T10:00:00', Партнер_Key: boris })
  expect(() => base.post(letters, String(other.Ref_Key))).toThrow('уже существует')
})

test('a register without dimensions has one row, number 0', async () => {
  const { ask, rows } = await published()
  const set = '/InformationRegister_Настройки'
  const created = await ask(set, json, { method: 'POST', body: { Адрес: 'http://hub.invalid' } })
  expect([created.status, created.json()]).toMatchObject([200, { SurrogateKey: 0, Адрес: 'http://hub.invalid' }])
  expect(errorOf(await ask(set, json, { method: 'POST', body: { Адрес: 'x' } }))).toMatchObject({ code: '15' })
  expect((await ask(`${set}(SurrogateKey=0)`, json, { method: 'PATCH', body: { Адрес: 'y' } })).json().Адрес).toBe('y')
  expect((await ask(`${set}(0)`, json, { method: 'DELETE' })).status).toBe(204)
  expect(await rows('InformationRegister_Настройки')).toEqual([])
})

test('a characteristic holds a reference, a primitive value or nothing, each under the name of its type', async () => {
  const { rows, ask } = await published()
  const [read] = await rows(letters)
  expect(read?.Реквизиты).toMatchObject([
    { Значение: 'срочно', Значение_Type: 'Edm.String' },
    { Значение: anna, Значение_Type: `StandardODATA.${partners}` },
    { Значение: '', Значение_Type: 'StandardODATA.Undefined' },
  ])
  const body = { Реквизиты: [{ LineNumber: 1, Значение: 5, Значение_Type: 'Edm.Double' }] }
  const changed = await ask(`/${letters}(guid'${letter}')`, json, { method: 'PATCH', body })
  expect(changed.json().Реквизиты).toMatchObject([{ Значение: 5, Значение_Type: 'Edm.Double' }])
})

test('a handler changes what is written or refuses it in its own words, and does not run in the data load mode', async () => {
  const { ask } = await published()
  const create = (body: object, headers = {}) => ask(`/${partners}`, json, { method: 'POST', body, headers })
  expect((await create({ Description: '  Вера ' })).json().Description).toBe('Вера')
  const refused = errorOf(await create({ Description: '' }))
  expect(refused).toMatchObject({ status: 500, code: '-1' })
  expect(refused.text).toMatch(
    /^Ошибка при выполнении обработчика - 'ПередЗаписью'\n\{.+\(57\)\}: Наименование не заполнено$/,
  )
  const load = { '1C_OData-DataLoadMode': 'true' }
  expect((await create({ Description: ' Глеб' }, load)).json().Description).toBe(' Глеб')
  const settings = { method: 'POST', body: { Адрес: 'x' }, headers: load }
  expect(errorOf(await ask('/InformationRegister_Настройки', json, settings))).toMatchObject({
    status: 400,
    code: '17',
  })
})

test('charts are read like catalogs', async () => {
  const { ask, rows } = await published()
  const set = 'ChartOfCharacteristicTypes_Свойства'
  const created = await ask(`/${set}`, json, { method: 'POST', body: { Description: 'Срочность' } })
  expect(created.json()).toMatchObject({ Code: '00001', Description: 'Срочность' })
  expect(await rows(set)).toHaveLength(1)
  expect((await ask(`/${set}(guid'${guid(99)}')`, json)).status).toBe(404)
})
