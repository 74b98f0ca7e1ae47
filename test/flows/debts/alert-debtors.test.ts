import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { odata, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

const sent = () => world.twin.sms.messages()
const day = (offset: number) => `${DateTime.now().setZone('Europe/Moscow').plus({ days: offset }).toISODate()}T00:00:00`
const idle = () =>
  until('nothing is left to send', async () => {
    const stats = await world.hub.hub.jobs.stats()
    return ['alert-debtors', 'deliver-alert'].every(
      (queue) => (stats[queue]?.ready ?? 0) + (stats[queue]?.active ?? 0) === 0,
    )
  })

/** A contract of a manager with few debtors, made overdue by `days` in 1C. */
async function overdueDeal(days: number, number: string): Promise<{ ref: string; phone: string }> {
  const onec = odata(world.twin)
  const [client] = await onec.list('Catalog_Контрагенты', "СтадияКлиента eq 'Действующий'")
  const manager = await onec.create('Catalog_Пользователи', {
    Description: `Менеджер ${number}`,
    Телефон: '+79990004400',
  })
  const deal = await onec.create('Document_ДоговорПродажи', {
    Date: day(-90),
    НомерДоговора: number,
    ВидДоговора: 'ДДУ',
    ВидОплаты: 'Рассрочка',
    Менеджер_Key: manager.Ref_Key,
    СуммаДоговора: 3_000_000,
    ДатаРегистрации: day(-80),
    Покупатели: [{ LineNumber: '1', Контрагент_Key: client?.Ref_Key, Доля: 1 }],
    ГрафикПлатежей: [
      { LineNumber: '1', ДатаПлатежа: day(-days), Сумма: 1_000_000 },
      { LineNumber: '2', ДатаПлатежа: day(30), Сумма: 2_000_000 },
    ],
  })
  await onec.post('Document_ДоговорПродажи', String(deal.Ref_Key))
  return { ref: String(deal.Ref_Key), phone: '+79990004400' }
}

test('an overdue instalment is told to the manager by one SMS, however often it is checked', async () => {
  const deal = await overdueDeal(3, 'Т-3/Долг')
  const message = await until('the SMS has come', () => sent().find((one) => one.text.includes('Т-3/Долг')))
  expect(message.phone).toBe('79990004400')
  expect(message.text).toContain('Долг 1 000 000 ₽, 3 дн.')
  const director = await signIn(world.hub, 'director')
  await director.post('/debts/check')
  await director.post('/debts/check')
  await idle()
  expect(sent().filter((one) => one.text.includes('Т-3/Долг'))).toHaveLength(1)
  const { debts } = (await director.get('/desktop')).data
  expect(debts.rows.find((row: { dealRef: string }) => row.dealRef === deal.ref)).toMatchObject({
    overdue: 100_000_000,
    daysPastDue: 3,
    alert: { state: 'sent' },
  })
})

test('a debt paid while the SMS waited is not told', async () => {
  world.twin.sms.faults.noMoney = true
  const onec = odata(world.twin)
  const deal = await overdueDeal(8, 'Т-8/Оплачен')
  const message = () =>
    world.hub.hub.db.selectFrom('outbox').selectAll().where('subject', '=', deal.ref).executeTakeFirst()
  await until('the gateway has refused for want of money', async () => (await message())?.reason)
  const payment = await onec.create('Document_ПоступлениеОплаты', {
    Date: day(0),
    Договор_Key: deal.ref,
    Сумма: 1_000_000,
    ВидОперации: 'Поступление',
  })
  await onec.post('Document_ПоступлениеОплаты', String(payment.Ref_Key))
  await until('the hub knows of the payment', () =>
    world.hub.hub.db.selectFrom('payment').selectAll().where('dealRef', '=', deal.ref).executeTakeFirst(),
  )
  world.twin.sms.faults.noMoney = false
  await until('the SMS is called off', async () => (await message())?.state === 'cancelled', 20)
  expect(sent().filter((one) => one.text.includes('Т-8/Оплачен'))).toEqual([])
}, 30_000)

test('a lost answer of the gateway does not send twice', async () => {
  world.twin.sms.faults.silent = true
  await overdueDeal(15, 'Т-15/Тишина')
  await until('the gateway has taken it and said nothing', () => sent().some((one) => one.text.includes('Т-15/Тишина')))
  world.twin.sms.faults.silent = false
  await until('the outcome is known', async () => {
    const rows = await world.hub.hub.db
      .selectFrom('outbox')
      .selectAll()
      .where('payload', 'like', '%Т-15/Тишина%')
      .execute()
    return rows[0]?.state === 'sent'
  })
  expect(sent().filter((one) => one.text.includes('Т-15/Тишина'))).toHaveLength(1)
})
