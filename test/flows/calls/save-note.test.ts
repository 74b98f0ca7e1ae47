import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { defaultFaults } from '../../../src/twin/infobase/faults.ts'
import type { CallNote, CallRow, SavedNote } from '../../../src/web/api/contract.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

const calls = 'Document_ТелефонныйЗвонок'
let world: World
let operator: Awaited<ReturnType<typeof signIn>>

beforeAll(async () => {
  world = await startWorld()
  operator = await signIn(world.hub, 'operator')
}, 60_000)
afterEach(() => {
  Object.assign(world.twin.infobase.faults, defaultFaults)
})
afterAll(() => world.stop())

const ring = (uuid: string, state = 'Ringing') =>
  hook(world.hub, '/hooks/genesys/engage', { calluuid: uuid, ani: '+79997790001', dnis: '+74950000101', state })

const idOf = async (uuid: string): Promise<string | undefined> =>
  (await world.hub.hub.db.selectFrom('call').select('id').where('callKey', '=', uuid).executeTakeFirst())?.id

const row = async (id: string): Promise<CallRow> => {
  const { data } = await operator.get('/desktop')
  return (data.calls.rows as CallRow[]).find((call) => call.id === id) as CallRow
}

/** A call that has its interaction in 1C. */
async function written(uuid: string): Promise<string> {
  await ring(uuid)
  const id = await until('the call is taken', () => idOf(uuid))
  await until('the call is in 1C', async () => (await row(id)).onec.state === 'written')
  return id
}

const save = async (id: string, text: string, more: object = {}): Promise<SavedNote> => {
  const { note } = await row(id)
  const answer = await operator.post(`/calls/${id}/note`, { text, seen: note?.version ?? 0, ...more })
  expect(answer.status).toBe(200)
  return answer.data
}

const reaches = (id: string, state: CallNote['state']) =>
  until(`the note is ${state}`, async () => {
    const { note } = await row(id)
    return note?.state === state ? note : null
  })

const document = async (uuid: string) => (await odata(world.twin).list(calls, `ВнешнийКод eq 'engage:${uuid}'`))[0]

const writes = () =>
  world.twin.infobase.requests.list().filter(({ method, url }) => method === 'PATCH' && url.includes(calls))

test('a save is answered while 1C is still at work on it, and confirmed when 1C holds the text', async () => {
  const id = await written('NOTE1')
  const before = writes().length
  world.twin.infobase.faults.writeMs = 1500
  const { isSaved, note } = await save(id, 'Ждёт расчёт ипотеки, перезвонить в пятницу')
  expect(isSaved).toBe(true)
  expect(note).toMatchObject({ state: 'accepted', author: 'Марина Савчук', says: 'Принято, передаётся в 1С.' })
  await until('the write is under way', async () => {
    const effects = world.hub.hub.db.selectFrom('outbox').select('state').where('key', '=', 'interaction:NOTE1')
    return (await effects.executeTakeFirst())?.state === 'sending'
  })
  expect((await row(id)).note?.state).toBe('accepted')
  expect((await document('NOTE1'))?.Комментарий).toBe('')
  // The twin notes a request once it has answered: the write is not among them yet.
  expect(writes()).toHaveLength(before)
  expect((await reaches(id, 'confirmed')).says).toBe('Подтверждено 1С.')
  expect((await document('NOTE1'))?.Комментарий).toBe('Ждёт расчёт ипотеки, перезвонить в пятницу')
})

test('with 1C away a note is kept, shown with the reason, and confirmed when 1C is back', async () => {
  const id = await written('NOTE2')
  world.twin.infobase.faults.down = true
  await save(id, 'Передумал')
  const kept = await until('the reason is told', async () => {
    const { note } = await row(id)
    return note?.says.includes('Пока не вышло') ? note : null
  })
  expect(kept).toMatchObject({ text: 'Передумал', state: 'accepted' })
  world.twin.infobase.faults.down = false
  await until('the note is confirmed', async () => (await row(id)).note?.state === 'confirmed', 40)
  expect((await document('NOTE2'))?.Комментарий).toBe('Передумал')
}, 60_000)

