/** Asks the twin's own control API; throws an Error with the reason in Russian. */
export async function ask(path, method = 'GET', body = undefined) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error ?? `Двойник ответил ${response.status}`)
  return answer
}

/**
 * Reads rows from the infobase the way any client of 1C does. Spaces are sent as %20, which 1C insists on.
 *
 * Throws an Error with 1C's own words.
 */
export async function readRows(base, set, options) {
  // `reader` means nothing to 1C; by it the twin leaves the page's own questions out of its log.
  const query = Object.entries({ $format: 'json', ...options, reader: 'page' })
    .filter(([, value]) => value !== '' && value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const response = await fetch(`/${base}/odata/standard.odata/${encodeURIComponent(set)}?${query}`, {
    headers: { Authorization: `Basic ${btoa('exchange:exchange')}` },
  })
  const text = await response.text()
  let answer
  try {
    answer = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new Error(`1С ответила ${response.status} и не в JSON`)
  }
  if (!response.ok)
    throw new Error(
      answer['odata.error']?.message?.value ?? answer.exception?.descr ?? `1С ответила ${response.status}`,
    )
  return answer.value
}
