import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedFiles, withChanges } from '../../../src/flows/mappings/changed-files.ts'
import type { EffectProgress } from '../../../src/flows/mappings/effect/effect-result.ts'
import { measureEffect } from '../../../src/flows/mappings/effect/measure-effect.ts'
import type { MappingFiles } from '../../../src/mapping/live-mappings.ts'
import { readMappingFiles } from '../../../src/mappings.ts'
import { hook, startWorld, until, type World } from '../../world.ts'

const whole: MappingFiles = readMappingFiles(join(import.meta.dirname, '../../../mappings'))
let world: World

beforeAll(async () => {
  world = await startWorld()
  await until('the hub is online', () => world.hub.hub.link.state === 'online', 30)
}, 60_000)
afterAll(() => world.stop())

/** What these edits of the delivered files would change; `base` are the files in use. */
async function effectOf(changes: Record<string, string | null>, base: MappingFiles = whole) {
  const { hub } = world.hub
  const next = withChanges(base, changes)
  const told: EffectProgress[] = []
  const result = await measureEffect(hub, {
    before: hub.mappings.compile(base),
    after: hub.mappings.compile(next),
    changed: changedFiles(base, next),
    signal: new AbortController().signal,
    onProgress: async (progress) => void told.push(progress),
  })
  return { ...result, told, of: (entity: string) => result.entities.find((one) => one.entity === entity) }
}

const edit = (file: string, from: string, to: string) => {
  const text = whole[file] ?? ''
  expect(text).toContain(from)
  return { [file]: text.replace(from, to) }
}

const count = async (table: 'client' | 'unit', column: string, value: string) =>
  (
    await world.hub.hub.db
      .selectFrom(table)
      .select('ref')
      .where(column as 'code', '=', value)
      .execute()
  ).length

test('a narrower filter lets records leave the hub, and back again they enter it', async () => {
  const narrow = edit(
    'client.yaml',
    'filter: IsFolder eq false',
    "filter: IsFolder eq false and СтадияКлиента eq 'Действующий'",
  )
  const prospects = await count('client', 'lifecycle', 'prospect')
  const { of, sentences } = await effectOf(narrow)
  expect(of('client')).toMatchObject({ changed: 0, leaves: { count: prospects }, enters: { count: 0 } })
  // More than the brake lets go unasked.
  expect(sentences.join()).toMatch(/клиент\S* (уйдёт|уйдут) из хаба \(это много: хаб сначала попросит подтверждения\)/)
  const back = await effectOf({ 'client.yaml': whole['client.yaml'] ?? '' }, withChanges(whole, narrow))
  expect(back.of('client')).toMatchObject({ leaves: { count: 0 }, enters: { count: prospects } })
  expect(back.of('client')?.enters.examples[0]?.label.length).toBeGreaterThan(1)
}, 30_000)

test('a condition of the mapping itself does the same in one reading', async () => {
  const { of, told, read } = await effectOf(
    edit('client.yaml', 'only: { IsFolder: false }', 'only: { IsFolder: false, СтадияКлиента: Действующий }'),
  )
  expect(of('client')?.leaves.count).toBe(await count('client', 'lifecycle', 'prospect'))
  expect(told.at(-1)).toMatchObject({ title: 'Клиенты', done: read, total: read, part: 1, parts: 1 })
}, 30_000)

test('a value that no table knows any more makes records unreadable, with the reason', async () => {
  const sold = await count('unit', 'status', 'sold')
  const gone = edit('unit.yaml', '      Продана: sold\n', '')
  const { of, sentences } = await effectOf({
    'unit.yaml': (gone['unit.yaml'] ?? '').replace('    default: not_for_sale\n', ''),
  })
  expect(of('unit')?.unreadable.count).toBeGreaterThanOrEqual(sold)
  expect(of('unit')?.unreadable.examples[0]?.after).toMatch(/«Продана»/)
  expect(sentences[0]).toMatch(/перестан/)
}, 30_000)

