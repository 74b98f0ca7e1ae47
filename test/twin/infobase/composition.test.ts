import { expect, test } from 'vitest'
import type { User } from '../../../src/twin/infobase/configuration.ts'
import { anna, files, letter, letters, office, officeNode, officePlan, partners, scan, seedOffice } from './office.ts'
import { errorOf, exchange, publish } from './published.ts'

const users: readonly User[] = [
  exchange,
  { name: 'guest', password: 'guest', visible: { [partners]: ({ Секрет }) => Секрет !== 2 } },
]
const published = () => publish({ configuration: office, seed: seedOffice, users })
const json = { $format: 'json' }
const guest = { user: 'guest', password: 'guest' }

test('an unpublished object is no set, no way leads to it, and its type has a name nobody can resolve', async () => {
  const { ask, rows, base } = await published()
  base.faults.unpublished = [partners, files]
  expect(errorOf(await ask(`/${partners}`, json))).toMatchObject({ status: 404, code: '8' })
  const metadata = (await ask('/$metadata')).text
  expect(metadata).not.toContain(`EntitySet Name="${partners}"`)
  expect(metadata).toContain('<Property Name="Партнер_Key" Type="Edm.Guid" Nullable="true"/>')
  expect(metadata).not.toContain('<NavigationProperty Name="Партнер"')
  const [read = {}] = await rows(letters)
  expect(read).not.toHaveProperty('Партнер@navigationLinkUrl')
  expect(read.Предмет_Type).toMatch(
    /^UnavailableEntities\.UnavailableEntity_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  )
  expect(read.Предмет).toBe(scan)
  expect(errorOf(await ask(`/${letters}`, { ...json, $expand: 'Партнер' }))).toMatchObject({ code: '0' })
})

test('an entity read with an unavailable type may be written back as it is', async () => {
  const { ask, base } = await published()
  base.faults.unpublished = [files]
  const url = `/${letters}(guid'${letter}')`
  const read = (await ask(url, json)).json()
  expect((await ask(url, json, { method: 'PATCH', body: read })).status).toBe(200)
  expect(base.get(letters, letter)).toMatchObject({ Предмет: scan, Предмет_Type: `StandardODATA.${files}` })
})

test('a type is open only where one of the types of its composite property is published', async () => {
  const { ask, base } = await published()
  const openTypes = async () =>
    [...(await ask('/$metadata')).text.matchAll(/EntityType Name="([^"]+)" OpenType="true"/g)].map(([, name]) => name)
  expect(await openTypes()).toContain(letters)
  base.faults.unpublished = [files]
  expect(await openTypes()).toContain(letters)
  base.faults.unpublished = [files, partners]
  expect(await openTypes()).not.toContain('Document_Письмо_Реквизиты')
})

test('a section that is not listed is neither read nor written, and stays as it was', async () => {
  const { ask, rows, base } = await published()
  base.faults.unpublished = [`${letters}_Реквизиты`]
  const [read = {}] = await rows(letters)
  expect(read).not.toHaveProperty('Реквизиты')
  expect((await ask(`/${letters}_Реквизиты`, json)).status).toBe(404)
  const body = { Реквизиты: [] }
  expect((await ask(`/${letters}(guid'${letter}')`, json, { method: 'PATCH', body })).status).toBe(200)
  expect(base.get(letters, letter)?.Реквизиты).toHaveLength(3)
})

test('an empty composition is an empty service document', async () => {
  const { ask, base } = await published()
  base.faults.unpublished = ['*']
  expect((await ask('', json)).json().value).toEqual([])
  expect((await ask('')).text).toMatch(/<workspace>\s*<atom:title>Default<\/atom:title>\s*<\/workspace>/)
})

test('SelectChanges leaves out unpublished objects without a word, for ever; an unpublished section arrives', async () => {
  const { ask, base, root } = await published()
  const select = (messageNo: number) =>
    ask(
      '/SelectChanges',
      { DataExchangePoint: `'${root}/${officePlan}(guid'${officeNode}')'`, MessageNo: String(messageNo) },
      { method: 'POST' },
    )
  base.write(partners, { Ref_Key: anna })
  base.write(letters, { Ref_Key: letter })
  base.faults.unpublished = [partners, `${letters}_Реквизиты`]
  const { text } = await select(1)
  expect([...text.matchAll(/<id>.*\/(\S+)\(/g)].map(([, set]) => set)).toEqual([letters])
  expect(text).toContain('<d:Реквизиты m:type=')
  base.faults.unpublished = []
  expect((await select(1)).text).toContain(partners)
  base.write(partners, { Ref_Key: anna })
  Object.assign(base.faults, { unpublished: [partners], skipUnpublished: false })
  expect((await select(2)).status).toBe(500)
})

test('a set without the right to read it, and a login without the right to write, are code 20', async () => {
  const { ask, base } = await published()
  base.faults.denied = [partners]
  expect(errorOf(await ask(`/${partners}`, json))).toMatchObject({ status: 401, code: '20' })
  expect((await ask(`/${partners}`, { ...json, allowedOnly: 'true' })).json().value).toEqual([])
  Object.assign(base.faults, { denied: [], readOnly: true })
  const change = { method: 'PATCH', body: {} }
  expect(errorOf(await ask(`/${partners}(guid'${anna}')`, json, change))).toMatchObject({ status: 401, code: '20' })
})

test('a record hidden by a restriction refuses the whole list, unless it is not among those chosen or allowedOnly drops it', async () => {
  const { ask } = await published()
  expect(errorOf(await ask(`/${partners}`, json, guest))).toMatchObject({ status: 401, code: '20' })
  const allowed = (await ask(`/${partners}`, { ...json, allowedOnly: 'true' }, guest)).json().value as object[]
  expect(allowed).toMatchObject([{ Description: 'Анна' }])
  const dollar = (await ask(`/${partners}/$count`, { $allowedOnly: 'true' }, guest)).text
  expect(dollar).toBe('1')
  const chosen = await ask(`/${partners}`, { ...json, $filter: "Description eq 'Анна'" }, guest)
  expect(chosen.status).toBe(200)
  expect((await ask(`/${partners}`, json)).status).toBe(200)
})

test('a wrong password may surface as a page with 200', async () => {
  const { ask, base } = await published()
  const wrong = { user: 'exchange', password: 'wrong' }
  expect((await ask(`/${partners}`, json, wrong)).status).toBe(401)
  base.faults.loginPage = true
  const answer = await ask(`/${partners}`, json, wrong)
  expect([answer.status, answer.type]).toEqual([200, 'text/html;charset=utf-8'])
})
