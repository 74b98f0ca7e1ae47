import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtMetadata } from '../../../src/flows/sentinel/look-at-metadata.ts'
import { checkCases } from '../../../src/mapping/cases.ts'
import { readCaseFiles } from '../../../src/mappings.ts'
import { acceptedSnapshot } from '../../../src/store/metadata-changes.ts'
import type { Versions } from '../../../src/web/api/mappings/deploy-contract.ts'
import type { SentinelPage } from '../../../src/web/api/mappings/sentinel-contract.ts'
import { signIn, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-follow-cases-'))
const casesFile = join(folder, 'client.cases.yaml')
let world: World
let admin: Awaited<ReturnType<typeof signIn>>
let before: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  before = readFileSync(casesFile, 'utf8')
  world = await startWorld({ HUB_MAPPINGS: folder })
  admin = await signIn(world.hub, 'admin')
  await until('the first look at the metadata', () => acceptedSnapshot(world.hub.hub.db))
  await until('the hub is online', () => world.hub.hub.link.state === 'online', 30)
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const renamed = { set: 'Catalog_Контрагенты', from: 'СтадияКлиента', to: 'ЭтапРаботы' }
const broken = () => checkCases(readCaseFiles(folder), world.hub.hub.mappings)

async function tryOut(files: Record<string, string>) {
  const { data: started, status } = await admin.post('/mappings/effects', { files })
  expect(status, JSON.stringify(started)).toBe(200)
  return until('the trial has ended', async () => {
    const { data } = await admin.get(`/mappings/effects/${started.id}`)
    return data.state !== 'running' && data
  })
}

/** Has 1C rename an attribute, and gives what is proposed for the two files. */
async function proposed() {
  world.twin.infobase.restructure(renamed)
  await lookAtMetadata(world.hub.hub, true)
  const { proposals } = (await admin.get('/mappings/sentinel')).data as SentinelPage
  const [mapping, cases] = proposals
  return { mapping: mapping?.text ?? '', cases: cases?.text ?? '' }
}

async function renamedBack() {
  world.twin.infobase.restructure({ set: renamed.set, from: renamed.to, to: renamed.from })
  await lookAtMetadata(world.hub.hub, true)
}

test('cases follow a renamed attribute in the version of their mapping, stay green, and go back with it', async () => {
  expect(broken()).toEqual([])
  const { mapping, cases } = await proposed()
  expect(cases).toBe(before.replaceAll(renamed.from, renamed.to))
  const files = { 'client.yaml': mapping }
  const effect = await tryOut(files)
  expect(effect).toMatchObject({ state: 'done', files: ['client.yaml', 'client.cases.yaml'] })
  expect(readFileSync(casesFile, 'utf8')).toBe(before)
  // They are in the hub; it is the held file that cannot read them.
  expect(effect.result.sentences).toEqual([expect.stringMatching(/^[\d\s]+ клиент\S* нач\S+ читаться$/)])

  const { status, data } = await admin.post('/mappings/deploy', {
    effectId: effect.id,
    files,
    comment: 'Обновление 1С',
  })
  expect(status, JSON.stringify(data)).toBe(200)
  expect(readFileSync(casesFile, 'utf8')).toBe(cases)
  expect(readFileSync(join(folder, 'client.yaml'), 'utf8')).toBe(mapping)
  expect(broken()).toEqual([])
  const { rows } = (await admin.get('/mappings/versions')).data as Versions
  expect(rows[0]?.changed).toEqual(['client.yaml', 'client.cases.yaml'])
  const { diffs } = (await admin.get(`/mappings/versions/${rows[0]?.id}`)).data
  expect(diffs[1]).toMatchObject({ file: 'client.cases.yaml' })
  expect(diffs[1].places.length).toBeGreaterThan(0)

  await renamedBack()
  const back = await admin.post(`/mappings/versions/${rows[1]?.id}/rollback`, { comment: '' })
  expect(back.status, JSON.stringify(back.data)).toBe(200)
  expect(readFileSync(casesFile, 'utf8')).toBe(before)
  expect(broken()).toEqual([])
}, 60_000)

test('a case pinned while the trial waited is not written over', async () => {
  const { mapping } = await proposed()
  const files = { 'client.yaml': mapping }
  const effect = await tryOut(files)
  appendFileSync(casesFile, '\n- name: новый\n  in: { IsFolder: true }\n  out: null\n')
  const kept = readFileSync(casesFile, 'utf8')
  const { status, data } = await admin.post('/mappings/deploy', {
    effectId: effect.id,
    files,
    comment: 'Обновление 1С',
  })
  expect(status).toBe(409)
  expect(data.error.message).toContain('client.cases.yaml')
  expect(readFileSync(casesFile, 'utf8')).toBe(kept)
  expect(readFileSync(join(folder, 'client.yaml'), 'utf8')).not.toBe(mapping)
  await renamedBack()
}, 60_000)

test('an edit that does not use the new name leaves the cases alone', async () => {
  await proposed()
  const text = String(readFileSync(join(folder, 'unit.yaml'), 'utf8'))
  const effect = await tryOut({ 'unit.yaml': `${text}# правка\n` })
  expect(effect.files).toEqual(['unit.yaml'])
  await renamedBack()
}, 60_000)
