import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { addDemoPeople } from '../../src/web/auth/people.ts'
import { signIn, startLonelyHub } from '../world.ts'

let hub: RunningHub
let admin: Awaited<ReturnType<typeof signIn>>
beforeAll(async () => {
  hub = await startLonelyHub()
  await addDemoPeople(hub.hub.db, new Date().toISOString())
  admin = await signIn(hub, 'admin')
})
afterAll(() => hub.stop())

const note = '# Заметка администратора о том, откуда взят этот реквизит.\n'

test('the longest mapping file the language takes is previewed and tried, Cyrillic and all', async () => {
  const text = `${hub.hub.mappings.files['client.yaml']}${note.repeat(900)}`
  expect(Buffer.byteLength(text)).toBeGreaterThan(90_000)
  const { status, data } = await admin.post('/mappings/preview', { file: 'client.yaml', text, sample: null })
  expect(status, JSON.stringify(data)).toBe(200)
  expect(data.entity).toBe('client')
  const files = Object.fromEntries(
    Object.entries(hub.hub.mappings.files).map(([name, one]) => [name, one + note.repeat(500)]),
  )
  expect((await admin.post('/mappings/effects', { files })).status).toBe(200)
})

test('a record too large for a file of cases is refused with the reason, not with its size as a message', async () => {
  // Of a section only the first rows are taken.
  const rows = Array.from({ length: 20 }, (_, n) => ({ LineNumber: n + 1, Ref_Key: 'x'.repeat(60) }))
  const sections = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`Rows${n}`, rows]))
  const record = { Ref_Key: '5f0c0a52-0000-4000-8000-000000000001', ...sections }
  const { status, data } = await admin.post('/mappings/client/cases/preview', { record, name: 'много таблиц' })
  expect(status).toBe(409)
  expect(data.error.message).toMatch(/слишком велик/)
})

test('a person who is not signed in cannot make the hub read a large body', async () => {
  const stranger = await signIn(hub, 'nobody')
  const { status } = await stranger.post('/mappings/preview', { file: 'client.yaml', text: 'x'.repeat(200_000) })
  expect(status).toBe(401)
})

test('a body no page sends is refused in words for a person', async () => {
  const { status, data } = await admin.post('/mappings/preview', { file: 'client.yaml', text: 'x'.repeat(5_000_000) })
  expect(status).toBe(413)
  expect(data.error.message).toMatch(/^Слишком большое/)
})

test('thousands of keys cost a preview no more than they cost lint', async () => {
  const text = Array.from({ length: 9000 }, (_, n) => `a${n}:`).join('\n')
  const taken: number[] = []
  for (let turn = 0; turn < 3; turn++)
    taken.push((await admin.post('/mappings/preview', { file: 'client.yaml', text, sample: null })).data.ms)
  // Each key compared with each takes 1.1 s; the best of three, for a busy machine slows any one of them.
  expect(Math.min(...taken)).toBeLessThan(700)
})
