import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express from 'express'
import request from 'supertest'
import { describe, expect, test } from 'vitest'
import type { Directory } from '../../../src/twin/genesys/directory.ts'
import { openGenesys } from '../../../src/twin/genesys/genesys.ts'
import type { CallOrder } from '../../../src/twin/genesys/order.ts'
import { genesysRouter } from '../../../src/twin/genesys/router.ts'
import { callScenes } from '../../../src/twin/genesys/scenes.ts'
import { openReceiver, type Received } from './receiver.ts'

const source = {
  platform: 'yandex_direct',
  campaign: 'jk-sever-brand',
  keyword: 'купить квартиру в новостройке',
  trackingNumber: '+74950000101',
}
const directory: Directory = {
  adSource: () => source,
  clientPhone: () => '+79990000077',
  isClientPhone: (phone) => phone === '+79990000077',
}

const recordingsUrl = () => 'http://127.0.0.1:8081/genesys/api/v2'

async function openContactCentre(answer?: { status: number; body: unknown }) {
  const hub = await openReceiver(answer)
  const now = () => new Date('2026-11-24T09:00:00Z')
  const genesys = openGenesys({ hub: { url: hub.url, token: 'demo-hook' }, directory, now, recordingsUrl })
  const app = express().use('/genesys', genesysRouter(genesys))
  return { hub, genesys, app, play: (order: CallOrder) => genesys.play(order) }
}

interface Reported {
  channel: string
  data: { messageType: string; notificationType: string; call: Record<string, unknown> }
}
/** The CallStateChanged messages, without the recording's metadata that follow a talk. */
const reportsIn = (received: Received[]) =>
  received.map(({ body }) => body as Reported).filter(({ channel }) => channel === '/workspace/v3/voice')
const statesIn = (received: Received[]) => reportsIn(received).map(({ data }) => data.call.state)
const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8').trim()

