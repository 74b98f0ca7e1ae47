/** Value of a header of a raw message, unfolded and with its encoded words decoded (RFC 2047); null when absent. */
export function readHeader(source: Buffer, name: string): string | null {
  const text = source.toString('utf8')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const unfolded = text.slice(0, end).replace(/\r?\n[ \t]+/g, ' ')
  const wanted = `${name.toLowerCase()}:`
  const line = unfolded.split(/\r?\n/).find((header) => header.toLowerCase().startsWith(wanted))
  return line === undefined ? null : decodeWords(line.slice(wanted.length).trim())
}

const encodedWord = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi
const encodedRun = new RegExp(`${encodedWord.source}(?:\\s+${encodedWord.source})*`, 'gi')

/** Adjacent words of one charset are joined as bytes before decoding, for some senders cut a letter in two. */
function decodeWords(value: string): string {
  return value.replace(encodedRun, (run) => {
    const groups: { charset: string; bytes: Buffer[] }[] = []
    for (const [, charset = '', encoding = '', word = ''] of run.matchAll(encodedWord)) {
      const bytes = decodeBytes(word, encoding)
      const last = groups.at(-1)
      if (last?.charset === charset.toLowerCase()) last.bytes.push(bytes)
      else groups.push({ charset: charset.toLowerCase(), bytes: [bytes] })
    }
    try {
      return groups.map(({ charset, bytes }) => new TextDecoder(charset).decode(Buffer.concat(bytes))).join('')
    } catch {
      return run
    }
  })
}

function decodeBytes(word: string, encoding: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(word, 'base64')
  const text = word
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(text, 'latin1')
}
