import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Email, EmailProvider } from '../../../src/connectors/email/email-provider.ts'
import { RejectedError, UnknownOutcomeError } from '../../../src/errors.ts'
import { followMessage } from '../../../src/flows/messages/follow-message.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())
/** The mail server as it was; tests replace parts of it. */
let mailServer: World['hub']['hub']['email']
beforeEach(() => {
  mailServer = world.hub.hub.email
})
afterEach(() => {
  world.hub.hub.email = mailServer
  Object.assign(world.twin.sms.faults, {
    refuse: false,
    noMoney: false,
    silent: false,
    slow: false,
    undelivered: false,
  })
})

type Send = EmailProvider['send']
/** The world's mail server behind something that spoils its answers. */
function mailThat(spoil: (letter: Email, send: Send) => ReturnType<Send>): void {
  if (!mailServer) throw new Error('the world has no mail server')
  const { send } = mailServer
  world.hub.hub.email = { ...mailServer, send: (letter) => spoil(letter, send) }
}

let last = 0
const newId = () => `ЦБ-${String(++last).padStart(6, '0')}`

const call = async (operation: string, input: object) => {
  const { status, data } = await hook(world.hub, `/onec/v1/${operation}`, input)
  return { status, ...(data as { messageId: string; trace: string; error?: { code: string; message: string } }) }
}
const status = async (id: string) =>
  (await hook(world.hub, '/onec/v1/messageStatus', { id })).data as {
    state: string
    reason: string | null
    text: string
  }
const reaches = (id: string, state: string, seconds = 10) =>
  until(
    `${id} is ${state}`,
    async () => {
      const now = await status(id)
      return now.state === state ? now : null
    },
    seconds,
  )
const sms = (text: string) => world.twin.sms.messages().filter((message) => message.text === text)
const mail = (subject: string) => world.twin.mail.messages.filter((message) => message.subject === subject)

/** The client in 1C whom the hub has read with this phone and this address. */
async function newClient(phone: string, email: string): Promise<string> {
  const contacts = [
    { LineNumber: '1', Тип: 'Телефон', Представление: phone, НомерТелефона: phone.slice(1), АдресЭП: '' },
    { LineNumber: '2', Тип: 'АдресЭлектроннойПочты', Представление: email, НомерТелефона: '', АдресЭП: email },
  ]
  const made = await odata(world.twin).create('Catalog_Контрагенты', {
    Description: `Получатель ${phone}`,
    КонтактнаяИнформация: contacts,
  })
  const ref = String(made.Ref_Key)
  world.hub.hub.poke()
  await until('the hub has read the client', () =>
    world.hub.hub.db.selectFrom('clientEmail').selectAll().where('clientRef', '=', ref).executeTakeFirst(),
  )
  return ref
}

