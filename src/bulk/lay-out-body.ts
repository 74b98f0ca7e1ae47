import { decode } from '../connectors/onec/decode.ts'
import { parseRows } from '../connectors/onec/json.ts'
import { MappingError } from '../errors.ts'
import { type Laid, layOutPage } from '../flows/exchange/lay-out-page.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { compileMappings, type Mapping } from '../mapping/index.ts'

/** A page of OData as it came and how it is to be read, in plain values, so that another thread can be told. */
export interface PageIn {
  /** Body of the answer in the pieces in which it came. */
  chunks: Uint8Array[]
  charset: string | undefined
  /** The mapping file that reads it, and its text. */
  file: string
  text: string
  /** Number of the whole pull, and the moment, as the mirror keeps them. */
  seen: number
  now: string
}

export interface PageOut {
  laid: Laid
  count: number
  bytes: number
}

/** Body of an answer → rows of the mirror; throws for what is no list of OData. A mapping is compiled once. */
export function bodyReader(context: ConvertContext): (page: PageIn) => PageOut {
  let last: { text: string; mapping: Mapping } | null = null

  function mappingOf({ file, text }: PageIn): Mapping {
    if (last?.text === text) return last.mapping
    const [mapping] = compileMappings([{ name: file, text }], context).all
    if (!mapping)
      throw new MappingError(`${file} не используется: в нём ошибки. Проверьте его командой realtor-hub lint.`, {
        file,
      })
    last = { text, mapping }
    return mapping
  }

  return (page) => {
    const body = Buffer.concat(page.chunks)
    const rows = parseRows(decode(body, page.charset))
    const laid = layOutPage(mappingOf(page), { rows }, page.seen, page.now)
    return { laid, count: rows.length, bytes: body.byteLength }
  }
}
