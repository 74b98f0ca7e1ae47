import type { Kysely } from 'kysely'
import { decode } from '../connectors/onec/decode.ts'
import { parseList } from '../connectors/onec/json.ts'
import { MappingError } from '../errors.ts'
import { type Laid, layOutPage, storeLaid } from '../flows/exchange/store-page.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { compileMappings, type Mapping } from '../mapping/index.ts'
import type { Mirrored } from '../store/mirror-shapes.ts'
import { moveCursor } from '../store/pull-cursors.ts'
import type { Database } from '../store/schema.ts'

/** A range of pages of one entity, in plain values, so that another thread can be told. */
export interface RangeOrder {
  /** The mapping file that reads it, and its text. */
  file: string
  text: string
  /** Number of the whole pull. */
  seen: number
  traceId: string
  /** Cursor of the range; it moves in the transaction of the rows. */
  cursor: number
}

export interface PageIn {
  bytes: Uint8Array
  charset: string | undefined
  now: string
}

/** What is known of a page that waits to be stored. */
export interface Prepared {
  ticket: number
  count: number
  bytes: number
}

/** `rows` is the ticket of a prepared page; null when it holds nothing but objects that 1C could not hand out. */
export interface PageToStore {
  rows: number | null
  unreadable: readonly { ref: string; reason: string }[]
  /** Rows of the range up to the end of the page. */
  next: number
}

export interface Tally {
  stored: number
  refused: number
}

/** The work on a range: every page is prepared when it has come, and stored when its turn has. */
export interface Range {
  /** Throws for bytes that are no list of OData. */
  prepare(page: PageIn): Prepared
  /** Stores pages that follow one another in one transaction. */
  store(pages: readonly PageToStore[], now: string): Promise<Tally>
}

export function openRange(db: Kysely<Database>, context: ConvertContext, order: RangeOrder): Range {
  const mapping = compiled(order, context)
  const name = mapping.entity as Mirrored
  const { seen, traceId, cursor } = order
  const waiting = new Map<number, Laid>()
  let last = 0

  return {
    prepare({ bytes, charset, now }) {
      const text = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset)
      const { rows } = parseList(text)
      waiting.set(++last, layOutPage(mapping, { rows }, seen, now))
      return { ticket: last, count: rows.length, bytes: bytes.byteLength }
    },

    async store(pages, now) {
      const laid = pages.map(({ rows: ticket, unreadable }) => {
        const page = waiting.get(ticket ?? 0) ?? layOutPage(mapping, { rows: [] }, seen, now)
        return { ...page, unreadable }
      })
      const next = pages.at(-1)?.next ?? 0
      const { stored, refused } = await storeLaid(db, name, laid, {
        seen,
        traceId,
        now,
        also: (trx) => moveCursor(trx, name, cursor, { next }),
      })
      for (const { rows: ticket } of pages) waiting.delete(ticket ?? 0)
      return { stored, refused }
    },
  }
}

function compiled({ file, text }: RangeOrder, context: ConvertContext): Mapping {
  const [mapping] = compileMappings([{ name: file, text }], context).all
  if (mapping) return mapping
  throw new MappingError(`${file} не используется: в нём ошибки. Проверьте его командой realtor-hub lint.`, { file })
}
