/** One control character in the data makes the whole reply fail, the message hidden in base64 (1c-odata §7, §14). */
import { ODataError } from '../errors.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters 1C stumbles over
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/

/** @returns the text unchanged. @throws when XML could not carry it. */
export function printable(text: string): string {
  if (!CONTROL.test(text)) return text
  const message = `Текст XML содержит недопустимый символ: ${text}`
  throw new ODataError(-1, 400, Buffer.from(message, 'utf8').toString('base64'))
}
