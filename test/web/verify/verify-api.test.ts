import { afterAll, beforeAll, expect, test } from 'vitest'
import { VerifyPage } from '../../../src/web/api/contract.ts'
import { odata, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

const page = async (login = 'director') =>
  VerifyPage.parse((await (await signIn(world.hub, login)).get('/verify')).data)

test.each(['marketing', 'operator', 'sales'])('%s does not see the certificate', async (login) => {
  const person = await signIn(world.hub, login)
  expect((await person.get('/verify')).status).toBe(403)
  expect((await person.post('/verify')).status).toBe(403)
})

test('before the first comparison there is no certificate', async () => {
  expect(await page()).toMatchObject({ certificate: null, running: null, days: [] })
})

test('a comparison a person asked for names the gap, and the button mends it', async () => {
  const director = await signIn(world.hub, 'director')
  world.twin.infobase.faults.tombstones = false
  const [unit] = await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'НеВПродаже'")
  await odata(world.twin).remove('Catalog_Квартиры', String(unit?.Ref_Key))
  expect((await director.post('/verify')).status).toBe(200)
  const { certificate, days, today } = await until('the certificate is there', async () => {
    const now = await page()
    return now.certificate && now.running === null ? now : null
  })
  expect(certificate).toMatchObject({
    verdict: 'gaps',
    cause: 'по просьбе: director',
    text: expect.stringMatching(/^Хаб и 1С расходятся: 1 расхождение/),
    gaps: [{ ref: unit?.Ref_Key, kind: 'extra_here', kindText: 'Нет в 1С', healable: true }],
  })
  expect(days).toEqual([{ day: today, run: certificate?.id, verdict: 'gaps', gaps: 1 }])
  const waiting = async () => {
    const rows = (await director.get('/desktop')).data.attention as { kind: string; title: string }[]
    return rows.filter(({ kind }) => kind === 'verify').map(({ title }) => title)
  }
  expect(await waiting()).toEqual(['Сверка нашла 1 расхождение с 1С'])
  const answer = await director.post(`/verify/gaps/${certificate?.gaps[0]?.id}/heal`)
  expect(answer.data.message).toMatch(/^Исправлено/)
  const after = await page()
  expect(after.certificate).toMatchObject({ verdict: 'healed', gapCount: 0, gaps: [{ state: 'healed' }] })
  expect(await waiting()).toEqual([])
  expect(after.certificate?.figures.find(({ entity }) => entity === 'unit')).toMatchObject({ gaps: 1, healed: 1 })
})

test('a certificate or a gap that is not there is answered in words', async () => {
  const admin = await signIn(world.hub, 'admin')
  expect((await admin.get('/verify?run=none')).status).toBe(404)
  expect((await admin.post('/verify/gaps/999/heal')).status).toBe(404)
})
