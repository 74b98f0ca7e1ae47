/** Facts for the administrator; the person sees `message` and `remedy`. */
interface FailureFacts {
  path: string
  /** HTTP status, 0 when there was no answer at all. */
  status: number
  remedy?: string | undefined
  trace?: string | undefined
  fields?: Record<string, string> | undefined
  /** When it makes sense to try again, ms; from `Retry-After` of a 429. */
  retryAt?: number | undefined
  details?: string | undefined
}

/** A request to `/api` that did not give what was asked for; the message is a Russian sentence for the person. */
export class RequestFailure extends Error {
  override name = 'RequestFailure'
  readonly facts: FailureFacts

  constructor(message: string, facts: FailureFacts, options?: ErrorOptions) {
    super(message, options)
    this.facts = facts
  }
}

/** Did the server say that nobody is logged in? */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof RequestFailure && error.facts.status === 401
}