test('what nothing in use describes is read again, or enters if the hub has it not; one whose file goes stays as it is', async () => {
  const { 'unit.yaml': unit = '', ...others } = whole
  const { db } = world.hub.hub
  const units = await db
    .selectFrom('unit')
    .select('ref')
    .where('status', '=', 'sold')
    .where('deleted', '=', 0)
    .execute()
  const all = (await db.selectFrom('unit').select('ref').execute()).length
  const mark = (deleted: number) =>
    db
      .updateTable('unit')
      .set({ deleted })
      .where('ref', '=', units[0]?.ref ?? '')
      .execute()
  await mark(1)
  const { of, feeds } = await effectOf({ 'unit.yaml': unit }, others)
  await mark(0)
  expect(of('unit')).toMatchObject({ enters: { count: 1 }, readable: { count: all - 1 } })
  expect(feeds[0]?.enters.count).toBe(0)
  const gone = await effectOf({ 'unit.yaml': null })
  expect(gone.of('unit')).toMatchObject({ unreadable: { count: all }, leaves: { count: 0 } })
  expect(gone.feeds[0]?.leaves.count).toBe(0)
}, 30_000)

test('a house without an address takes its units out of the feed, told with the reason of the feed itself', async () => {
  const building = edit('building.yaml', '  address:', '  state_address:')
  const text = (building['building.yaml'] ?? '')
    .split('\n')
    .filter((line) => !line.includes('state_address'))
    .join('\n')
  const project = (whole['project.yaml'] ?? '')
    .split('\n')
    .filter((line) => !/^ {2}(address|latitude|longitude):/.test(line))
    .join('\n')
  const { feeds, sentences } = await effectOf({ 'building.yaml': text, 'project.yaml': project })
  expect(feeds[0]?.leaves.count).toBeGreaterThan(0)
  expect(feeds[0]?.leaves.examples[0]).toMatchObject({ before: 'в фиде', after: 'У дома нет ни адреса, ни координат' })
  expect(sentences.join()).toMatch(/из фида yandex/)
}, 30_000)

test('payments read as refunds change the debts of their contracts, in roubles', async () => {
  const { debts, sentences } = await effectOf(edit('payment.yaml', 'Поступление: payment', 'Поступление: refund'))
  expect(debts.count).toBeGreaterThan(0)
  expect(debts.after).toBeGreaterThan(debts.before)
  expect(debts.examples[0]?.after).toMatch(/₽/)
  expect(sentences.join()).toMatch(/сумму долга: просрочено было .* ₽, станет .* ₽/)
}, 30_000)

test('an edit that changes nothing says so', async () => {
  const same = await effectOf({ 'deal.yaml': `${whole['deal.yaml']}# то же самое\n` })
  expect(same).toMatchObject({ sentences: [], debts: { count: 0 } })
  expect(same.of('deal')).toMatchObject({ changed: 0, fields: [] })
}, 30_000)

test('writes of the last calls are told as they would have been, attribute by attribute', async () => {
  await hook(world.hub, '/hooks/genesys/engage', {
    calluuid: 'EFFECT1',
    ani: '+79995550001',
    dnis: '+74950000101',
    state: 'Ringing',
  })
  await until(
    'the call is in 1C',
    async () =>
      (await world.hub.hub.db.selectFrom('call').select('onecState').execute()).some(
        ({ onecState }) => onecState === 'written',
      ),
    20,
  )
  const { writes, sentences, entities } = await effectOf(
    edit('interaction.yaml', 'path: НабранныйНомер', 'path: Комментарий'),
  )
  expect(entities).toEqual([])
  expect(writes.count).toBeGreaterThan(0)
  expect(writes.examples[0]?.label).toContain('engage:EFFECT1')
  expect(writes.examples[0]?.before).toContain('НабранныйНомер: +74950000101')
  expect(writes.examples[0]?.after).toContain('НабранныйНомер: не пишется')
  expect(sentences.join()).toMatch(/в 1С иначе/)

  const broken = await effectOf({
    'interaction.yaml': (whole['interaction.yaml'] ?? '').replace(/lookup:[\s\S]*$/, ''),
  })
  expect(broken.writes.failing.count).toBeGreaterThan(0)
}, 30_000)

test('a trial that is stopped ends at once', async () => {
  const { hub } = world.hub
  const stop = new AbortController()
  const next = withChanges(whole, edit('client.yaml', 'Потенциальный: prospect', 'Потенциальный: customer'))
  const running = measureEffect(hub, {
    before: hub.mappings.compile(whole),
    after: hub.mappings.compile(next),
    changed: ['client.yaml'],
    signal: stop.signal,
    onProgress: async () => stop.abort(new Error('stopped by a person')),
  })
  await expect(running).rejects.toThrow('stopped by a person')
})
