/**
 * The address as it may stand in a feed: absolute, http(s), ports 80 and 443 only (feeds §1, images), no
 * credentials. Null when it may not.
 */
export function publicUrl(text: string | null | undefined): string | null {
  const url = text ? URL.parse(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || !['', '80', '443'].includes(url.port)) return null
  if (url.username || url.password) return null
  return uri.test(url.href) ? url.href : null
}

/** `URL` lets characters through that RFC 3986 does not, and schema validators follow the latter. */
const uri = /^(?:[\w\-.~:/?@!$&'()*+,;=]|%[\dA-Fa-f]{2})+(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[\dA-Fa-f]{2})*)?$/
