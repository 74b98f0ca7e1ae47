import axios from 'axios'
import { describe, expect, test } from 'vitest'
import { hook, startLonelyHub, until } from '../world.ts'

const path = '/hooks/genesys/engage'
const ringing = {
  calluuid: '01RCC3N118B1V0SL8O7GK2LAES000010',
  connid: '0071027198180020',
  ani: '79990009911',
  dnis: '74950000101',
  state: 'Ringing',
}

describe('with 1C away', () => {
  test('a call is taken as query, form and JSON, and becomes one call', async () => {
    const hub = await startLonelyHub()
    const query = new URLSearchParams({ ...ringing, token: 'demo-hook' })
    const got = await axios.get(`${hub.address}${path}?${query}`)
    expect(got.status).toBe(202)
    expect(got.data).toMatchObject({ duplicate: false })
    const form = await hook(hub, path, new URLSearchParams({ ...ringing, state: 'Established' }))
    const json = await hook(hub, path, { ...ringing, state: 'Released' })
    expect([form.status, json.status]).toEqual([202, 202])
    expect(json.data.trace).toBe(got.data.trace)

    const calls = await until('the call is folded', async () => {
      const rows = await hub.hub.db.selectFrom('call').selectAll().execute()
      return rows[0]?.reports === 3 && rows
    })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ phone: '+79990009911', state: 'ended', traceId: got.data.trace })
  })

  test('a repeated report is known and stored once', async () => {
    const hub = await startLonelyHub()
    const first = await hook(hub, path, ringing)
    const again = await Promise.all(Array.from({ length: 5 }, () => hook(hub, path, ringing)))
    expect(
      again.every(
        (answer) => answer.status === 202 && answer.data.duplicate === true && answer.data.trace === first.data.trace,
      ),
    ).toBe(true)
    expect(await hub.hub.inbox.list()).toHaveLength(1)
  })

  test('the queue says that the call waits for 1C, and the desktop would show why', async () => {
    const hub = await startLonelyHub()
    await hook(hub, path, ringing)
    const call = await until('the call waits for 1C with a reason', async () => {
      const row = await hub.hub.db.selectFrom('call').selectAll().executeTakeFirst()
      return row?.onecReason ? row : null
    })
    expect(call.onecState).toBe('waiting')
    expect(call.onecReason).toMatch(/1С/)
  })
})

describe('what is no report', () => {
  test.each([
    ['broken JSON', '{"ani": ', { 'Content-Type': 'application/json' }],
    ['JSON that is about no call', '{"hello":"world"}', { 'Content-Type': 'application/json' }],
    ['nothing', '', { 'Content-Type': 'application/json' }],
  ])('%s is answered 400 with a reason, and kept', async (_what, body, headers) => {
    const hub = await startLonelyHub()
    const answer = await hook(hub, path, body, headers)
    expect(answer.status).toBe(400)
    expect(answer.data.error.message).toMatch(/[а-я]{4}/)
    const [fact] = await hub.hub.inbox.list({ state: 'parked' })
    expect(fact?.reason).toBe(answer.data.error.message)
    const trace = await hub.hub.db
      .selectFrom('trace')
      .selectAll()
      .where('traceId', '=', answer.data.error.trace)
      .executeTakeFirst()
    expect(trace?.level).toBe('error')
  })

  test('a wrong token is refused and nothing is kept', async () => {
    const hub = await startLonelyHub()
    const answer = await hook(hub, path, ringing, { 'X-Hub-Token': 'guess' })
    expect(answer.status).toBe(401)
    expect(await hub.hub.inbox.list()).toEqual([])
  })

  test('too much is refused before it is read', async () => {
    const hub = await startLonelyHub()
    const answer = await hook(hub, path, 'x'.repeat(300_000), { 'Content-Type': 'text/plain' })
    expect(answer.status).toBe(413)
  })
})
