import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readOptions } from '../../src/twin/options.ts'

test('without variables the twin is the demo of the README', () => {
  expect(readOptions({ PATH: '/bin', TWIN_TODAY: '' })).toEqual({
    host: '127.0.0.1',
    port: 8081,
    smtpPort: 8025,
    dataFolder: null,
    seed: 1,
    today: null,
    hubUrl: 'http://127.0.0.1:8080',
    hookToken: 'demo-hook',
    timezone: 'Europe/Moscow',
    faults: {},
    base: 'realtor',
    configuration: 'realtor',
    metadata: null,
  })
})

test('switches stand as TWIN_FAULTS says, in JSON or in a file; what is no switch stops the start', () => {
  const faults = { infobase: { bom: true, poolSize: 2, unpublished: ['Catalog_Дома'] }, sms: { noMoney: true } }
  expect(readOptions({ TWIN_FAULTS: JSON.stringify(faults) }).faults).toEqual(faults)
  const file = join(mkdtempSync(join(tmpdir(), 'twin-')), 'faults.json')
  onTestFinished(() => rmSync(dirname(file), { recursive: true }))
  writeFileSync(file, JSON.stringify(faults))
  expect(readOptions({ TWIN_FAULTS: file }).faults).toEqual(faults)
  expect(() => readOptions({ TWIN_FAULTS: '{"infobase":{"slow":true}}' })).toThrow(/no switch/)
  expect(() => readOptions({ TWIN_FAULTS: '{"infobase":' })).toThrow('TWIN_FAULTS is no JSON')
  expect(() => readOptions({ TWIN_METADATA: 'nowhere.edmx' })).toThrow(/TWIN_METADATA.*nowhere\.edmx/)
})

test('another configuration is chosen by its name, an unknown one stops the start', () => {
  expect(readOptions({ TWIN_CONFIGURATION: 'partners' }).configuration).toBe('partners')
  expect(() => readOptions({ TWIN_CONFIGURATION: 'erp' })).toThrow(/TWIN_CONFIGURATION/)
})

test('port 0 asks for any free one', () => {
  expect(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' })).toMatchObject({ port: 0, smtpPort: 0 })
})

test('every variable that cannot be used is named at once', () => {
  const env = { TWIN_PORT: 'eighty', TWIN_TODAY: '24.11.2026', TWIN_TIMEZONE: 'Moscow' }
  expect(() => readOptions(env)).toThrow(/TWIN_PORT[\s\S]*TWIN_TODAY[\s\S]*TWIN_TIMEZONE/)
})
