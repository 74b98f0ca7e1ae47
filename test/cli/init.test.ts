import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { init } from '../../src/cli/init.ts'
import { ConfigError } from '../../src/errors.ts'
import { startTwin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { demoXml } from '../mapping/infobase/base.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-init-'))
const saved = join(folder, 'metadata.xml')
const printed: string[] = []

beforeEach(() => {
  printed.length = 0
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((text: unknown) => void printed.push(String(text)))
  writeFileSync(saved, demoXml)
})
afterAll(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('a saved $metadata gives a file an entity and a table of what was found', async () => {
  const out = join(folder, 'drafts')
  expect(await init({}, { from: saved, out, force: false })).toBe(0)
  expect(readdirSync(out)).toHaveLength(11)
  expect(readFileSync(join(out, 'client.yaml'), 'utf8')).toContain('set: Catalog_Контрагенты')
  expect(printed.join('\n')).toMatch(/Всего .* 100 %/)

  writeFileSync(join(out, 'client.yaml'), '# own\n')
  expect(await init({}, { from: saved, out, force: false })).toBe(2)
  expect(printed.at(-1)).toContain('Ничего не записано')
  expect(readFileSync(join(out, 'client.yaml'), 'utf8')).toBe('# own\n')
  expect(await init({}, { from: saved, out, force: true })).toBe(0)
  expect(readFileSync(join(out, 'client.yaml'), 'utf8')).not.toBe('# own\n')
})

test('a packed one is read too, and a running infobase is asked', async () => {
  writeFileSync(`${saved}.gz`, gzipSync(demoXml))
  expect(await init({}, { from: `${saved}.gz`, out: join(folder, 'packed'), force: false })).toBe(0)

  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  try {
    const env = { ONEC_USER: 'exchange', ONEC_PASSWORD: 'exchange' }
    const from = `${twin.address}/realtor/odata/standard.odata/$metadata`
    expect(await init(env, { from, out: join(folder, 'asked'), force: false })).toBe(0)
    expect(readdirSync(join(folder, 'asked'))).toHaveLength(11)
    const withUsualUser = { ONEC_PASSWORD: 'exchange' }
    expect(await init(withUsualUser, { from, out: join(folder, 'usual'), force: false })).toBe(0)
    const refused = await init({}, { from, out: join(folder, 'refused'), force: false }).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(ConfigError)
    expect((refused as ConfigError).message.match(/ONEC_PASSWORD/g)).toHaveLength(1)
  } finally {
    await twin.close()
  }
})

test('an address nobody answers at is told without a word about passwords', async () => {
  const tried = init({}, { from: 'http://127.0.0.1:1/realtor', out: join(folder, 'nobody'), force: false })
  await expect(tried).rejects.toThrow(
    /^1С по адресу http:\/\/127\.0\.0\.1:1\/realtor не описала себя: Сервер 1С недоступен[^:]*: ECONNREFUSED\. Проверьте адрес в ONEC_URL, сеть и запущен ли веб-сервер 1С\.$/,
  )
})

test('directories whose items stand for values are read from a running infobase', async () => {
  const options = readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', TWIN_CONFIGURATION: 'partners' })
  const twin = await startTwin(options)
  try {
    const from = `${twin.address}/${twin.infobase.name}`.replace('://', '://exchange:exchange@')
    const out = join(folder, 'partners')
    expect(await init({}, { from, out, force: false })).toBe(0)
    expect(parse(readFileSync(join(out, 'unit.yaml'), 'utf8')).fields.status).toEqual({
      path: 'СтатусОбъекта.PredefinedDataName',
      values: {
        ВПродаже: 'free',
        ВРезерве: 'booked',
        Реализован: 'sold',
        СнятСПродажи: 'not_for_sale',
        Заложен: 'pledged',
      },
    })
  } finally {
    await twin.close()
  }
})

test('what is no $metadata is told as such, and no folder appears', async () => {
  writeFileSync(saved, '<html>401</html>')
  const out = join(folder, 'nothing')
  await expect(init({}, { from: saved, out, force: false })).rejects.toThrow('не описание базы 1С')
  await expect(init({}, { from: join(folder, 'absent.xml'), out, force: false })).rejects.toThrow(ConfigError)
  expect(readdirSync(folder)).not.toContain('nothing')
})
