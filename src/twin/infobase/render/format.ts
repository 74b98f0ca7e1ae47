/** Which representation a request asks for: Atom unless told otherwise (1c-odata §4). */
import { unknownFormat } from '../errors.ts'

export type Format = { kind: 'atom' } | { kind: 'json'; metadata: 'none' | 'minimal' | 'full' }

const ATOM: Format = { kind: 'atom' }

const METADATA: Readonly<Record<string, 'none' | 'minimal' | 'full'>> = {
  nometadata: 'none',
  minimalmetadata: 'minimal',
  fullmetadata: 'full',
}

/** `$format` decides; without it the `Accept` header. @throws code 3 for a format 1C has not. */
export function negotiate(option: string | undefined, accept: string | undefined, isJsonUsual = false): Format {
  if (option !== undefined) {
    const format = formatOf(option)
    if (!format) throw unknownFormat(option)
    return format
  }
  for (const part of accept?.split(',') ?? []) {
    const format = formatOf(part)
    if (format) return format
  }
  return isJsonUsual ? { kind: 'json', metadata: 'minimal' } : ATOM
}

/** For an error: the format asked for, or Atom when what was asked for is itself the error. */
export function negotiateLeniently(
  option: string | undefined,
  accept: string | undefined,
  isJsonUsual = false,
): Format {
  try {
    return negotiate(option, accept, isJsonUsual)
  } catch {
    return ATOM
  }
}

function formatOf(text: string): Format | undefined {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  if (type === 'json' || type === 'application/json') {
    const level = parameters.find((parameter) => parameter.startsWith('odata='))?.slice('odata='.length)
    const metadata = level === undefined ? 'minimal' : Object.hasOwn(METADATA, level) && METADATA[level]
    return metadata ? { kind: 'json', metadata } : undefined
  }
  return type === 'atom' || type === 'application/atom+xml' || type === 'application/xml' ? ATOM : undefined
}
