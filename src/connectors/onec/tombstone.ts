import type { Deleted } from './atom.ts'
import { isGuid } from './literals.ts'

const entity = /([^/]+)\((.*)\)\s*$/
const singleKey = /^(?:Ref_Key\s*=\s*)?(?:guid)?'?([0-9a-f-]{36})'?$/i
const guidAtEnd = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/**
 * What was deleted, from the `ref` of an `at:deleted-entry`: an absolute or relative URL of the object, percent-encoded
 * or not, `urn:uuid:…` or a bare GUID (RFC 6721 leaves the form to the sender). `set` is what the entry's category says.
 */
export function tombstoneOf(ref: string, set: string | null): Deleted {
  const text = unescaped(ref.trim())
  const [, name, key] = entity.exec(text) ?? []
  if (name !== undefined && key !== undefined) {
    const [, single] = singleKey.exec(key.trim()) ?? []
    return { kind: 'deleted', set: set ?? name, ref: single && isGuid(single) ? single.toLowerCase() : key.trim() }
  }
  return { kind: 'deleted', set, ref: guidAtEnd.exec(text)?.[1]?.toLowerCase() ?? text }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
