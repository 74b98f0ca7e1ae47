/**
 * A phone as SMSC.ru takes it: digits with the country code. Without `+` a Russian number is corrected (10 digits, or
 * a leading 8), with `+` it is taken as it stands (messaging A1). Null when it cannot be a phone (error 7).
 */
export function normalizePhone(given: string): string | null {
  const bare = given.replace(/[\s()-]/g, '')
  const [, plus, digits = ''] = /^(\+?)(\d+)$/.exec(bare) ?? []
  if (!plus && /^9\d{9}$/.test(digits)) return `7${digits}`
  if (!plus && /^8\d{10}$/.test(digits)) return `7${digits.slice(1)}`
  return /^[1-9]\d{10,14}$/.test(digits) ? digits : null
}
