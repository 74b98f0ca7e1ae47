import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallRow } from '../../../src/web/api/contract.ts'
import { hook, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ ONEC_SESSIONS: '1' })
}, 60_000)
afterAll(() => world.stop())

const ring = (uuid: string, ani: string) =>
  hook(world.hub, '/hooks/genesys/engage', { calluuid: uuid, ani, dnis: '+74950000101', state: 'Ringing' })

test('with one session a save goes before the calls that wait and before reading the whole base', async () => {
  const operator = await signIn(world.hub, 'operator')
  const admin = await signIn(world.hub, 'admin')
  const rows = async (): Promise<CallRow[]> => (await operator.get('/desktop')).data.calls.rows
  const find = async (text: string) => (await rows()).find(({ phoneText }) => phoneText.endsWith(text))

  await ring('FIRST', '+79997790100')
  const { id } = await until('the call is in 1C', async () => {
    const call = await find('01-00')
    return call?.onec.state === 'written' ? call : null
  })

  const { infobase } = world.twin
  infobase.faults.latencyMs = 60
  const before = infobase.requests.list().length
  const since = () => infobase.requests.list().slice(before)
  const isPage = ({ method, url }: { method: string; url: string }) => method === 'GET' && url.includes('top=')
  await admin.post('/pull')
  await until('the whole base is being read', () => since().some(isPage))
  await Promise.all(Array.from({ length: 9 }, (_, n) => ring(`QUEUED${n}`, `+7999779020${n}`)))
  await until('calls wait for the session', () => world.hub.hub.onec.health().queue.call > 0)
  const answer = await operator.post(`/calls/${id}/note`, { text: 'Важный итог', seen: 0 })
  expect(answer.data).toMatchObject({ isSaved: true, note: { state: 'accepted' } })
  await until('the note is confirmed', async () => (await find('01-00'))?.note?.state === 'confirmed', 20)
  infobase.faults.latencyMs = 0
  await until(
    'the calls are written too',
    async () => (await rows()).length === 10 && (await rows()).every(({ onec }) => onec.state === 'written'),
    20,
  )
  const log = since()
  const saved = log.findIndex(({ method }) => method === 'PATCH')
  const created = log.flatMap(({ method, url }, at) => (method === 'POST' && url.includes('Document_') ? [at] : []))
  expect(saved).toBeGreaterThan(-1)
  // Three calls are at work at once; what they had begun may have been first, the rest of the queue was not.
  expect(created.filter((at) => at < saved).length).toBeLessThanOrEqual(3)
  expect(log.findLastIndex(isPage)).toBeGreaterThan(saved)
}, 60_000)
