import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const root = join(import.meta.dirname, '..')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hub-config-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const env = (more: Record<string, string> = {}) => ({ HUB_CONFIG: join(root, 'config'), HUB_DATA: folder(), ...more })

test('without an infobase and without a twin the hub says what it needs', () => {
  expect(() => readConfig(env())).toThrow(/ONEC_URL is not set/)
})

test('with a twin the demo has its tokens and its overlay; with an infobase it has neither', () => {
  const demo = readConfig(env(), 'http://127.0.0.1:8081')
  expect(demo).toMatchObject({
    demo: true,
    hooks: { genesys: 'demo-hook' },
    feedTokens: ['demo-feed'],
    onec: { url: 'http://127.0.0.1:8081/realtor', password: 'exchange' },
  })
  expect(demo.settings.debts.quiet).toBeNull()
  const real = readConfig(env({ ONEC_URL: 'http://1c.invalid/base/' }), 'http://127.0.0.1:8081')
  expect(real).toMatchObject({
    demo: false,
    hooks: { genesys: null },
    feedTokens: [],
    onec: { url: 'http://1c.invalid/base', password: '' },
  })
  expect(real.settings.debts.quiet).toEqual({ from: '21:00', to: '09:00' })
})

test('all unusable variables are named at once, each with what it is for', () => {
  const read = () => readConfig(env({ ONEC_URL: 'ftp://x', HUB_PORT: 'eighty', ONEC_TIMEZONE: 'Moscow' }))
  expect(read).toThrow(/HUB_PORT: .*Port to listen on/)
  expect(read).toThrow(/ONEC_URL: .*Infobase base/)
  expect(read).toThrow(/ONEC_TIMEZONE: no such zone «Moscow»/)
})

test('a wrong setting is named with file and line', () => {
  const config = folder()
  const text = readFileSync(join(root, 'config/hub.yaml'), 'utf8')
  writeFileSync(join(config, 'hub.yaml'), text.replace('poll: 2s', 'poll: often'))
  const line = text.split('\n').findIndex((row) => row.includes('poll: 2s')) + 1
  expect(() => readConfig(env({ HUB_CONFIG: config, ONEC_URL: 'http://1c.invalid' }))).toThrow(
    new RegExp(`hub\\.yaml:${line}: exchange\\.poll: .*e\\.g\\. 2s`),
  )
})

test('broken YAML and a missing file are told apart', () => {
  const config = folder()
  expect(() => readConfig(env({ HUB_CONFIG: config, ONEC_URL: 'http://1c.invalid' }))).toThrow(/hub\.yaml is missing/)
  writeFileSync(join(config, 'hub.yaml'), 'company: [')
  expect(() => readConfig(env({ HUB_CONFIG: config, ONEC_URL: 'http://1c.invalid' }))).toThrow(
    /hub\.yaml:1:\d+: .*Check indentation/,
  )
})

test('the generated secret stays the same', () => {
  const given = env({ ONEC_URL: 'http://1c.invalid' })
  expect(readConfig(given).secret).toBe(readConfig(given).secret)
})

test('proxies are addresses, networks and the names of both; anything else is refused before it is believed', () => {
  const proxies = (HUB_PROXIES: string) =>
    readConfig(env({ ONEC_URL: 'http://1c.invalid/base', HUB_PROXIES })).http.proxies
  expect(proxies('loopback, 10.0.0.0/8,fd00::/8')).toEqual(['loopback', '10.0.0.0/8', 'fd00::/8'])
  for (const wrong of ['true', '10.0.0.0/33', '10.0.0/8', '10.0.0.1/0', 'proxy.invalid'])
    expect(() => proxies(wrong)).toThrow(/HUB_PROXIES: holds no list of addresses/)
})

test('settings that cannot be read, and a clock of the certificate that is none, are named', () => {
  const config = folder()
  mkdirSync(join(config, 'hub.yaml'))
  const read = () => readConfig(env({ HUB_CONFIG: config, ONEC_URL: 'http://1c.invalid/base' }))
  expect(read).toThrow(/hub\.yaml cannot be read: EISDIR/)
  rmSync(join(config, 'hub.yaml'), { recursive: true })
  const text = readFileSync(join(root, 'config/hub.yaml'), 'utf8')
  writeFileSync(join(config, 'hub.yaml'), text.replace(/verify: .*/, 'verify: daily'))
  expect(read).toThrow(/hub\.yaml:\d+: exchange\.verify: must be a cron expression/)
})

test('a key that a full disk cut short is made anew, and one that is whole is kept', () => {
  const HUB_DATA = folder()
  writeFileSync(join(HUB_DATA, 'secret'), '')
  const read = () => readConfig(env({ HUB_DATA, ONEC_URL: 'http://1c.invalid/base' })).secret
  const made = read()
  expect(made).toMatch(/^[0-9a-f]{64}$/)
  expect(read()).toBe(made)
})
