import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { readHeader } from './headers.ts'

export interface MailMessage {
  id: number
  /** Envelope sender; empty for a bounce. */
  from: string
  /** Envelope recipients. */
  to: string[]
  subject: string
  at: string
  /** Bytes of the source. */
  size: number
  source: Buffer
}

export interface MailSink {
  port: number
  /** Newest first. */
  messages: MailMessage[]
  close(): Promise<void>
}

const largestMessage = 25 * 1024 * 1024
const kept = 500

/**
 * An SMTP server that takes every message and keeps its source: no TLS, no login, nothing goes further. A message over
 * 25 MB is refused with 552, as a real relay would.
 *
 * @param port 0 for any free one; the one in use is in the answer
 */
export function openMailSink(options: { host: string; port: number; now: () => Date }): Promise<MailSink> {
  const messages: MailMessage[] = []
  let lastId = 0
  const server = new SMTPServer({
    name: 'twin.invalid',
    banner: 'Realtor Hub twin',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMessage,
    // A sender that keeps its connection open must not hold the twin's stop for the default half a minute.
    closeTimeout: 200,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('Message exceeds 25 MB'), { responseCode: 552 }))
          return
        }
        const source = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        messages.unshift({
          id: ++lastId,
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((recipient) => recipient.address),
          subject: readHeader(source, 'Subject') ?? '',
          at: options.now().toISOString(),
          size: source.length,
          source,
        })
        messages.splice(kept)
        done()
      })
    },
  })

  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const listener = server.listen(options.port, options.host, () => {
      server.off('error', reject)
      // A client that drops its connection is an event of its own; without a listener it would end the process.
      server.on('error', () => undefined)
      const { port } = listener.address() as AddressInfo
      resolve({ port, messages, close: () => new Promise((closed) => server.close(() => closed())) })
    })
  })
}