describe('a message', () => {
  test('asked for many times at once goes out once, and everyone gets the same answer', async () => {
    const wish = { id: newId(), phone: '8 (999) 111-00-01', text: `Бронь ${last}` }
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('sendSms', wish)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ status: 202, state: 'accepted', text: 'Принято, передаётся' })
    expect(await reaches(wish.id, 'sent')).toMatchObject({ reason: null, text: 'Отправлено' })
    expect(await call('sendSms', wish)).toEqual(answers[0])
    expect(sms(wish.text)).toMatchObject([{ phone: '79991110001' }])
  })

  test('with the id of another is a conflict, also as a letter, and does not go out', async () => {
    const wish = { id: newId(), phone: '+79991110002', text: `Первое ${last}` }
    await call('sendSms', wish)
    const other = await call('sendSms', { ...wish, text: `Второе ${last}` })
    const letter = await call('sendEmail', { id: wish.id, email: 'a@example.invalid', subject: 'а', text: wish.text })
    for (const answer of [other, letter]) {
      expect(answer).toMatchObject({ status: 409, error: { code: 'conflict' } })
      expect(answer.error?.message).toMatch(/другое содержание/)
    }
    await reaches(wish.id, 'sent')
    expect(sms(`Второе ${last}`)).toEqual([])
  })

  test('of two calls with one id and different content at once, one wins and the other is told', async () => {
    const id = newId()
    const texts = ['А', 'Б', 'В'].map((letter) => `${letter} ${last}`)
    const answers = await Promise.all(texts.map((text) => call('sendSms', { id, phone: '+79991110003', text })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409])
    await reaches(id, 'sent')
    expect(texts.flatMap(sms)).toHaveLength(1)
  })

  test('for a client goes to the address of the card, and its repeat stays good when the card changes', async () => {
    const clientRef = await newClient('+79991110004', 'olga@example.invalid')
    const text = { id: newId(), clientRef, text: `Клиенту ${last}` }
    const letter = { id: newId(), clientRef, subject: `Письмо ${last}`, text: 'Здравствуйте!' }
    const answers = [await call('sendSms', text), await call('sendEmail', letter)]
    await reaches(text.id, 'sent')
    await reaches(letter.id, 'sent')
    expect(sms(text.text)).toMatchObject([{ phone: '79991110004' }])
    expect(mail(letter.subject)).toMatchObject([{ to: ['olga@example.invalid'] }])
    await world.hub.hub.db.deleteFrom('clientPhone').where('clientRef', '=', clientRef).execute()
    expect(await call('sendSms', text)).toEqual(answers[0])
    expect(await call('sendSms', { ...text, id: newId() })).toMatchObject({ status: 404 })
  })

  test('waits for its turn: those to one number go in the order they were asked for', async () => {
    world.twin.sms.faults.noMoney = true
    const ids = [newId(), newId(), newId()]
    for (const id of ids) await call('sendSms', { id, phone: '+79991110005', text: `По порядку ${id}` })
    await reaches(ids[0] ?? '', 'waiting')
    expect((await status(ids[0] ?? '')).reason).toMatch(/нет денег/)
    expect((await status(ids[1] ?? '')).state).toBe('accepted')
    world.twin.sms.faults.noMoney = false
    await reaches(ids[2] ?? '', 'sent', 20)
    const order = world.twin.sms.messages().filter((message) => message.text.startsWith('По порядку'))
    expect(order.toReversed().map((message) => message.text)).toEqual(ids.map((id) => `По порядку ${id}`))
  }, 30_000)
})

describe('a text message', () => {
  test('whose answer was lost is asked about, not sent again', async () => {
    world.twin.sms.faults.silent = true
    const wish = { id: newId(), phone: '+79991110006', text: `Тишина ${last}` }
    await call('sendSms', wish)
    await until('the gateway has it and was silent', () => sms(wish.text).length > 0)
    await reaches(wish.id, 'unknown')
    world.twin.sms.faults.silent = false
    await reaches(wish.id, 'sent')
    expect(sms(wish.text)).toHaveLength(1)
  })

  test('that was refused says why, holds nobody back, and goes again when a person says so', async () => {
    world.twin.sms.faults.refuse = true
    const wish = { id: newId(), phone: '+79991110007', text: `Отказ ${last}` }
    await call('sendSms', wish)
    expect((await reaches(wish.id, 'failed')).reason).toMatch(/код 6|кодом 6/)
    world.twin.sms.faults.refuse = false
    const next = { id: newId(), phone: '+79991110007', text: `После отказа ${last}` }
    await call('sendSms', next)
    await reaches(next.id, 'sent')
    const admin = await signIn(world.hub, 'admin')
    const row = await attention(admin, wish.id)
    expect(row).toMatchObject({ kind: 'failed_effect', title: 'SMS: не отправлено', action: { name: 'retry' } })
    expect((await admin.post(`/attention/${row.id}/retry`)).status).toBe(200)
    await reaches(wish.id, 'sent')
    expect(sms(wish.text)).toHaveLength(1)
  })

  test.each([
    [false, 'delivered', null],
    [true, 'undelivered', /невозможно/i],
  ])('is followed until it has arrived or not (undelivered: %s)', async (undelivered, state, reason) => {
    Object.assign(world.twin.sms.faults, { undelivered, deliveryMs: 0 })
    const wish = { id: newId(), phone: '+79991110008', text: `Доставка ${last}` }
    await call('sendSms', wish)
    await reaches(wish.id, 'sent')
    const effect = await world.hub.hub.db
      .selectFrom('outbox')
      .select('id')
      .where('payload', 'like', `%${wish.text}%`)
      .executeTakeFirstOrThrow()
    const [job] = (await world.hub.hub.jobs.list({ queue: 'follow-message', state: 'ready' })).filter(
      (each) => (each.data as { messageId: number }).messageId === effect.id,
    )
    expect(job).toBeDefined()
    await followMessage(world.hub.hub, job?.data)
    const now = await status(wish.id)
    expect(now.state).toBe(state)
    if (reason) expect(now.reason).toMatch(reason)
  })
})