describe('Workspace reports', () => {
  test('an answered call has the states and the fields of the sample, report by report', async () => {
    const { hub, play } = await openContactCentre()
    const call = await play({ scene: 'new-caller' })

    const expected = sample('engage-workspace-sequence-inbound.jsonl')
      .split('\n')
      .map((line) => JSON.parse(line) as Reported)
    const reported = reportsIn(hub.received)
    const outline = ({ channel, data }: Reported) => ({
      channel,
      messageType: data.messageType,
      notificationType: data.notificationType,
      state: data.call.state,
      recordingState: data.call.recordingState,
      fields: Object.keys(data.call).toSorted(),
    })
    expect(reported.map(outline)).toEqual(expected.map(outline))
    expect(reported[0]?.data.call).toMatchObject({
      connId: call.connId,
      callUuid: call.callUuid,
      callType: 'Inbound',
      ani: call.ani,
      dnis: '+74950000101',
      participants: [{ number: call.ani, role: 'RoleOrigination' }],
    })
    expect(call.ani).toMatch(/^\+7999\d{7}$/)
    expect(call.accepted).toBe(true)
  })

  test('after an answered call the metadata of its recording is posted', async () => {
    const { hub, play } = await openContactCentre()
    const { callUuid } = await play({})
    expect(hub.received.at(-1)?.body).toMatchObject({
      id: callUuid,
      mediaFiles: [{ mediaUri: expect.stringContaining(`${recordingsUrl()}/recordings/${callUuid}/play/`) }],
    })
  })

  test('every report carries the hook token', async () => {
    const { hub, play } = await openContactCentre()
    await play({})
    expect(new Set(hub.received.map(({ token }) => token))).toEqual(new Set(['demo-hook']))
  })

  test('advertising is attached the way the contact centre names it, beside a nested list', async () => {
    const { hub, play } = await openContactCentre()
    await play({ userData: { Segment: 'Gold' } })
    expect(reportsIn(hub.received)[0]?.data.call.userData).toEqual([
      { key: 'CallType', type: 'str', value: 'Inbound' },
      { key: 'Priority', type: 'int', value: 8 },
      { key: 'Route', type: 'kvlist', value: [{ key: 'Queue', type: 'str', value: 'Продажи' }] },
      { key: 'adPlatform', type: 'str', value: source.platform },
      { key: 'adCampaign', type: 'str', value: source.campaign },
      { key: 'adKeyword', type: 'str', value: source.keyword },
      { key: 'trackingNumber', type: 'str', value: source.trackingNumber },
      { key: 'Segment', type: 'str', value: 'Gold' },
    ])
  })

  test('a transfer names the parent on the consult leg and the former identifier on the leg that takes over', async () => {
    const { hub, play } = await openContactCentre()
    const { connId, callUuid } = await play({ scene: 'transfer' })
    const legs = reportsIn(hub.received).map(({ data }) => data.call)
    const consult = legs.filter((leg) => leg.callType === 'Consult')
    const taken = legs.filter((leg) => leg.previousConnId)

    expect(consult.length).toBeGreaterThan(0)
    for (const leg of consult) {
      expect(leg.parentConnId).toBe(connId)
      expect(leg.connId).not.toBe(connId)
      expect(leg.callUuid).not.toBe(callUuid)
    }
    expect(taken.map(({ state }) => state)).toEqual(['Established', 'Released', 'Completed'])
    for (const leg of taken) {
      expect(leg).toMatchObject({ connId, callUuid, previousConnId: consult[0]?.connId, phoneNumber: '1002' })
    }
  })

  test('a missed call is never established and leaves no recording', async () => {
    const { hub, genesys, play } = await openContactCentre()
    const { callUuid } = await play({ scene: 'missed' })
    expect(statesIn(hub.received)).toEqual(['Ringing', 'Released', 'Completed'])
    expect(genesys.recordings.describe(callUuid, '')).toBeNull()
  })

  test('shuffled and repeated reports are the same reports in another order, the same for the same seed', async () => {
    const { hub, play } = await openContactCentre()
    await play({})
    const inOrder = statesIn(hub.received.splice(0))
    const { shuffleSeed } = await play({ scene: 'shuffled' })
    const first = statesIn(hub.received.splice(0))
    await play({ scene: 'shuffled', shuffle: shuffleSeed ?? 0 })
    const second = statesIn(hub.received)

    expect(first.toSorted()).toEqual([...inOrder, ...inOrder, ...inOrder].toSorted())
    expect(second).toEqual(first)
  })
})

describe('strategy reports', () => {
  test('the query string has the fields of the sample and the advertising keys in lower case', async () => {
    const { hub, play } = await openContactCentre()
    const call = await play({ form: 'ors', ani: '+79990009911' })
    const [report] = hub.received

    expect(report?.method).toBe('GET')
    expect(Object.keys(report?.query ?? {})).toEqual(
      expect.arrayContaining([...new URLSearchParams(sample('engage-ors-strategy-hook-query.txt')).keys()]),
    )
    expect(report?.query).toEqual({
      ani: '79990009911',
      dnis: '74950000101',
      servicetype: 'sales',
      connid: call.connId,
      calluuid: call.callUuid,
      calltype: 'Inbound',
      priority: '8',
      adplatform: source.platform,
      adcampaign: source.campaign,
      adkeyword: source.keyword,
      trackingnumber: source.trackingNumber,
    })
  })

  test('the form POST says the same in its body', async () => {
    const { hub, play } = await openContactCentre()
    await play({ form: 'form', ani: '+79990009911' })
    const [report] = hub.received
    expect(report).toMatchObject({ method: 'POST', query: {} })
    expect(report?.type).toContain('application/x-www-form-urlencoded')
    expect(report?.body).toMatchObject({ ani: '79990009911', adkeyword: source.keyword })
  })
})

