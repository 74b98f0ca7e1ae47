/** The last requests an infobase answered, for the twin's page and for tests. */
export type LoggedRequest = {
  at: Date
  method: string
  /** Decoded, for a person to read. */
  url: string
  /** 0 when the connection was cut instead of answered. */
  status: number
  ms: number
  /** Of writes only. */
  body?: string
}

export type RequestLog = {
  add: (request: LoggedRequest) => void
  /** Oldest first. */
  list: () => readonly LoggedRequest[]
}

const KEPT = 500

export function requestLog(): RequestLog {
  const kept: LoggedRequest[] = []
  return {
    add: (request) => {
      kept.push(request)
      if (kept.length > KEPT) kept.shift()
    },
    list: () => kept,
  }
}
