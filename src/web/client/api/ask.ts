import type { z } from 'zod'
import { ApiError } from '../../api/contract.ts'
import { RequestFailure } from './request-failure.ts'

interface Asking {
  signal?: AbortSignal
  /** Present: the request changes something and is a POST with this JSON body. */
  post?: unknown
}

/**
 * Asks `/api` and returns the answer checked against the contract. Every failure is a `RequestFailure` with a sentence a
 * person can read; an answer that breaks the contract is one too, because showing half of it would be guessing.
 */
export async function ask<T>(path: string, answer: z.ZodType<T>, { signal, post }: Asking = {}): Promise<T> {
  const response = await send(path, signal, post)
  const text = await response.text()
  if (!response.ok) throw refusal(path, response, text)
  const checked = answer.safeParse(text === '' ? null : parseJson(text))
  if (checked.success) return checked.data
  throw new RequestFailure('Сервер прислал ответ, который эта страница не понимает.', {
    path,
    status: response.status,
    remedy: 'Обновите страницу: возможно, программа обновилась. Если не поможет, передайте подробности администратору.',
    details: checked.error.issues
      .slice(0, 8)
      .map((issue) => `${issue.path.join('.') || '(ответ)'}: ${issue.message}`)
      .join('\n'),
  })
}

async function send(path: string, signal: AbortSignal | undefined, post: unknown): Promise<Response> {
  const init: RequestInit = { credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (post !== undefined) {
    init.method = 'POST'
    init.body = JSON.stringify(post)
    // A page of another site cannot set this header, which is what keeps it from acting in our person's name.
    init.headers = { accept: 'application/json', 'content-type': 'application/json', 'x-requested-with': 'realtor-hub' }
  }
  try {
    return await fetch(path, init)
  } catch (cause) {
    if (signal?.aborted) throw cause
    const remedy = 'Проверьте сеть и повторите. Если не открывается ни у кого, сообщите администратору.'
    throw new RequestFailure('Сервер не отвечает.', { path, status: 0, remedy }, { cause })
  }
}

function refusal(path: string, response: Response, text: string): RequestFailure {
  const told = ApiError.safeParse(parseJson(text))
  const error = told.success ? told.data.error : undefined
  const seconds = Number(response.headers.get('retry-after'))
  return new RequestFailure(error?.message ?? 'Сервер не смог ответить на запрос.', {
    path,
    status: response.status,
    remedy:
      error?.remedy ??
      (told.success ? undefined : 'Повторите через минуту. Если повторяется, сообщите администратору.'),
    trace: error?.trace,
    fields: error?.fields,
    retryAt: seconds > 0 ? Date.now() + seconds * 1000 : undefined,
    details: told.success ? undefined : text.slice(0, 400),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
