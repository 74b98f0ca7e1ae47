const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Left as it is, a reader would turn it into a line feed.
  '\r': '&#13;',
}

/** Text for an element or a quoted attribute. What XML 1.0 cannot hold (control characters, halves of a pair) is left out. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"\r]/g, (char) => escapes[char] ?? char)
}
