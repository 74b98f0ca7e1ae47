import { type HubError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../errors.ts'

/** What nodemailer hangs on its errors. */
export type SmtpFailure = Error & { code?: string; command?: string; responseCode?: number | false; response?: string }

interface Moment {
  /** The last byte of the letter has left our hands. */
  wholeLetterGiven: boolean
  messageId: string
}

/** What a failed conversation with a mail server means for the letter (RFC 5321 §4.2.1: 4yz come again, 5yz never). */
export function smtpFailure(error: SmtpFailure, { wholeLetterGiven, messageId }: Moment): HubError {
  const code = error.responseCode || null
  const facts = { provider: 'smtp', messageId, code, command: error.command }
  const cause = { cause: withoutAddresses(error) }
  if (error.code === 'EAUTH') {
    return new UnavailableError(
      'Почтовый сервер не принял логин или пароль. Исправьте SMTP_URL и перезапустите хаб, письмо уйдёт само.',
      facts,
      cause,
    )
  }
  if (code !== null && code >= 500) {
    return new RejectedError(
      `Почтовый сервер отказал с кодом ${code}${refusalOf(error.command)}. Проверьте адрес получателя и SMTP_FROM.`,
      facts,
      cause,
    )
  }
  if (code !== null && code >= 400) {
    return new UnavailableError(
      `Почтовый сервер просит повторить позже, код ${code}. Письмо будет отправлено ещё раз.`,
      facts,
      cause,
    )
  }
  if (wholeLetterGiven) {
    return new UnknownOutcomeError(
      'Письмо передано почтовому серверу, но его ответ потерян: ушло ли оно, неизвестно.',
      facts,
      cause,
    )
  }
  return new UnavailableError(
    'Почтовый сервер недоступен. Письмо будет отправлено ещё раз; если это не проходит, проверьте SMTP_URL и сеть.',
    facts,
    cause,
  )
}

const steps: Record<string, string> = {
  'MAIL FROM': ': не нравится отправитель',
  'RCPT TO': ': не нравится получатель',
  DATA: ': не нравится письмо',
}
const refusalOf = (command: string | undefined) => steps[command ?? ''] ?? ''

/** Servers quote the recipient in their refusals. */
function withoutAddresses(error: SmtpFailure): Error {
  const cause = new Error(error.message.replace(/<?[^\s<>]+@[^\s<>]+>?/g, '<…>'))
  return Object.assign(cause, { code: error.code })
}
