import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { asRealOnec, type HubProcess, runCommand, startHubProcess } from '../hub-process.ts'
import { until } from '../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-verify-'))
let twin: Twin
let hub: HubProcess | null = null
let units: string[] = []

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  units = twin.infobase.list('Catalog_Квартиры').map((unit) => String(unit.Ref_Key))
  hub = await startHubProcess(folder, asRealOnec(twin))
}, 60_000)
afterAll(async () => {
  await hub?.end('SIGKILL')
  await twin.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

const verify = (...args: string[]) => runCommand(folder, asRealOnec(twin), 'verify', ...args)

async function inStore<T>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore(join(folder, 'hub.db'))
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

test('beside a running hub a base that is being edited is clean', async () => {
  for (const [n, ref] of units.slice(0, 30).entries())
    twin.infobase.write('Catalog_Квартиры', { Ref_Key: ref, Цена: String(6_000_000 + n) })
  const { code, output } = await verify()
  expect(output).toContain('Clean: 1C and the hub agree')
  expect(output).toMatch(/Помещения +\d+ +\d+/)
  expect(code).toBe(0)
})

test('a lost row is printed by name with exit code 1, and healed on demand', async () => {
  const ref = String(units[3])
  await inStore(({ db }) => db.deleteFrom('unit').where('ref', '=', ref).execute())
  const found = await verify()
  expect(found.output).toContain(`unit ${ref}  missing_here`)
  expect(found.output).toMatch(/Помещение № .+: в 1С есть, а в хабе нет/)
  expect(found.code).toBe(1)
  const healed = await verify('--heal')
  expect(healed.output).toContain('HEALED')
  expect(healed.code).toBe(0)
  expect((await verify()).code).toBe(0)
})

test('while 1C is away it says that it could not compare, with exit code 2', async () => {
  twin.infobase.faults.down = true
  const { code, output } = await verify()
  twin.infobase.faults.down = false
  expect(output).toMatch(/Could not compare: .*1С/)
  expect(code).toBe(2)
})

test('without a hub it brings in itself what has changed since', async () => {
  await hub?.end('SIGTERM')
  hub = null
  const ref = String(units[5])
  twin.infobase.write('Catalog_Квартиры', { Ref_Key: ref, Цена: '7654321' })
  const { code, output } = await verify()
  expect(output).toContain('Clean')
  expect(code).toBe(0)
  const unit = await inStore(({ db }) =>
    db.selectFrom('unit').select('price').where('ref', '=', ref).executeTakeFirstOrThrow(),
  )
  expect(unit.price).toBe(765_432_100)
})

test('a hub that was started meanwhile goes on with the same data', async () => {
  hub = await startHubProcess(folder, asRealOnec(twin))
  const ref = String(units[6])
  twin.infobase.write('Catalog_Квартиры', { Ref_Key: ref, Цена: '7654322' })
  await until('the change has come', () =>
    inStore(async ({ db }) => {
      const unit = await db.selectFrom('unit').select('price').where('ref', '=', ref).executeTakeFirstOrThrow()
      return unit.price === 765_432_200
    }),
  )
})
