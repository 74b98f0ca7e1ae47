import express, { type Request, type Response } from 'express'
import { CallError } from './failure.ts'

/** Takes any body, up to 1 MB: 1C does not always name the type of what it sends. */
const anyBody = express.raw({ type: () => true, limit: '1mb' })

/** Byte order marks: 1C writes one when a text goes through ЗаписьТекста or a file. */
const marks: [Buffer, string][] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
]

/**
 * The body as text, by its mark, else by the charset of Content-Type, else UTF-8. Read only when asked for, so that nobody
 * without the token makes us take a megabyte. Throws CallError, and what express throws for a body too large or broken.
 */
export async function readBody(request: Request, response: Response): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    anyBody(request, response, (error?: unknown) => (error ? reject(error) : resolve()))
  })
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const [, marked] = marks.find(([mark]) => body.subarray(0, mark.length).equals(mark)) ?? []
  const named = /charset\s*=\s*"?([\w-]+)/i.exec(request.get('content-type') ?? '')?.[1]
  const charset = marked ?? named ?? 'utf-8'
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch (cause) {
    throw new CallError('broken_message', `Тело запроса не в кодировке ${charset}. Отправляйте UTF-8.`, { cause })
  }
}
