import { Readable } from 'node:stream'
import addressParser from 'nodemailer/lib/addressparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { BadInputError } from '../../errors.ts'
import type { Email, EmailProvider, EmailReceipt } from './email-provider.ts'
import { type SmtpFailure, smtpFailure } from './smtp-failure.ts'

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`; parameters of the query are nodemailer's. */
  url: string
  /** `Имя <address@host>`. */
  from: string
  timeoutMs?: number
}

/**
 * Sends letters through a mail server, a connection each.
 *
 * The letter is read from memory only after the server has agreed to DATA. So a connection lost before its last byte was
 * handed over has delivered nothing, for the server drops an unfinished letter (RFC 5321 §4.1.1.10); one lost after it,
 * before the answer, leaves the outcome unknown. Facts of errors hold neither addresses nor text.
 */
export function smtpProvider({ url, from, timeoutMs = 30_000 }: SmtpOptions): EmailProvider {
  const [sender] = addressParser(from, { flatten: true })
  const domain = sender?.address.split('@')[1] ?? 'localhost'
  const settings = parseConnectionUrl(url)

  return {
    name: 'smtp',
    domain,
    async send(message) {
      const { envelope, letter } = await compose(message, from)
      const connection = new SMTPConnection({
        ...settings,
        connectionTimeout: Math.min(timeoutMs, 10_000),
        greetingTimeout: Math.min(timeoutMs, 10_000),
        socketTimeout: timeoutMs,
      })
      try {
        return await deliver(connection, settings.auth, envelope, letter, message.messageId)
      } finally {
        connection.close()
      }
    },
  }
}

type Envelope = { from: string | false; to: string[] }
type Auth = NonNullable<ReturnType<typeof parseConnectionUrl>['auth']> | undefined

async function deliver(
  connection: SMTPConnection,
  auth: Auth,
  envelope: Envelope,
  letter: Buffer,
  messageId: string,
): Promise<EmailReceipt> {
  let wholeLetterGiven = false
  const body = Readable.from([letter], { objectMode: false }).once('end', () => {
    wholeLetterGiven = true
  })
  try {
    await step(connection, (done) => connection.connect(done))
    if (auth) await step(connection, (done) => connection.login(auth as never, done))
    const info = await step<{ response: string }>(connection, (done) => connection.send(envelope, body, done as never))
    connection.quit()
    return { messageId, response: info.response }
  } catch (error) {
    throw smtpFailure(error as SmtpFailure, { wholeLetterGiven, messageId })
  }
}

/** One step of the conversation; the connection reports some of its failures by an event only. */
function step<T>(
  connection: SMTPConnection,
  run: (done: (error?: Error | null, result?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    run((error, result) => {
      connection.off('error', reject)
      // A late complaint about a connection that has done its work is of no interest, but must not go unheard.
      connection.on('error', () => undefined)
      if (error) reject(error)
      else resolve(result as T)
    })
  })
}

/** Addresses in the envelope are in the spelling of mail servers: a Cyrillic host becomes xn--. */
async function compose(
  { messageId, to, subject, text }: Email,
  from: string,
): Promise<{ envelope: Envelope; letter: Buffer }> {
  if (/[\r\n]/.test(subject + to)) throw new BadInputError('Письмо не отправить: в теме или адресе перевод строки.')
  const mail = new MailComposer({ from, to, subject, text, messageId, textEncoding: 'base64' }).compile()
  return { envelope: mail.getEnvelope(), letter: await mail.build() }
}
