/** How personal data may be shown where it does not belong: logs, the journal, error facts. */

/** `+79990001122` → `+7999***1122`, also when written with spaces and dashes, wherever it stands in a text. */
export function maskPhones(text: string): string {
  return text.replace(/(?<![\w-])\+?\d(?:[ ()-]{0,2}\d){9,14}(?![\w-])/g, (run) => {
    const digits = run.replace(/\D/g, '')
    return `${run.startsWith('+') ? '+' : ''}${digits.slice(0, 4)}***${digits.slice(-4)}`
  })
}

/** A name as far as a log may know it: initials. */
export function maskName(name: string): string {
  return name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => `${part[0]}.`)
    .join(' ')
}

/** True for names under which secrets travel. */
export function isSecretKey(key: string): boolean {
  return /password|secret|token|authorization|cookie|psw/i.test(key)
}

const nameKeys = /^(name|clientName|lastName|firstName|middleName)$/

/** Begins where a word begins: tried from every letter, a long word without an @ would take the square of its length. */
const email = /(?<![\w.+-])[\w.+-]+@[\w.-]+\.\w+/g

/** Copy of a value that may be shown to an administrator: no secrets, no whole phones, no e-mail addresses, no names. */
export function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskPhones(value).replace(email, '***@***')
  if (value === null || typeof value !== 'object' || depth > 6) return value
  if (value instanceof Date) return value
  if (value instanceof Error)
    return {
      name: value.name,
      message: masked(value.message),
      cause: value.cause ? masked(value.cause, depth + 1) : undefined,
    }
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (isSecretKey(key)) return [key, '***']
      if (nameKeys.test(key) && typeof item === 'string') return [key, maskName(item)]
      return [key, masked(item, depth + 1)]
    }),
  )
}
