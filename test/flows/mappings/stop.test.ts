import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEffect } from '../../../src/flows/mappings/effect/run-effect.ts'
import { getMappingEffect } from '../../../src/store/mapping-effects.ts'
import { startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-stop-'))
let world: World
beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a hub stopped in the middle of a trial breaks it off and goes on with it at the next start', async () => {
  const { hub } = world.hub
  const text = String(hub.mappings.files['client.yaml'])
  const unit = `${hub.mappings.files['unit.yaml']}# правка\n`
  world.twin.infobase.faults.latencyMs = 1500
  const id = await startEffect(
    hub,
    { 'client.yaml': text.replace('lastName: Фамилия', 'lastName: Отчество'), 'unit.yaml': unit },
    'admin',
  )
  await until('the trial is at work', async () => (await getMappingEffect(hub.db, id))?.progress)
  const began = Date.now()
  const restarted = world.restart()
  await until('the hub has closed', () =>
    hub.db
      .selectFrom('state')
      .select('name')
      .execute()
      .then(
        () => false,
        () => true,
      ),
  )
  // What is under way at 1C comes to its end; nothing more is asked.
  expect(Date.now() - began).toBeLessThan(6_000)
  world.twin.infobase.faults.latencyMs = 0
  await restarted
  const state = async () => (await getMappingEffect(world.hub.hub.db, id))?.state
  await until('the trial is over', async () => (await state()) === 'done', 30)
}, 60_000)
