import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { type CachedMetadata, cachedMetadata } from '../../../src/connectors/onec/metadata-cache.ts'
import { UnavailableError } from '../../../src/errors.ts'
import { failureOf } from './server.ts'

const run = promisify(execFile)

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'metadata-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}

/** An infobase that publishes one catalog, whose name may change, and may be away. */
function infobase() {
  const state = { set: 'Catalog_Дома', asked: 0, isAway: false }
  const open = (folder: string | null): CachedMetadata =>
    cachedMetadata({
      root: 'http://host/base',
      folder,
      async read(digest) {
        state.asked += 1
        if (state.isAway) throw new UnavailableError('away')
        return digest(document(state.set))
      },
    })
  return { state, open }
}

async function* document(set: string) {
  yield '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices><Schema>'
  yield `<EntityType Name="${set}"/><EntitySet Name="${set}" EntityType="StandardODATA.${set}"/></Schema></edmx:DataServices></edmx:Edmx>`
}

const sets = async (cached: CachedMetadata) => [...(await cached.get()).sets.keys()]

test('1C is asked once, however many want to know at once', async () => {
  const { state, open } = infobase()
  const cached = open(null)
  expect(cached.known()).toBeNull()
  await Promise.all([cached.get(), cached.get()])
  await cached.get()
  expect(state.asked).toBe(1)
  expect(cached.known()?.sets.size).toBe(1)
})

test('a restart knows at once what was read before, and finds out behind the scenes whether it still is so', async () => {
  const { state, open } = infobase()
  const path = folder()
  await open(path).get()
  state.set = 'Catalog_Корпуса'
  const later = open(path)
  expect(await sets(later)).toEqual(['Catalog_Дома'])
  await later.refresh()
  expect(await sets(later)).toEqual(['Catalog_Корпуса'])
  expect(state.asked).toBe(2)
  state.isAway = true
  const last = open(path)
  expect(await sets(last)).toEqual(['Catalog_Корпуса'])
  expect(await failureOf(last.refresh())).toBeInstanceOf(UnavailableError)
})

test('a set that is not known from before is looked for in 1C, but not again and again', async () => {
  const { state, open } = infobase()
  const path = folder()
  await open(path).get()
  state.set = 'Catalog_Корпуса'
  const later = open(path)
  expect((await later.get('Catalog_Корпуса')).sets.has('Catalog_Корпуса')).toBe(true)
  for (let n = 0; n < 3; n++) expect((await later.get('Catalog_Нет')).sets.has('Catalog_Нет')).toBe(false)
  expect(state.asked).toBe(2)
})

test('the same document is not read twice, and nothing is left lying about', async () => {
  const { open } = infobase()
  const path = folder()
  const cached = open(path)
  const first = await cached.get()
  expect(await cached.refresh()).toBe(first)
  expect(readdirSync(path).map((name) => name.replace(/^[0-9a-f]+/, ''))).toEqual(['.json', '.xml.gz'])
})

test('1C away before anything is known is a failure', async () => {
  const { state, open } = infobase()
  state.isAway = true
  expect(await failureOf(open(folder()).get())).toBeInstanceOf(UnavailableError)
})

test('17 MB of $metadata are read in 200 MB', async () => {
  const child = fileURLToPath(new URL('./metadata-child.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [child, '1880'])
  const { types, rssMb } = JSON.parse(stdout) as { types: number; rssMb: number }
  expect(types).toBe(3760)
  expect(rssMb).toBeLessThanOrEqual(200)
})
