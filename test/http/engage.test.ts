import { once } from 'node:events'
import { connect } from 'node:net'
import axios from 'axios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningHub } from '../../src/main.ts'
import { hook, startLonelyHub, until } from '../world.ts'

const path = '/hooks/genesys/engage'
let hub: RunningHub
beforeAll(async () => {
  hub = await startLonelyHub()
})
afterAll(() => hub.stop())

let calls = 0
/** First report of a call nobody else has. */
function ringing() {
  const number = String(++calls).padStart(6, '0')
  return {
    calluuid: `01RCC3N118B1V0SL8O7GK2LAES${number}`,
    connid: `0071027198${number}`,
    ani: `7999${number.padStart(7, '0')}`,
    dnis: '74950000101',
    state: 'Ringing',
  }
}

const callOf = (calluuid: string) =>
  hub.hub.db.selectFrom('call').selectAll().where('callKey', '=', calluuid).executeTakeFirst()

describe('with 1C away', () => {
  test('a call is taken as query, form and JSON, and becomes one call', async () => {
    const report = ringing()
    const got = await axios.get(`${hub.address}${path}?${new URLSearchParams({ ...report, token: 'demo-hook' })}`)
    expect(got.status).toBe(202)
    expect(got.data).toMatchObject({ duplicate: false })
    const form = await hook(hub, path, new URLSearchParams({ ...report, state: 'Established' }))
    const json = await hook(hub, path, { ...report, state: 'Released' })
    expect([form.status, json.status]).toEqual([202, 202])
    expect(json.data.trace).toBe(got.data.trace)

    const call = await until('the call has its three reports', async () => {
      const row = await callOf(report.calluuid)
      return row?.reports === 3 ? row : null
    })
    expect(call).toMatchObject({ phone: `+${report.ani}`, state: 'ended', traceId: got.data.trace })
  })

  test('a repeated report is known and stored once', async () => {
    const report = ringing()
    const first = await hook(hub, path, report)
    const again = await Promise.all(Array.from({ length: 5 }, () => hook(hub, path, report)))
    for (const answer of again) {
      expect(answer.status).toBe(202)
      expect(answer.data).toEqual({ trace: first.data.trace, duplicate: true })
    }
    expect(await hub.hub.inbox.bySubject(report.calluuid)).toHaveLength(1)
  })

  test('the call waits for 1C with a reason a person understands', async () => {
    const report = ringing()
    await hook(hub, path, report)
    const call = await until('the call waits for 1C with a reason', async () => {
      const row = await callOf(report.calluuid)
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
    const answer = await hook(hub, path, body, headers)
    expect(answer.status).toBe(400)
    const { message, trace } = answer.data.error
    expect(message).toMatch(/[а-я]{4}/)
    const parked = await hub.hub.inbox.list({ state: 'parked' })
    expect(parked.find((fact) => fact.traceId === trace)?.reason).toBe(message)
    const known = await hub.hub.db.selectFrom('trace').selectAll().where('traceId', '=', trace).executeTakeFirst()
    expect(known?.level).toBe('error')
  })

  test('a wrong token is refused and nothing is kept', async () => {
    const report = ringing()
    const answer = await hook(hub, path, report, { 'X-Hub-Token': 'guess' })
    expect(answer.status).toBe(401)
    expect(await hub.hub.inbox.bySubject(report.calluuid)).toEqual([])
  })

  test('a stranger is refused before a byte of the body has come', async () => {
    const url = new URL(hub.address)
    const socket = connect(Number(url.port), url.hostname)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: hub\r\nX-Hub-Token: guess\r\nContent-Length: 200000\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /)
    socket.destroy()
  })

  test('too much is refused before it is read', async () => {
    const answer = await hook(hub, path, 'x'.repeat(300_000), { 'Content-Type': 'text/plain' })
    expect(answer.status).toBe(413)
  })
})