test.each([
  ['known-client', { ani: '+79990000077', dnis: source.trackingNumber }],
  ['hidden-number', { ani: 'anonymous', dnis: source.trackingNumber }],
  ['unknown-number', { dnis: '+74950000999' }],
])('the scene %s has its caller and its dialled number', async (scene, facts) => {
  const { play } = await openContactCentre()
  expect(await play({ scene })).toMatchObject(facts)
})

test('the scene no-keyword has a campaign and no keyword', async () => {
  const { play } = await openContactCentre()
  const keys = (await play({ scene: 'no-keyword' })).userData.map(({ key }) => key)
  expect(keys).toContain('adCampaign')
  expect(keys).not.toContain('adKeyword')
})

test('every scene can be played over HTTP and answers what the hub said to each report', async () => {
  const { app, hub } = await openContactCentre()
  for (const { name } of callScenes) {
    const { status, body } = await request(app).post('/genesys/calls').send({ scene: name })
    expect(status).toBe(200)
    expect(body.replies).toHaveLength(hub.received.splice(0).length)
    expect(body.replies[0]).toMatchObject({ status: 202, answer: { accepted: true }, error: null })
  }
  const { body: played } = await request(app).get('/genesys/calls')
  expect(played).toHaveLength(callScenes.length)
})

test('an order that cannot be played is refused with the reason', async () => {
  const { app, hub } = await openContactCentre()
  const { status, body } = await request(app).post('/genesys/calls').send({ scene: 'party' })
  expect(status).toBe(400)
  expect(body.error).toContain('new-caller')
  expect((await request(app).post('/genesys/calls').send({ repeat: 0 })).status).toBe(400)
  expect(hub.received).toEqual([])
})

test('a hub that refuses, and a hub that is not there, are reported as such', async () => {
  const refusing = await openContactCentre({ status: 422, body: { error: 'нет номера' } })
  expect(await refusing.play({ form: 'ors' })).toMatchObject({
    accepted: false,
    replies: [{ status: 422, answer: { error: 'нет номера' } }],
  })

  const absent = openGenesys({
    hub: { url: 'http://127.0.0.1:9', token: 'x' },
    directory,
    recordingsUrl,
    now: () => new Date(),
  })
  const call = await absent.play({ form: 'ors' })
  expect(call).toMatchObject({ accepted: false, replies: [{ status: null, answer: null }] })
  expect(call.replies[0]?.error).toContain('ECONNREFUSED')
})

test('a recorded call has metadata of the shape of GIR and a sound that is a WAV', async () => {
  const { app, play } = await openContactCentre()
  const { callUuid, connId, ani } = await play({})
  const { body: recording } = await request(app).get(`/genesys/api/v2/recordings/${callUuid}`)

  const expected = JSON.parse(sample('engage-gir-recording.json'))
  const optional = ['rp.speechminer_uri']
  const fieldsOf = (value: object) => Object.keys(value).filter((key) => !optional.includes(key))
  expect(fieldsOf(recording)).toEqual(fieldsOf(expected))
  expect(fieldsOf(recording.mediaFiles[0])).toEqual(fieldsOf(expected.mediaFiles[0]))
  expect(fieldsOf(recording.mediaFiles[0].parameters).toSorted()).toEqual(
    fieldsOf(expected.mediaFiles[0].parameters).toSorted(),
  )
  expect(recording).toMatchObject({
    id: callUuid,
    callerPhoneNumber: ani,
    startTime: '2026-11-24T09:00:00.000+0000',
    mediaFiles: [{ duration: '6000', parameters: { connId } }],
  })

  const media = recording.mediaFiles[0]
  const sound = await request(app).get(new URL(media.mediaUri).pathname)
  expect(sound.type).toBe('audio/wav')
  expect(sound.body.subarray(0, 4).toString()).toBe('RIFF')
  expect(sound.body.length).toBe(Number(media.size))
  expect((await request(app).get('/genesys/api/v2/recordings/01NONE')).status).toBe(404)
})
