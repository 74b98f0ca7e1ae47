import { expect, test } from 'vitest'
import {
  addEffect,
  effectSeen,
  endEffect,
  getMappingEffect,
  moveEffect,
  runningEffects,
} from '../../src/store/mapping-effects.ts'
import {
  addVersion,
  dropVersion,
  getVersion,
  lastVersion,
  type NewMappingVersion,
  versionAfter,
  versionsBefore,
  versionWritten,
} from '../../src/store/mapping-versions.ts'
import { tempStore } from './temp-store.ts'

const version = (more: Partial<NewMappingVersion> = {}): NewMappingVersion => ({
  at: '2026-11-24T10:00:00.000Z',
  author: 'admin',
  comment: '',
  files: { 'unit.yaml': 'a' },
  fingerprint: 'f',
  changed: ['unit.yaml'],
  cases: {},
  effect: null,
  rolledBackTo: null,
  writtenAt: null,
  ...more,
})

test('versions come back as they went in, newest first, and know their neighbours', async () => {
  const { db } = await tempStore()
  expect(await lastVersion(db)).toBeNull()
  const first = await addVersion(db, version())
  const second = await addVersion(db, version({ rolledBackTo: first, effect: ['12 клиентов сменят телефон'] }))
  expect(await getVersion(db, second)).toEqual({
    id: second,
    ...version({ rolledBackTo: first, effect: ['12 клиентов сменят телефон'] }),
  })
  expect((await versionsBefore(db, null, 10)).map(({ id }) => id)).toEqual([second, first])
  expect((await versionsBefore(db, second, 10)).map(({ id }) => id)).toEqual([first])
  expect((await versionAfter(db, first))?.id).toBe(second)
  expect(await versionAfter(db, second)).toBeNull()
})

test('only a version that never got into the folder can be taken back', async () => {
  const { db } = await tempStore()
  const kept = await addVersion(db, version())
  await versionWritten(db, kept, '2026-11-24T10:00:01.000Z')
  const lost = await addVersion(db, version())
  await dropVersion(db, kept)
  await dropVersion(db, lost)
  expect((await versionsBefore(db, null, 10)).map(({ id }) => id)).toEqual([kept])
})

test('a trial moves while it runs, ends once, and is seen only when it is done', async () => {
  const { db } = await tempStore()
  const at = new Date('2026-11-24T10:00:00Z')
  const effect = { author: 'admin', baseFingerprint: 'f', files: { 'unit.yaml': null }, disk: { 'unit.yaml': 'h' } }
  const id = await addEffect(db, effect, at)
  await effectSeen(db, id, at.toISOString())
  expect(await moveEffect(db, id, { done: 1 })).toBe(true)
  expect(await getMappingEffect(db, id)).toMatchObject({
    ...effect,
    state: 'running',
    progress: { done: 1 },
    seenAt: null,
  })
  expect((await runningEffects(db)).map((one) => one.id)).toEqual([id])
  expect(await endEffect(db, id, { state: 'done', result: { read: 5 } }, at.toISOString())).toBe(true)
  expect(await endEffect(db, id, { state: 'stopped' }, at.toISOString())).toBe(false)
  expect(await moveEffect(db, id, { done: 2 })).toBe(false)
  await effectSeen(db, id, at.toISOString())
  expect(await getMappingEffect(db, id)).toMatchObject({
    state: 'done',
    result: { read: 5 },
    progress: null,
    seenAt: at.toISOString(),
  })
})

test('trials are forgotten after a month', async () => {
  const { db } = await tempStore()
  const effect = { author: 'admin', baseFingerprint: 'f', files: {}, disk: {} }
  const old = await addEffect(db, effect, new Date('2026-10-01T10:00:00Z'))
  const fresh = await addEffect(db, effect, new Date('2026-11-24T10:00:00Z'))
  expect(await getMappingEffect(db, old)).toBeNull()
  expect(await getMappingEffect(db, fresh)).not.toBeNull()
})
