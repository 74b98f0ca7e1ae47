import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import { odata, startWorld, type World } from '../../world.ts'

const payments = 'Document_ПоступлениеОплаты'
const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
let world: World

beforeAll(async () => {
  const mappings = join(import.meta.dirname, '../../../mappings')
  cpSync(mappings, folder, { recursive: true })
  // As the manual says: payments of whatever documents, by what these have written into the register of settlements.
  const manual = readFileSync(join(mappings, 'README.md'), 'utf8')
  const example = /```yaml\n(# payment\.yaml:[\s\S]*?)```/.exec(manual)?.[1] ?? ''
  expect(example).toContain('to: payment')
  writeFileSync(join(folder, 'payment.yaml'), example)
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const rows = () => world.hub.hub.db.selectFrom('payment').selectAll().where('deleted', '=', 0).execute()

const isClean = async () => {
  const certificate = await verify(world.hub.hub, { cause: 'cli', heal: false, alone: false })
  expect(certificate).toMatchObject({ verdict: 'clean', gaps: [] })
  expect(certificate?.figures.find(({ entity }) => entity === 'payment')).toMatchObject({ complete: true })
}

test('the same payments come out of the register as of the posted documents', async () => {
  const posted = await odata(world.twin).list(payments, 'Posted eq true and DeletionMark eq false')
  const here = new Map((await rows()).map((row) => [row.ref, row]))
  expect(here.size).toBe(posted.length)
  expect(posted.length).toBeGreaterThan(1000)
  for (const document of posted)
    expect(here.get(String(document.Ref_Key))).toMatchObject({
      dealRef: document.Договор_Key,
      clientRef: document.Контрагент_Key,
      amount: Math.round(Number(document.Сумма) * 100),
      kind: document.ВидОперации === 'Возврат' ? 'refund' : 'payment',
      posted: 1,
    })
  await isClean()
})

test('a refund arrives once it is posted, and goes with its document', async () => {
  const onec = odata(world.twin)
  const [like = {}] = await onec.list(payments, 'Posted eq true and DeletionMark eq false')
  const { Договор_Key, Контрагент_Key } = like
  const at = { Date: new Date().toISOString().slice(0, 19) }
  const refund = { ...at, Договор_Key, Контрагент_Key, Сумма: 1234, ВидОперации: 'Возврат' }
  const { Ref_Key: ref } = await onec.create(payments, refund)
  await isClean()
  const found = async () => (await rows()).find((row) => row.ref === ref)
  expect(await found()).toBeUndefined()
  await onec.post(payments, String(ref))
  await isClean()
  expect(await found()).toMatchObject({ kind: 'refund', amount: 123_400 })
  await onec.remove(payments, String(ref))
  await isClean()
  expect(await found()).toBeUndefined()
})
