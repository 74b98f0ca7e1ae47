import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningHub } from '../../../src/main.ts'
import {
  MappingFile,
  MappingRow,
  MetadataObject,
  MetadataTree,
  Model,
  Preview,
  Samples,
} from '../../../src/web/api/mappings/mapping-contract.ts'
import { mappingRoutes } from '../../../src/web/api/mappings/mapping-routes.ts'
import { addDemoPeople } from '../../../src/web/auth/people.ts'
import { signIn, startLonelyHub, startWorld, type World } from '../../world.ts'

let world: World
let admin: Awaited<ReturnType<typeof signIn>>
beforeAll(async () => {
  world = await startWorld()
  admin = await signIn(world.hub, 'admin')
}, 60_000)
afterAll(() => world.stop())

const fileOf = async (key: string) => MappingFile.parse((await admin.get(`/mappings/${key}/file`)).data)
const samplesOf = async (input: object) => Samples.parse((await admin.post('/mappings/samples', input)).data)
const previewOf = async (input: object) => Preview.parse((await admin.post('/mappings/preview', input)).data)

test.each(['marketing', 'operator', 'sales', 'director'])('%s gets none of it', async (login) => {
  const person = await signIn(world.hub, login)
  for (const { method, path } of mappingRoutes) {
    const answer = await person[method](path.replace(/:\w+/g, 'client'))
    expect(`${path} ${answer.status}`).toBe(`${path} 403`)
  }
})

test('every entity of the model is listed with its file, its source in 1C and its state', async () => {
  const rows = MappingRow.array().parse((await admin.get('/mappings')).data)
  const model = Model.parse((await admin.get('/mappings/model')).data)
  expect(rows.map(({ key }) => key)).toEqual(model.entities.map(({ name }) => name))
  expect(rows.find(({ key }) => key === 'client')).toMatchObject({
    file: 'client.yaml',
    title: 'Клиент',
    source: 'Catalog_Контрагенты',
    state: 'used',
    errors: 0,
  })
})

test('an address that is no mapping is told so', async () => {
  expect((await admin.get('/mappings/nothing/file')).status).toBe(404)
  expect((await admin.get(`/mappings/metadata/${encodeURIComponent('Catalog_Нет')}`)).status).toBe(404)
})

test('the tree of 1C names objects without their sections; an object tells attributes, targets, enums and sections', async () => {
  const { kinds } = MetadataTree.parse((await admin.get('/mappings/metadata')).data)
  const catalogs = kinds.find(({ kind }) => kind === 'Catalog')?.names ?? []
  expect(catalogs).toContain('Контрагенты')
  expect(catalogs.filter((name) => name.startsWith('Контрагенты_'))).toEqual([])
  const answer = await admin.get(`/mappings/metadata/${encodeURIComponent('Catalog_Контрагенты')}`)
  const { attributes, sections } = MetadataObject.parse(answer.data)
  expect(attributes.find(({ name }) => name === 'ОсновнойМенеджер_Key')?.target).toBe('Catalog_Пользователи')
  expect(attributes.find(({ name }) => name === 'ВидКонтрагента')?.values).toContain('ФизическоеЛицо')
  expect(sections.map(({ name }) => name)).toContain('КонтактнаяИнформация')
})

test('samples are five real records, then the next five, then those a person asks for', async () => {
  const { file, text } = await fileOf('client')
  const first = await samplesOf({ file, text })
  const second = await samplesOf({ file, text, skip: 5 })
  expect([first.records.length, first.more, second.records.length]).toEqual([5, true, 5])
  const titles = (samples: Samples) => samples.records.map(({ title }) => title)
  expect(titles(first).filter((title) => titles(second).includes(title))).toEqual([])
  const [wanted] = first.records
  const raw = wanted?.raw as { Code: string; Ref_Key: string }
  for (const find of [wanted?.title, raw.Code, raw.Ref_Key])
    expect(titles(await samplesOf({ file, text, find }))).toContain(wanted?.title)
  expect(await samplesOf({ file, text, find: "Нет' такого" })).toMatchObject({
    id: null,
    reason: expect.stringMatching(/не нашлось/),
  })
})

