import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkMappings } from '../../../src/flows/exchange/check-mappings.ts'
import type { Attention } from '../../../src/web/api/contract.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

const path = '/hooks/genesys/engage'
let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

const conflicts = async (): Promise<Attention[]> => {
  const admin = await signIn(world.hub, 'admin')
  const { data } = await admin.get('/desktop')
  return (data.attention as Attention[]).filter(({ kind }) => kind === 'conflict')
}

const writtenAs = (state: string, more = {}) =>
  hook(world.hub, path, { calluuid: 'CONF1', ani: '+79997780001', dnis: '+74950000101', state, ...more })

const document = async () =>
  (await odata(world.twin).list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:CONF1'"))[0]

const writes = () =>
  world.twin.infobase.requests
    .list()
    .filter(({ method, url }) => (method === 'POST' || method === 'PATCH') && url.includes('Document_ТелефонныйЗвонок'))

test('what 1C would not take is one row for a person, not written again, and settled by a word', async () => {
  const keyword = 'очень длинное ключевое слово '.repeat(12).trim()
  await writtenAs('Ringing', { adkeyword: keyword })
  const [row] = await until('the conflict is listed', async () => {
    const rows = await conflicts()
    return rows.length > 0 ? rows : null
  })
  expect(row).toMatchObject({ title: 'Взаимодействие: в 1С не то, что записал хаб', action: { name: 'dismiss' } })
  expect(row?.reason).toContain('КлючевоеСлово: хаб записал «очень длинное')
  const stored = String((await document())?.КлючевоеСлово)
  expect(keyword.startsWith(stored) && stored.length < keyword.length).toBe(true)

  const before = writes().length
  await writtenAs('Answered', { adkeyword: keyword })
  await until('the call is completed in 1C', async () => (await document())?.Состоялся === true)
  const patched = writes().slice(before)
  expect(patched).not.toEqual([])
  expect(patched.filter(({ body }) => body?.includes('КлючевоеСлово'))).toEqual([])
  expect(await conflicts()).toHaveLength(1)

  const admin = await signIn(world.hub, 'admin')
  expect((await admin.post(`/attention/${row?.id}/dismiss`)).status).toBeLessThan(300)
  expect(await conflicts()).toEqual([])

  // Who looks at the mapping next is told of it.
  await checkMappings(world.hub.hub)
  const findings = world.hub.hub.mappings.findings.filter(({ code }) => code === 'too-long')
  expect(findings).toMatchObject([{ file: 'interaction.yaml', level: 'warning' }])
  expect(findings[0]?.text).toContain(`«КлючевоеСлово» до ${stored.length} знаков`)
})
