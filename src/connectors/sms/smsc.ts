import http from 'node:http'
import https from 'node:https'
import axios from 'axios'
import { BadInputError, type HubError, RejectedError, UnavailableError, UnknownOutcomeError } from '../../errors.ts'
import type { SmsProvider } from './sms-provider.ts'
import { Accepted, askRefusal, Refusal, Status, sendRefusal, stateOf } from './smsc-answer.ts'

export interface SmscOptions {
  /** Base address, e.g. `https://smsc.ru`. */
  url: string
  login: string
  password: string
  /** Sender name agreed with the operators; the account's own when absent. */
  sender?: string | null
  timeoutMs?: number
}

const maxId = 2_147_483_647
const maxText = 1000
/** Far above any answer of the service. */
const longestAnswer = 64 * 1024

type Facts = Record<string, unknown>

/**
 * SMSC.ru and its white labels (messaging A1). Messages are named by us, so that a lost answer can be asked about.
 *
 * `send` throws as SmsProvider says, BadInputError for an id, phone or text the service could not take; `ask` throws
 * UnavailableError or RejectedError. After a lost answer give the service a minute before `absent` is believed. Facts of
 * errors hold neither secrets nor the phone or the text.
 */
export function smscProvider({ url, login, password, sender = null, timeoutMs = 15_000 }: SmscOptions): SmsProvider {
  const base = url.replace(/\/+$/, '')
  // A developer's HTTP_PROXY rarely excepts the loopback, where the demo's gateway listens.
  const proxy = /^https?:\/\/(127\.|localhost|\[::1\])/i.test(base) ? ({ proxy: false } as const) : {}
  const account = { login, psw: password, charset: 'utf-8', fmt: '3' }

  return {
    name: 'smsc',
    canAsk: true,

    async send({ id, phone, text }) {
      if (!Number.isInteger(id) || id < 1 || id > maxId)
        throw new BadInputError(`Номер SMS ${id} не из диапазона 1…${maxId}.`)
      const facts = { provider: 'smsc', id }
      if (!/^\+\d{7,15}$/.test(phone)) {
        throw new BadInputError(
          'SMS не отправить: телефон получателя не в виде +79990001122. Исправьте его в 1С.',
          facts,
        )
      }
      if (text.trim() === '' || text.length > maxText) {
        throw new BadInputError(
          `SMS не отправить: в тексте ${text.length} знаков, допустимо от 1 до ${maxText}.`,
          facts,
        )
      }
      const answer = await post('/sys/send.php', {
        ...account,
        id: String(id),
        phones: phone.slice(1),
        mes: text,
        // Send at once, whatever quiet hours the account has: ours are the hub's business.
        time: '0-24',
        // Send and tell the price.
        cost: '3',
        ...(sender && { sender }),
      })
      if ('error' in answer) throw sendFailure(answer, facts)
      const refused = Refusal.safeParse(answer.body)
      if (refused.success) throw sendRefusal(refused.data.error_code, facts)
      const accepted = Accepted.safeParse(answer.body)
      if (!accepted.success) throw unclear('ответ непонятен', facts)
      return { providerId: accepted.data.id, segments: accepted.data.cnt, cost: accepted.data.cost ?? null }
    },

    async ask(id, phone) {
      const facts = { provider: 'smsc', id }
      const answer = await post('/sys/status.php', { ...account, id: String(id), phone: phone.replace(/^\+/, '') })
      if ('error' in answer) throw refusedByHttp(answer.status, facts) ?? unreachable(answer.error, facts)
      // White labels answer with a list even when one message was asked about.
      const body = Array.isArray(answer.body) ? answer.body[0] : answer.body
      const refused = Refusal.safeParse(body)
      if (refused.success) throw askRefusal(refused.data.error_code, facts)
      const status = Status.safeParse(body)
      if (!status.success) throw unreachable(new Error('unexpected answer'), facts)
      return stateOf(status.data)
    },
  }

  async function post(path: string, form: Record<string, string>): Promise<Answer> {
    let written = false
    // Whether all of a request reached the socket is the difference between "not sent" and "perhaps sent".
    const transport = {
      request(...args: Parameters<typeof http.request>) {
        return (base.startsWith('https:') ? https : http).request(...args).once('finish', () => {
          written = true
        })
      },
    }
    try {
      const { status, data } = await axios.post<string>(base + path, new URLSearchParams(form), {
        adapter: 'http',
        ...proxy,
        // A redirect would turn the POST into a GET with the password in the address.
        maxRedirects: 0,
        validateStatus: null,
        responseType: 'text',
        transformResponse: (text: unknown) => text,
        maxContentLength: longestAnswer,
        signal: AbortSignal.timeout(timeoutMs),
        transport,
      })
      if (status !== 200) return { error: new Error(`HTTP ${status}`), status, written }
      return { body: JSON.parse(data) }
    } catch (error) {
      return { error: withoutRequest(error), status: null, written }
    }
  }
}

type Answer = { body: unknown } | { error: Error; status: number | null; written: boolean }

function sendFailure({ error, status, written }: Extract<Answer, { error: Error }>, facts: Facts): HubError {
  const refused = refusedByHttp(status, facts)
  if (refused) return refused
  return written && status !== 429 ? unclear('ответ потерян', facts, error) : unreachable(error, facts)
}

/** The web server itself turned the request away: the service has not seen the message. */
function refusedByHttp(status: number | null, facts: Facts): HubError | null {
  if (status === null || status < 300 || status >= 500 || status === 408 || status === 429) return null
  return new RejectedError(`По адресу SMS_URL отвечает не SMSC (HTTP ${status}). Проверьте SMS_URL.`, {
    ...facts,
    status,
  })
}

const unreachable = (cause: Error, facts: Facts) =>
  new UnavailableError(
    'SMSC недоступен. Запрос будет повторён; если это не проходит, проверьте SMS_URL и сеть.',
    facts,
    { cause },
  )

const unclear = (what: string, facts: Facts, cause?: Error) =>
  new UnknownOutcomeError(`SMS могла уйти, но ${what}. Состояние сообщения будет запрошено у SMSC.`, facts, { cause })

/** The failure without what axios hangs on it: the request with its password, phone and text. */
function withoutRequest(error: unknown): Error {
  if (error instanceof SyntaxError) return new Error('the answer is not JSON')
  const { message, code } = error as NodeJS.ErrnoException
  return Object.assign(new Error(message), { code })
}
