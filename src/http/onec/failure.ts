import { BadInputError } from '../../errors.ts'
import { Refusal, type RefusalCode } from '../../flows/onec-api/refusal.ts'

/** Why a call of 1C failed; `message` is Russian and meant for the person 1C shows it to. */
export interface Failure {
  code: FailureCode
  message: string
  /** Number under which the hub's log knows it. */
  trace: string
}

export type FailureCode =
  | RefusalCode
  | 'unauthorized'
  | 'no_such_operation'
  | 'wrong_method'
  | 'too_large'
  | 'broken_message'
  | 'internal'

/** HTTP status of the JSON face; the web service has its own way to say whose fault it is. */
export const failureStatus: Record<FailureCode, number> = {
  bad_input: 400,
  broken_message: 400,
  unauthorized: 401,
  not_found: 404,
  no_such_operation: 404,
  wrong_method: 405,
  conflict: 409,
  too_large: 413,
  internal: 500,
}

/** A call that cannot even be read, or whose sender may not make it. */
export class CallError extends Error {
  override name = 'CallError'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Anything thrown on the way → what the caller is told. `internal` is the hub's own fault and worth a line in its log. */
export function failureOf(error: unknown, trace: string): Failure {
  if (error instanceof CallError || error instanceof Refusal) return { code: error.code, message: error.message, trace }
  if (error instanceof BadInputError) return { code: 'bad_input', message: error.message, trace }
  const status = (error as { status?: unknown } | null)?.status
  if (status === 413) return { code: 'too_large', message: 'Слишком большое сообщение: больше 1 МБ.', trace }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { code: 'broken_message', message: 'Запрос не дочитан до конца или испорчен в пути. Повторите его.', trace }
  return {
    code: 'internal',
    message: `На сервере хаба что-то сломалось, это не ваша ошибка. Повторите; если не поможет, сообщите администратору номер ${trace}.`,
    trace,
  }
}
