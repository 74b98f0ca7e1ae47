import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCases } from '../../../src/mapping/cases.ts'
import { readCaseFiles } from '../../../src/mappings.ts'
import { odata, signIn, startWorld, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-cases-'))
let world: World
let admin: Awaited<ReturnType<typeof signIn>>
let client: Record<string, unknown>

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  rmSync(join(folder, 'manager.cases.yaml'), { force: true })
  world = await startWorld({ HUB_MAPPINGS: folder })
  admin = await signIn(world.hub, 'admin')
  const people = await odata(world.twin).list('Catalog_Контрагенты', "СтадияКлиента eq 'Действующий'")
  client = people.find(({ Фамилия }) => String(Фамилия).length > 4) as Record<string, unknown>
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const cases = (entity: string, body: object, preview = '/preview') =>
  admin.post(`/mappings/${entity}/cases${preview}`, body)

test('a client of 1C becomes a case that holds and names nobody; what stood in the file stays', async () => {
  const file = join(folder, 'client.cases.yaml')
  const before = readFileSync(file, 'utf8')
  const wish = { record: client, name: 'действующий клиент' }
  const { data: draft, status } = await cases('client', wish)
  expect(status).toBe(200)
  expect(draft).toMatchObject({ file: 'client.cases.yaml', isNew: false, error: null })
  for (const personal of [client.Фамилия, client.Имя, client.Отчество, client.Ref_Key, client.Code])
    expect(draft.text).not.toContain(String(personal))
  for (const row of client.КонтактнаяИнформация as Record<string, string>[])
    for (const contact of [row.НомерТелефона, row.АдресЭП, row.Представление])
      if (contact) expect(draft.text).not.toContain(contact)
  expect(readFileSync(file, 'utf8')).toBe(before)

  const pinned = await cases('client', { ...wish, seen: draft.hash }, '')
  expect(pinned).toMatchObject({
    status: 200,
    data: { message: 'Пример «действующий клиент» дописан в client.cases.yaml.' },
  })
  expect(readFileSync(file, 'utf8')).toBe(before + draft.text)
  expect(checkCases(readCaseFiles(folder), world.hub.hub.mappings)).toEqual([])
})

test('the second of one name is refused, and so is what nobody has seen', async () => {
  const again = await cases('client', { record: client, name: 'действующий клиент' })
  expect(again).toMatchObject({ status: 409, data: { error: { message: expect.stringContaining('уже есть') } } })
  const unseen = await cases('client', { record: client, name: 'ещё один', seen: 'другое' }, '')
  expect(unseen).toMatchObject({ status: 409, data: { error: { message: expect.stringContaining('ещё раз') } } })
})

test('a record the mapping cannot read is kept as just that', async () => {
  const record = { ...client, ОсновнойМенеджер_Key: 'никто' }
  const { data: draft } = await cases('client', { record, name: 'без менеджера' })
  expect(draft.error).toContain('не ссылка')
  expect((await cases('client', { record, name: 'без менеджера', seen: draft.hash }, '')).status).toBe(200)
  expect(checkCases(readCaseFiles(folder), world.hub.hub.mappings)).toEqual([])
})

test('the first case of a mapping begins its file', async () => {
  const [record] = await odata(world.twin).list('Catalog_Пользователи')
  const { data: draft } = await cases('manager', { record, name: 'сотрудник' })
  expect(draft).toMatchObject({ file: 'manager.cases.yaml', isNew: true })
  expect(draft.text).not.toContain(String(record?.Description))
  await cases('manager', { record, name: 'сотрудник', seen: draft.hash }, '')
  expect(existsSync(join(folder, 'manager.cases.yaml'))).toBe(true)
  expect(checkCases(readCaseFiles(folder), world.hub.hub.mappings)).toEqual([])
})

test('a record with two thousand rows becomes an example of its first ones, and says so', async () => {
  const rows = Array.from({ length: 2000 }, (_, n) => ({
    LineNumber: String(n + 1),
    Тип: 'Телефон',
    Представление: `+7 999 000-${String(n).padStart(4, '0')}`,
    НомерТелефона: `7999000${String(n).padStart(4, '0')}`,
  }))
  const wish = { record: { ...client, КонтактнаяИнформация: rows }, name: 'две тысячи телефонов' }
  const { data: draft } = await cases('client', wish)
  expect(draft).toMatchObject({
    error: null,
    note: 'В пример взяты первые 20 строк: «КонтактнаяИнформация» (всего 2000).',
  })
  expect(draft.text.match(/LineNumber/g)).toHaveLength(20)
  expect((await cases('client', { ...wish, seen: draft.hash }, '')).status).toBe(200)
  expect(checkCases(readCaseFiles(folder), world.hub.hub.mappings)).toEqual([])
})

test('nobody but an administrator pins cases', async () => {
  const sales = await signIn(world.hub, 'sales')
  expect((await sales.post('/mappings/client/cases/preview', { record: client, name: 'x' })).status).toBe(403)
})
