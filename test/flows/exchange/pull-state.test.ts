import { expect, test } from 'vitest'
import { askForPull, wantedPull } from '../../../src/flows/exchange/pull-state.ts'
import { mirroredEntities } from '../../../src/store/mirror.ts'
import { putState } from '../../../src/store/state.ts'
import { tempStore } from '../../store/temp-store.ts'

const now = '2026-11-24T10:00:00.000Z'
const later = '2026-11-24T10:00:05.000Z'

test('entities asked for by name add up, in the order they are read', async () => {
  const { db } = await tempStore()
  expect(await wantedPull(db)).toBeNull()
  await askForPull(db, now, ['deal', 'unit'])
  const first = await wantedPull(db)
  expect(first?.entities).toEqual(['unit', 'deal'])
  await askForPull(db, later, ['client'])
  const second = await wantedPull(db)
  expect(second?.entities).toEqual(['unit', 'client', 'deal'])
  expect(second?.note).not.toBe(first?.note)
})

test('everything is more than any names', async () => {
  const { db } = await tempStore()
  await askForPull(db, now)
  await askForPull(db, later, ['unit'])
  expect((await wantedPull(db))?.entities).toEqual(mirroredEntities)
})

test('a note of an earlier version of the hub means everything', async () => {
  const { db } = await tempStore()
  await putState(db, 'pull.wanted', now, now)
  expect((await wantedPull(db))?.entities).toEqual(mirroredEntities)
})
