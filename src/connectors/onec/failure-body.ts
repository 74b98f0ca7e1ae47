import { z } from 'zod'
import { attribute, readXmlText, type XmlReader } from './xml.ts'

/** What came instead of data, read as far as it can be read. */
export interface FailureBody {
  /** Who speaks: OData itself, the 1C platform below it, some web server's page, nobody, or something unknown. */
  shape: 'odata' | 'platform' | 'html' | 'empty' | 'other'
  /** Code of an OData error, `'-1'` … `'21'` (1c-odata §11). */
  code: string | null
  /** The innermost readable sentence; data, for its reader may be shown names out of the request. */
  text: string
  /** All sentences together, to look for a known one. */
  whole: string
}

const longest = 500

/** Reads every shape of error body in 1c-odata §11; never throws. */
export function readFailureBody(contentType: string, body: string): FailureBody {
  const text = body.trim()
  if (text === '') return { shape: 'empty', code: null, text: '', whole: '' }
  if (isHtml(contentType, text)) return said('html', htmlSentences(text))
  return fromJson(text) ?? fromXml(text) ?? said('other', [text])
}

/** A page for people: a login form, a proxy's or a web server's error. 1C's OData never answers HTML when it is well. */
export function isHtml(contentType: string, body: string): boolean {
  return /^(text\/html|application\/xhtml)/i.test(contentType.trim()) || /^\s*<(!doctype html|html)\b/i.test(body)
}

function said(shape: FailureBody['shape'], sentences: string[], code: string | null = null): FailureBody {
  const readable = sentences.map((sentence) => sentence.replace(/\s+/g, ' ').trim()).filter((one) => /\p{L}/u.test(one))
  return { shape, code, text: (readable.at(-1) ?? '').slice(0, longest), whole: readable.join(' · ').slice(0, 4000) }
}

const ODataError = z.object({
  'odata.error': z.object({
    code: z.coerce.string(),
    message: z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]),
  }),
})

interface Exception {
  descr?: string | undefined
  inner?: Exception | null | undefined
}
const Exception: z.ZodType<Exception> = z.object({
  descr: z.string().optional(),
  get inner() {
    return Exception.nullish().catch(undefined)
  },
})
const PlatformError = z.object({ '#exception': z.string(), exception: Exception.catch({}) })

function fromJson(text: string): FailureBody | null {
  const json = parsed(text)
  const odata = ODataError.safeParse(json)
  if (odata.success) return said('odata', [odata.data['odata.error'].message], odata.data['odata.error'].code)
  const platform = PlatformError.safeParse(json)
  if (!platform.success) return null
  const sentences: string[] = []
  for (let at: Exception | null | undefined = platform.data.exception; at && sentences.length < 20; at = at.inner)
    sentences.push(at.descr ?? '')
  return said('platform', sentences)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function fromXml(text: string): FailureBody | null {
  try {
    return readXmlText(text, failureReader())[0] ?? null
  } catch {
    return null
  }
}

/** Elements whose text is a sentence; the last two are of SOAP faults (1c-odata §17). */
const spoken = new Set(['message', 'descr', 'faultstring', 'Text'])

/**
 * `m:error` with code and message, or `exception` with `descr`, one inside another. The fault of a web service is an
 * exception of 1C's code, which OData would number -1.
 */
function failureReader(): XmlReader<FailureBody> {
  let root = ''
  const sentences: string[] = []
  let code = ''
  let collects: 'code' | 'sentence' | null = null
  return {
    open(tag) {
      root ||= tag.local
      collects = tag.local === 'code' ? 'code' : spoken.has(tag.local) ? 'sentence' : null
      if (collects === 'sentence') sentences.push('')
      const inAttribute = root === 'exception' ? attribute(tag, 'descr') : null
      if (inAttribute) sentences.push(inAttribute)
    },
    text(text) {
      if (collects === 'code') code += text
      if (collects === 'sentence') sentences.push((sentences.pop() ?? '') + text)
    },
    close() {
      collects = null
    },
    take() {
      if (root === 'error') return [said('odata', sentences, code.trim())]
      if (root === 'Envelope') return [said('odata', sentences, '-1')]
      return root === 'exception' ? [said('platform', sentences)] : []
    },
  }
}

const entities: Record<string, string> = { nbsp: ' ', quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }

/** Title, then what 1C's own error page says below its heading, then what follows «by reason:» there. */
function htmlSentences(html: string): string[] {
  const plain = (part: string) =>
    part
      .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&(?:(nbsp|quot|apos|lt|gt|amp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
        const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
        return name ? (entities[name.toLowerCase()] ?? whole) : point <= 0x10ffff ? String.fromCodePoint(point) : whole
      })
  const [, title = ''] = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(html) ?? []
  const [, reason = ''] = /(?:by reason|по причине):([\s\S]*)/i.exec(plain(html)) ?? []
  const [, said = ''] = /application error:?\s*<\/h\d>([\s\S]*?)(?:by reason|по причине|$)/i.exec(html) ?? []
  return [plain(title), plain(said), reason]
}
