import axios from 'axios'
import type { Report } from './report.ts'

export interface Reply {
  title: string
  /** HTTP status of the hub; null when it could not be reached, then `error` says why. */
  status: number | null
  answer: unknown
  error: string | null
  ms: number
}

const patienceMs = 10_000

/** Sends one report to the hub's Engage hook. A hub that is down or refuses is an answer too, never an exception. */
export async function deliver(report: Report, hub: { url: string; token: string }): Promise<Reply> {
  const startedAt = performance.now()
  const ms = () => Math.round(performance.now() - startedAt)
  try {
    const response = await axios.request<unknown>({
      url: `${hub.url}/hooks/genesys/engage`,
      method: report.method,
      params: report.query,
      data: report.form ? new URLSearchParams(report.form) : report.json,
      headers: { 'X-Hub-Token': hub.token },
      timeout: patienceMs,
      validateStatus: () => true,
      proxy: false,
    })
    return { title: report.title, status: response.status, answer: response.data, error: null, ms: ms() }
  } catch (error) {
    return { title: report.title, status: null, answer: null, error: reason(error), ms: ms() }
  }
}

function reason(error: unknown): string {
  if (!axios.isAxiosError(error)) return String(error)
  return [error.code, error.message].filter(Boolean).join(': ')
}
