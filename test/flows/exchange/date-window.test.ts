import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { createHub, type Hub } from '../../../src/context.ts'
import { exchangeCycle } from '../../../src/flows/exchange/cycle.ts'
import { pullAll } from '../../../src/flows/exchange/pull-all.ts'
import { reconcile } from '../../../src/flows/exchange/reconcile.ts'
import { verify } from '../../../src/flows/verify/verify.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { hubEnv, odata } from '../../world.ts'

const payments = 'Document_ПоступлениеОплаты'
const settlements = 'AccumulationRegister_РасчетыСПокупателями'

/** Documents that are read by their date, although they have a version. */
const byDocuments = `
from: { set: ${payments}, order: "Date,Number", read: window }
to: payment
fields:
  ref: Ref_Key
  number: Number
  date: Date
  dealRef: Договор_Key
  clientRef: Контрагент_Key
  amount: Сумма
  kind: { path: ВидОперации, values: { Поступление: payment, Возврат: refund }, default: payment }
  posted: Posted
  deleted: DeletionMark
`

/** Payments as the movements of a register: no reference of their own, no version, a period. */
const byMovements = `
from: { set: ${settlements}_RecordType, filter: "RecordType eq 'Expense'", order: "Period,Recorder,LineNumber", read: window }
to: payment
fields:
  ref: Recorder
  date: Period
  dealRef: Договор_Key
  clientRef: Контрагент_Key
  amount: Сумма
  kind: { path: RecordType, values: { Expense: payment }, default: payment }
  posted: Active
`

const folder = mkdtempSync(join(tmpdir(), 'hub-window-'))
const never = new AbortController().signal
let twin: Twin
let hub: Hub

async function openHub(name: string, mapping: string): Promise<Hub> {
  const mappings = join(folder, `${name}-mappings`)
  cpSync(join(import.meta.dirname, '../../../mappings'), mappings, { recursive: true })
  writeFileSync(join(mappings, 'payment.yaml'), mapping)
  const config = readConfig(hubEnv(join(folder, name), { HUB_MAPPINGS: mappings }), twin.address)
  config.settings.exchange.page = 500
  // A plan would bring old changes as well.
  config.settings.exchange.plan = 'ExchangePlan_Нет'
  const opened = await createHub(config)
  await pullAll(opened, 'trace', never)
  await exchangeCycle(opened, false, never)
  return opened
}

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
}, 60_000)
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Midnight of the infobase's day so many days ago. */
const daysAgo = (days: number): string =>
  DateTime.now().setZone('Europe/Moscow').minus({ days }).startOf('day').toFormat("yyyy-MM-dd'T'HH:mm:ss")

/** The latest posted payment before this moment. */
function paymentBefore(moment: string): Record<string, unknown> {
  const list = twin.infobase.list(payments).filter(({ Posted, DeletionMark }) => Posted === true && !DeletionMark)
  const sorted = list.toSorted((a, b) => String(b.Date).localeCompare(String(a.Date)))
  const found = sorted.find((payment) => String(payment.Date) < moment && payment.ВидОперации === 'Поступление')
  if (!found) throw new Error('the demo has payments of many months')
  return found
}

const amountOf = async (ref: unknown): Promise<number | undefined> =>
  (await hub.db.selectFrom('payment').select('amount').where('ref', '=', String(ref)).executeTakeFirst())?.amount

const alive = async (): Promise<number> =>
  (await hub.db.selectFrom('payment').select('ref').where('deleted', '=', 0).execute()).length

const look = () => exchangeCycle(hub, true, never)
const requestsOf = (set: string): string[] =>
  twin.infobase.requests
    .list()
    .map(({ url }) => decodeURIComponent(url))
    .filter((url) => url.includes(`${set}?`))

describe.each([
  ['documents', byDocuments, payments],
  ['movements of a register', byMovements, `${settlements}_RecordType`],
])('payments read as %s by their date', (name, mapping, set) => {
  beforeAll(async () => {
    hub = await openHub(set, mapping)
  }, 60_000)
  afterAll(() => hub.close())

  const pay = (ref: unknown, Сумма: number) => {
    twin.infobase.write(payments, { Ref_Key: ref, Сумма })
    twin.infobase.post(payments, String(ref))
  }

  test(`the whole of them is here after the first reading (${name})`, async () => {
    expect(hub.link.ways.find(({ entity }) => entity === 'payment')).toMatchObject({ way: 'window' })
    const condition = name === 'documents' ? 'DeletionMark eq false' : "RecordType eq 'Expense'"
    const there = await odata(twin).list(set, condition)
    expect(there.length).toBeGreaterThan(100)
    expect(await alive()).toBe(there.length)
    expect(await verify(hub, { cause: 'cli', heal: false, alone: true })).toMatchObject({ verdict: 'clean' })
  }, 30_000)

  test('a change of the last 35 days comes with the next comparison, which asks for no older ones', async () => {
    const { Ref_Key } = paymentBefore(daysAgo(0))
    pay(Ref_Key, 123_456)
    const before = requestsOf(set).length
    await look()
    expect(await amountOf(Ref_Key)).toBe(12_345_600)
    const pages = requestsOf(set)
      .slice(before)
      .filter((url) => !url.includes('Ref_Key eq'))
    expect(pages.length).toBeGreaterThan(0)
    expect(pages.filter((url) => !url.includes(` ge datetime'${daysAgo(35)}'`))).toEqual([])
  })

  test('a change before that waits for the reconciliation', async () => {
    const { Ref_Key } = paymentBefore(daysAgo(40))
    const before = await amountOf(Ref_Key)
    pay(Ref_Key, 654_321)
    await look()
    expect(await amountOf(Ref_Key)).toBe(before)
    await reconcile(hub)
    await look()
    expect(await amountOf(Ref_Key)).toBe(65_432_100)
  })

  test('one that is gone leaves with the reconciliation', async () => {
    const { Ref_Key } = paymentBefore(daysAgo(1))
    const before = await alive()
    if (name === 'documents') twin.infobase.erase(payments, String(Ref_Key))
    else twin.infobase.unpost(payments, String(Ref_Key))
    await look()
    await reconcile(hub)
    await look()
    expect(await alive()).toBe(before - 1)
  })

  test('a row the hub loses or changes is named, and mended', async () => {
    const [lost, changed] = [paymentBefore(daysAgo(2)), paymentBefore(daysAgo(80))].map(({ Ref_Key }) =>
      String(Ref_Key),
    )
    const { dealRef } = await hub.db
      .selectFrom('payment')
      .select('dealRef')
      .where('ref', '=', String(lost))
      .executeTakeFirstOrThrow()
    await hub.db.deleteFrom('payment').where('ref', '=', String(lost)).execute()
    await hub.db.updateTable('payment').set({ dataVersion: 'other' }).where('ref', '=', String(changed)).execute()
    const certificate = await verify(hub, { cause: 'cli', heal: true, alone: true })
    expect(certificate).toMatchObject({ verdict: 'healed', reason: null })
    const named = certificate?.gaps.map(({ ref, kind, state }) => ({ ref, kind, state }))
    expect(named).toHaveLength(2)
    expect(named).toContainEqual({ ref: lost, kind: 'missing_here', state: 'healed' })
    expect(named).toContainEqual({ ref: changed, kind: 'other_version', state: 'healed' })
    const row = await hub.db.selectFrom('payment').select('dealRef').where('ref', '=', String(lost)).executeTakeFirst()
    expect(row?.dealRef).toBe(dealRef)
    expect(await verify(hub, { cause: 'cli', heal: false, alone: true })).toMatchObject({ verdict: 'clean', gaps: [] })
  }, 30_000)
})
