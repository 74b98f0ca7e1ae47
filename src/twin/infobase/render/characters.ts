/** One control character in the data makes the whole reply fail, the message hidden in base64 (1c-odata §7, §14). */
import { ODataError } from '../errors.ts'
import type { Infobase } from '../infobase.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters 1C stumbles over
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g

/** @returns the text, without its control characters where the server forgives them. @throws when it does not. */
export function printable({ faults }: Infobase, text: string): string {
  CONTROL.lastIndex = 0
  if (!CONTROL.test(text)) return text
  if (!faults.refuseControlCharacters) return text.replaceAll(CONTROL, '')
  const message = `Текст XML содержит недопустимый символ: ${text}`
  throw new ODataError(-1, 400, Buffer.from(message, 'utf8').toString('base64'))
}
