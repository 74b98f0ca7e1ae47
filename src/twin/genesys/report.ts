/** One message to the hub's Engage hook; the title is what a person reads beside the answer. */
export interface Report {
  title: string
  method: 'GET' | 'POST'
  query?: Record<string, string>
  form?: Record<string, string>
  json?: unknown
}
