import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isSettled, settleFiles } from '../../../src/flows/mappings/settle-files.ts'
import { liveMappings } from '../../../src/mapping/live-mappings.ts'
import { readMappingFiles } from '../../../src/mappings.ts'

const whole: Record<string, string> = readMappingFiles(join(import.meta.dirname, '../../../mappings'))
const mappings = liveMappings({}, { timezone: 'Europe/Moscow' })
const now = '2026-11-24T10:00:00.000Z'
const edited = (file: string, from: string, to: string) => ({ ...whole, [file]: (whole[file] ?? '').replace(from, to) })

test('good edits are taken, a bad one leaves its file as it was', () => {
  const disk: Record<string, string> = {
    ...edited('unit.yaml', 'number: Номер', 'number: НомерКвартиры'),
    'client.yaml': 'from: [',
  }
  const { files, held } = settleFiles(mappings, disk, whole, [], now)
  expect(files['unit.yaml']).toBe(disk['unit.yaml'])
  expect(files['client.yaml']).toBe(whole['client.yaml'])
  expect(held).toMatchObject([{ file: 'client.yaml', text: 'from: [', since: now }])
  expect(held[0]?.findings[0]).toMatchObject({ level: 'error', line: 1 })
})

test('a bad file that was never good is left out, the others work', () => {
  const { files, held } = settleFiles(mappings, { ...whole, 'client.yaml': 'to: nobody' }, {}, [], now)
  expect(Object.keys(files)).not.toContain('client.yaml')
  expect(Object.keys(files)).toHaveLength(Object.keys(whole).length - 1)
  expect(held.map(({ file }) => file)).toEqual(['client.yaml'])
})

test('an edit known to be bad keeps the time it was noticed', () => {
  const disk = { ...whole, 'client.yaml': 'from: [' }
  const first = settleFiles(mappings, disk, whole, [], now)
  const again = settleFiles(mappings, disk, whole, first.held, '2026-11-25T10:00:00.000Z')
  expect(again.held[0]?.since).toBe(now)
  mappings.use(first.files, first.held)
  expect(isSettled(disk, mappings)).toBe(true)
  expect(isSettled(whole, mappings)).toBe(false)
})

test('two files of one entity do not both count, whichever came first', () => {
  const disk = { ...whole, 'partner.yaml': whole['client.yaml'] ?? '' }
  const { files, held } = settleFiles(mappings, disk, whole, [], now)
  expect(files).toEqual(whole)
  expect(held).toMatchObject([{ file: 'partner.yaml', findings: [{ code: 'twice' }] }])
})

test('a renamed file is the same mapping under another name', () => {
  const { 'client.yaml': text = '', ...others } = whole
  const { files, held } = settleFiles(mappings, { ...others, 'partner.yaml': text }, whole, [], now)
  expect(held).toEqual([])
  expect(files['partner.yaml']).toBe(text)
  expect(mappings.compile(files).of('client')?.file).toBe('partner.yaml')
})
