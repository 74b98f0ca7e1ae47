import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hook, odata, startWorld, until, type World } from '../../world.ts'

const path = '/hooks/genesys/engage'
const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
let world: World

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  const file = join(folder, 'interaction.yaml')
  const into = 'into: { http: /hs/realtor/v1/calls, method: POST, ref: id }\nto: interaction'
  writeFileSync(file, readFileSync(file, 'utf8').replace('to: interaction', into))
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const report = (calluuid: string, state: string, more = {}) =>
  hook(world.hub, path, { calluuid, ani: '+79997790001', dnis: '+74950000101', state, ...more })

const documents = (calluuid: string) =>
  odata(world.twin).list('Document_ТелефонныйЗвонок', `ВнешнийКод eq 'engage:${calluuid}'`)

const written = (calluuid: string) =>
  until(`call ${calluuid} is written`, async () => {
    const call = await world.hub.hub.db
      .selectFrom('call')
      .selectAll()
      .where('callKey', '=', calluuid)
      .where('onecState', '=', 'written')
      .executeTakeFirst()
    return call ?? null
  })

/** How the hub wrote to 1C: the service, or documents of OData. */
const writes = () =>
  world.twin.infobase.requests
    .list()
    .filter(({ method }) => method === 'POST' || method === 'PATCH')
    .map(({ url }) => decodeURIComponent(url))
const toService = () => writes().filter((url) => url.includes('/hs/realtor/v1/calls'))

test('an interaction goes to the service the mapping names, and later reports to the same document', async () => {
  await report('SVC1', 'Ringing')
  const call = await written('SVC1')
  const [document, ...more] = await documents('SVC1')
  expect(more).toEqual([])
  expect(document).toMatchObject({ Ref_Key: call.onecRef, Направление: 'Входящий', Состоялся: false })

  await report('SVC1', 'Released', { talkseconds: '42' })
  await until('the length has come', async () => Number((await documents('SVC1'))[0]?.ДлительностьРазговора) === 42)
  expect(await documents('SVC1')).toHaveLength(1)
  expect(toService()).toHaveLength(2)
  expect(writes().filter((url) => url.includes('Document_ТелефонныйЗвонок'))).toEqual([])
})

test('a service whose answer was lost is asked for by the key and makes no second document', async () => {
  // The caller is known by now, so the only write that can lose its answer is the service's.
  const before = toService().length
  world.twin.infobase.faults.loseAnswers = 1
  await report('SVC2', 'Ringing')
  await written('SVC2')
  expect(world.twin.infobase.faults.loseAnswers).toBe(0)
  expect(toService().length).toBeGreaterThan(before)
  expect(await documents('SVC2')).toHaveLength(1)
})
