/** One answer in the shapes of `fmt` 0 (text), 1 (numbers) and 3 (JSON); XML of `fmt=2` is made from the JSON. */
export interface Answer {
  text: string
  numbers: string
  json: unknown
}

/** Codes 3, 6, 7 and 8 come with the message's id, the others without (messaging A1). */
export const errorTexts = {
  1: 'parameters error',
  2: 'authorise error',
  3: 'no money',
  5: 'invalid date',
  6: 'message is denied',
  7: 'invalid number',
  9: 'duplicate request, wait a minute',
} as const
export type ErrorCode = keyof typeof errorTexts

const codesWithId: readonly number[] = [3, 6, 7]

export function refusal(code: ErrorCode, id?: number): Answer {
  const text = errorTexts[code]
  const named = id !== undefined && codesWithId.includes(code)
  return {
    text: `ERROR = ${code} (${text})${named ? `, ID - ${id}` : ''}`,
    numbers: `${named ? id : 0},-${code}`,
    json: { error: text, error_code: code, ...(named && { id }) },
  }
}

export interface PhoneRow {
  phone: string
  mccmnc: string
  cost: string
  status: string
  error: string
}

export function accepted(
  id: number,
  count: number,
  price?: { cost: string; balance?: string },
  phones?: PhoneRow[],
): Answer {
  const priced = [price?.cost, price?.balance].filter((value) => value !== undefined)
  return {
    text: `OK - ${count} SMS, ID - ${id}`,
    numbers: [id, count, ...priced].join(','),
    json: { id, cnt: count, ...price, ...(phones && { phones }) },
  }
}

export function quoted(cost: string, count: number): Answer {
  return { text: `${cost} (${count} SMS)`, numbers: `${cost},${count}`, json: { cost, cnt: count } }
}

export function balanceAnswer(balance: string): Answer {
  return { text: balance, numbers: balance, json: { balance } }
}

/** Body and content type of an answer; an unknown `fmt` counts as 0, as a missing one does. */
export function renderAnswer(answer: Answer, fmt: string): { type: string; body: string } {
  if (fmt === '3') return { type: 'application/json; charset=utf-8', body: JSON.stringify(answer.json) }
  if (fmt === '2') {
    return {
      type: 'text/xml; charset=utf-8',
      body: `<?xml version="1.0" encoding="utf-8"?>\n${xml('result', answer.json)}`,
    }
  }
  return { type: 'text/plain; charset=utf-8', body: fmt === '1' ? answer.numbers : answer.text }
}

function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xml(name, item)).join('')
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([field, item]) => xml(field, item))
    return `<${name}>${inner.join('')}</${name}>`
  }
  const text = String(value).replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)
  return `<${name}>${text}</${name}>`
}