describe('a letter', () => {
  test('the server took without a word is nobody’s to repeat but a person’s', async () => {
    let lost = 0
    mailThat(async (letter, send) => {
      await send(letter)
      lost += 1
      throw new UnknownOutcomeError('Письмо передано почтовому серверу, но его ответ потерян.')
    })
    const wish = { id: newId(), email: 'pavel@example.invalid', subject: `Без ответа ${last}`, text: 'Текст' }
    await call('sendEmail', wish)
    const reason = await until('it waits for a person', async () => {
      const now = await status(wish.id)
      return now.state === 'unknown' && now.reason?.includes('решите') ? now.reason : null
    })
    world.hub.hub.email = mailServer
    expect(reason).toMatch(/решите сами, отправить ли снова/)
    expect(lost).toBe(1)
    expect(mail(wish.subject)).toHaveLength(1)

    const next = { ...wish, id: newId(), subject: `Следующее ${last}` }
    await call('sendEmail', next)
    await reaches(next.id, 'sent')

    const admin = await signIn(world.hub, 'admin')
    const row = await attention(admin, wish.id)
    expect(row).toMatchObject({ kind: 'unknown_effect', action: { name: 'confirm' }, otherwise: { name: 'dismiss' } })
    await admin.post(`/attention/${row.id}/confirm`)
    await reaches(wish.id, 'sent')
    const [second, first] = mail(wish.subject).map(
      (message) => /Message-ID: (\S+)/.exec(message.source.toString())?.[1],
    )
    expect(second).toBe(first)
  })

  test('a person does not want any more is said to be so, and its row is gone', async () => {
    mailThat(() => Promise.reject(new RejectedError('Почтовый сервер отказал с кодом 550.')))
    const wish = { id: newId(), email: 'nobody@example.invalid', subject: `Отказ ${last}`, text: 'Текст' }
    await call('sendEmail', wish)
    expect((await reaches(wish.id, 'failed')).reason).toMatch(/550/)
    world.hub.hub.email = mailServer
    const admin = await signIn(world.hub, 'admin')
    const row = await attention(admin, wish.id)
    await admin.post(`/attention/${row.id}/dismiss`)
    expect((await status(wish.id)).state).toBe('cancelled')
    expect((await admin.post(`/attention/${row.id}/retry`)).status).toBe(404)
  })

  test('waits with its reason while there is no mail server', async () => {
    world.hub.hub.email = null
    const wish = { id: newId(), email: 'inna@example.invalid', subject: `Почты нет ${last}`, text: 'Текст' }
    await call('sendEmail', wish)
    const waiting = await reaches(wish.id, 'waiting')
    world.hub.hub.email = mailServer
    expect(waiting.text).toMatch(/^Ждёт.*SMTP_URL/)
    await reaches(wish.id, 'sent', 20)
  }, 30_000)
})

/** The row of the list of what waits for a person that is about this message. */
async function attention(person: Awaited<ReturnType<typeof signIn>>, id: string) {
  const { trace } = (await hook(world.hub, '/onec/v1/messageStatus', { id })).data as { trace: string }
  const { attention: rows } = (await person.get('/desktop')).data as { attention: Row[] }
  const row = rows.find((each) => each.traceId === trace)
  if (!row) throw new Error(`nothing waits for a person about ${id}`)
  return row
}
type Row = { id: string; traceId: string | null; kind: string; title: string }