test('a refusal is shown with its reason, and the same text may be sent again', async () => {
  const id = await written('NOTE3')
  world.twin.infobase.faults.handlerVeto = 1
  await save(id, 'Нужна двушка')
  const refused = await reaches(id, 'refused')
  expect(refused.says).toBe(
    '1С отказала: Запись отклонена: данные не прошли проверку. Исправьте причину в 1С и повторите.',
  )
  expect(refused.details).toContain('HTTP 500')
  await save(id, 'Нужна двушка')
  await reaches(id, 'confirmed')
  expect((await document('NOTE3'))?.Комментарий).toBe('Нужна двушка')
})

test('what was written in 1C meanwhile is shown, not overwritten, until a person decides', async () => {
  const id = await written('NOTE4')
  await save(id, 'Первый итог')
  await reaches(id, 'confirmed')
  const ref = String((await document('NOTE4'))?.Ref_Key)
  await odata(world.twin).patch(calls, ref, { Комментарий: 'Исправлено в 1С' })
  await save(id, 'Второй итог')
  const conflict = await reaches(id, 'conflict')
  expect(conflict).toMatchObject({ text: 'Второй итог', onecText: 'Исправлено в 1С' })
  expect((await document('NOTE4'))?.Комментарий).toBe('Исправлено в 1С')

  // A text that came later than the one the person saw is not theirs to replace.
  await odata(world.twin).patch(calls, ref, { Комментарий: 'Исправлено ещё раз' })
  await save(id, 'Второй итог', { over: 'Исправлено в 1С' })
  const again = await until('the newer text is shown', async () => {
    const { note } = await row(id)
    return note?.state === 'conflict' && note.onecText === 'Исправлено ещё раз' ? note : null
  })
  await save(id, 'Второй итог', { over: again.onecText })
  await reaches(id, 'confirmed')
  expect((await document('NOTE4'))?.Комментарий).toBe('Второй итог')
})

test('taking the text of 1C settles the conflict without a write', async () => {
  const id = await written('NOTE5')
  const ref = String((await document('NOTE5'))?.Ref_Key)
  await odata(world.twin).patch(calls, ref, { Комментарий: 'Написано в 1С' })
  await save(id, 'Написано в хабе')
  const { onecText } = await reaches(id, 'conflict')
  const before = writes().length
  await save(id, String(onecText), { over: onecText })
  await reaches(id, 'confirmed')
  expect(writes()).toHaveLength(before)
})

test('a later report of the call does not take the note back', async () => {
  const id = await written('NOTE6')
  await save(id, 'Записан на просмотр')
  await reaches(id, 'confirmed')
  await ring('NOTE6', 'Answered')
  await until('the call is completed in 1C', async () => (await document('NOTE6'))?.Состоялся === true)
  expect((await document('NOTE6'))?.Комментарий).toBe('Записан на просмотр')
})

test('two who write at once do not overwrite each other', async () => {
  const id = await written('NOTE7')
  await save(id, 'Одно')
  const late = await save(id, 'Другое', { seen: 0 })
  expect(late).toMatchObject({ isSaved: false, note: { text: 'Одно' } })
  await reaches(id, 'confirmed')
  expect((await document('NOTE7'))?.Комментарий).toBe('Одно')
})

test('two calls that turn out to be one keep what was written of either', async () => {
  const [first, second] = [await written('NOTE8'), await written('NOTE9')]
  await save(first, 'До перевода')
  await save(second, 'После перевода')
  await Promise.all([reaches(first, 'confirmed'), reaches(second, 'confirmed')])
  await hook(world.hub, '/hooks/genesys/engage', {
    calluuid: 'NOTE8',
    previousconnid: 'NOTE9',
    ani: '+79997790001',
    dnis: '+74950000101',
    state: 'Answered',
  })
  await until('one call is left', async () => {
    const rows = await world.hub.hub.db
      .selectFrom('call')
      .select('id')
      .where('callKey', 'in', ['NOTE8', 'NOTE9'])
      .execute()
    return rows.length === 1
  })
  await until('1C holds both', async () => (await document('NOTE8'))?.Комментарий === 'До перевода\nПосле перевода')
})

test.each(['sales', 'marketing', 'director'])('%s may not write the result of a conversation', async (login) => {
  const person = await signIn(world.hub, login)
  expect((await person.post('/calls/any/note', { text: 'x', seen: 0 })).status).toBe(403)
})