test('a preview answers from memory: typing asks 1C nothing', async () => {
  const { file, text } = await fileOf('client')
  const { id: sample } = await samplesOf({ file, text })
  const asked = () => world.twin.infobase.requests.list().filter(({ url }) => url.includes('Контрагенты')).length
  const before = asked()
  const preview = await previewOf({ file, text: text.replace('lastName: Фамилия', 'lastName: Отчество'), sample })
  expect(asked()).toBe(before)
  expect(preview.records).toHaveLength(5)
  expect(preview.records.every(({ cells }) => cells.lastName?.changed && !cells.firstName?.changed)).toBe(true)
  expect(preview.gone).toBe(false)
  const manager = preview.records[0]?.cells.managerRef?.after?.value
  expect(preview.names[String(manager)]).toMatch(/\S+ \S+/)
})

test('a name 1C does not have is a finding with its place and a remedy, and an error at its cell', async () => {
  const { file, text } = await fileOf('client')
  const { id: sample } = await samplesOf({ file, text })
  const { findings, records } = await previewOf({
    file,
    text: text.replace('lastName: Фамилия', 'lastName: Фамили'),
    sample,
  })
  expect(findings).toMatchObject([{ level: 'error', text: expect.stringMatching(/может быть, «Фамилия»/) }])
  expect(text.split('\n')[(findings[0]?.line ?? 0) - 1]).toContain('lastName')
  expect(records[0]?.cells.lastName?.after?.error).toContain('Фамили')
  expect(records[0]?.cells.firstName?.after?.value).toBeTruthy()
})

test('a path through a reference makes another reading, which brings what it leads to', async () => {
  const { file, text } = await fileOf('client')
  const plain = await previewOf({ file, text, sample: null })
  const through = text.replace('lastName: Фамилия', 'lastName: ОсновнойМенеджер.Description')
  const edited = await previewOf({ file, text: through, sample: null })
  expect(edited.source).not.toBe(plain.source)
  const { id: sample } = await samplesOf({ file, text: through })
  const { records } = await previewOf({ file, text: through, sample })
  expect(records[0]?.cells.lastName?.after).toMatchObject({ value: expect.stringMatching(/\S/), error: null })
})

test('a sample the server no longer holds is told of', async () => {
  const { file, text } = await fileOf('client')
  expect(await previewOf({ file, text, sample: 'long gone' })).toMatchObject({ gone: true, records: [] })
})

describe('without 1C', () => {
  let hub: RunningHub
  beforeAll(async () => {
    hub = await startLonelyHub()
    await addDemoPeople(hub.hub.db, new Date().toISOString())
  })
  afterAll(() => hub.stop())

  test('the texts are there and are checked; why there is no tree and no record is said', async () => {
    const lonely = await signIn(hub, 'admin')
    const { text } = MappingFile.parse((await lonely.get('/mappings/client/file')).data)
    const tree = MetadataTree.parse((await lonely.get('/mappings/metadata')).data)
    expect(tree).toMatchObject({ kinds: [], reason: expect.stringMatching(/\S/) })
    const object = await lonely.get(`/mappings/metadata/${encodeURIComponent('Catalog_Контрагенты')}`)
    expect([object.status, object.data.error.message]).toEqual([409, expect.stringContaining('1С')])
    const samples = Samples.parse((await lonely.post('/mappings/samples', { file: 'client.yaml', text })).data)
    expect(samples).toMatchObject({ id: null, reason: expect.stringMatching(/^Записи не прочитаны: /) })
    const wrong = { file: 'client.yaml', text: text.replace('to: client', 'to: cliet'), sample: null }
    const { findings } = Preview.parse((await lonely.post('/mappings/preview', wrong)).data)
    expect(findings).not.toEqual([])
  })
})
