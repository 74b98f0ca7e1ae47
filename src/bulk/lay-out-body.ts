import { rowPieces } from '../connectors/onec/json-rows.ts'
import { MappingError } from '../errors.ts'
import { type Laid, layOutMapped, readerOf } from '../flows/exchange/lay-out-page.ts'
import type { ConvertContext } from '../mapping/converters.ts'
import { compileMappings, type Mapping } from '../mapping/index.ts'
import { emptyPage, mapPage } from '../mapping/map-page.ts'
import type { Entity } from '../model/index.ts'
import type { Mirrored } from '../store/mirror-shapes.ts'
import { release } from './release.ts'

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

export interface PageOut<L = Laid> {
  /** In slices, in their order. */
  slices: L[]
  count: number
  bytes: number
}

/** As many rows as one statement writes (store/bulk.ts). */
const sliceRows = 128

/**
 * Body of an answer → rows of the mirror, each slice given to `use` as it is made. Throws for what is no list of OData. A
 * mapping is compiled once.
 */
export function bodyReader<L>(context: ConvertContext, use: (laid: Laid) => L): (page: PageIn) => PageOut<L> {
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
    const bytes = body.byteLength
    release(page.chunks)
    const mapping = mappingOf(page)
    const slices: L[] = []
    let count = 0
    const mapped = emptyPage<Entity<Mirrored>>()
    const handOver = () => {
      const { entities, unmapped, alien } = mapped
      const some = { entities: entities.splice(0, sliceRows), unmapped: unmapped.splice(0), alien: alien.splice(0) }
      slices.push(use(layOutMapped(mapping, some, page.seen, page.now)))
    }
    for (const rows of rowPieces(body, page.charset)) {
      count += rows.length
      mapPage(readerOf(mapping), rows, mapped)
      while (mapped.entities.length >= sliceRows) handOver()
    }
    handOver()
    release([body])
    return { slices, count, bytes }
  }
}
