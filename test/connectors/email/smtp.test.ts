import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { smtpProvider } from '../../../src/connectors/email/smtp.ts'
import { RejectedError, UnavailableError, UnknownOutcomeError } from '../../../src/errors.ts'
import { openMailSink } from '../../../src/twin/mail/sink.ts'

const letter = {
  messageId: '<outbox-1.trace@sever.invalid>',
  to: 'anna@example.invalid',
  subject: 'Бронь квартиры № 12 — до 25.11',
  text: 'Здравствуйте!\n.точка в начале строки\nЖдём вас.',
}
const from = 'Северный квартал <hub@sever.invalid>'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

const at = (port: number, options: { timeoutMs?: number; auth?: string } = {}) =>
  smtpProvider({ url: `smtp://${options.auth ?? ''}127.0.0.1:${port}`, from, timeoutMs: options.timeoutMs ?? 2000 })

type Reply = (line: string, socket: Socket) => string | null

/** A mail server that follows a script: the answer to every line, null for silence. `after DATA` answers the letter. */
async function scripted(reply: Reply): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let inLetter = false
    let rest = ''
    socket.write('220 test ESMTP\r\n')
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      for (;;) {
        const end = rest.indexOf(inLetter ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const line = inLetter ? 'after DATA' : rest.slice(0, end)
        rest = rest.slice(end + (inLetter ? 5 : 2))
        inLetter = false
        const answer = reply(line, socket)
        if (answer === null) return
        if (line === 'DATA' && answer.startsWith('354')) inLetter = true
        socket.write(`${answer}\r\n`)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

const usual = (line: string) => (line === 'DATA' ? '354 go on' : line === 'after DATA' ? '250 queued as A1' : '250 ok')
const except =
  (start: string, answer: string | null): Reply =>
  (line) =>
    line.startsWith(start) ? answer : usual(line)

test('a letter arrives whole: sender, recipient, subject, text and its own name', async () => {
  const sink = await openMailSink({ host: '127.0.0.1', port: 0, now: () => new Date() })
  closing.push(() => sink.close())
  const receipt = await at(sink.port).send(letter)
  expect(receipt.messageId).toBe(letter.messageId)
  expect(receipt.response).toMatch(/^250/)
  const [message] = sink.messages
  expect(message).toMatchObject({ from: 'hub@sever.invalid', to: [letter.to], subject: letter.subject })
  const source = message?.source.toString('utf8') ?? ''
  expect(source).toContain(`Message-ID: ${letter.messageId}`)
  const body = source.slice(source.indexOf('\r\n\r\n') + 4)
  expect(Buffer.from(body, 'base64').toString('utf8')).toBe(letter.text)
})

test('a Cyrillic host of the recipient goes out in the spelling of mail servers', async () => {
  const lines: string[] = []
  const port = await scripted((line) => {
    lines.push(line)
    return usual(line)
  })
  await at(port).send({ ...letter, to: 'anna@пример.рф' })
  expect(lines).toContain('RCPT TO:<anna@xn--e1afmkfd.xn--p1ai>')
})

test.each([
  ['nobody listens', async () => 1, UnavailableError, /недоступен/],
  [
    'the recipient is unknown',
    () => scripted(except('RCPT', '550 5.1.1 <anna@example.invalid> unknown')),
    RejectedError,
    /550/,
  ],
  ['the recipient is greylisted', () => scripted(except('RCPT', '451 4.7.1 come back')), UnavailableError, /451/],
  ['the sender is not welcome', () => scripted(except('MAIL', '553 not you')), RejectedError, /отправитель/],
  ['the server is full', () => scripted(except('DATA', '452 no space')), UnavailableError, /452/],
  ['the letter is refused', () => scripted(except('after DATA', '554 spam')), RejectedError, /554/],
  ['the letter is put off', () => scripted(except('after DATA', '451 later')), UnavailableError, /451/],
  ['the server is silent before the letter', () => scripted(except('RCPT', null)), UnavailableError, /недоступен/],
  ['the server hangs up before the letter', () => scripted(hangUpAt('DATA')), UnavailableError, /недоступен/],
  ['the server hangs up after the letter', () => scripted(hangUpAt('after DATA')), UnknownOutcomeError, /неизвестно/],
  [
    'the server is silent after the letter',
    () => scripted(except('after DATA', null)),
    UnknownOutcomeError,
    /неизвестно/,
  ],
])('%s: the error says what happened to the letter', async (_what, open, kind, words) => {
  const provider = at(await open(), { timeoutMs: 300 })
  const error = await provider.send(letter).then(
    () => null,
    (thrown: Error) => thrown,
  )
  expect(error).toBeInstanceOf(kind)
  expect(error?.message).toMatch(words)
  expect(JSON.stringify({ ...error, cause: String((error?.cause as Error)?.message) })).not.toContain('anna@')
})

test('a wrong password holds the letter until the settings are right', async () => {
  const port = await scripted((line) =>
    line.startsWith('EHLO') ? '250-test\r\n250 AUTH PLAIN' : line.startsWith('AUTH') ? '535 no' : usual(line),
  )
  const sending = at(port, { auth: 'hub:wrong@' }).send(letter)
  await expect(sending).rejects.toThrow(UnavailableError)
  await expect(sending).rejects.toThrow(/SMTP_URL/)
})

function hangUpAt(moment: string): Reply {
  return (line, socket) => {
    if (line !== moment) return usual(line)
    socket.destroy()
    return null
  }
}
