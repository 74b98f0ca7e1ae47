/** The text when it is an absolute http(s) address; a link of any other kind must not reach a page or 1C. */
export function httpUrl(text: string | null): string | null {
  return text !== null && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : null
}
