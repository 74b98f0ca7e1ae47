import type { Mapping } from '../../mapping/index.ts'
import { type MappedPage, mapPage, type PageReader } from '../../mapping/map-page.ts'
import type { Entity } from '../../model/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { layOut, type MirrorRows } from '../../store/mirror-rows.ts'
import type { Mirrored } from '../../store/mirror-shapes.ts'

/** A page of records of one entity. */
export interface Page {
  rows: readonly RawRecord[]
  unreadable?: readonly { ref: string; reason: string }[] | undefined
}

/** A page ready to be stored. */
export interface Laid {
  rows: MirrorRows
  /** Records the mapping could not read. */
  unmapped: readonly { ref: string; reason: string }[]
  /** Objects 1C could not hand out. */
  unreadable?: Page['unreadable']
  alien: readonly string[]
}

/** Maps a page and lays it out for the mirror. */
export function layOutPage(mapping: Mapping, { rows, unreadable }: Page, seen: number, now: string): Laid {
  return { ...layOutMapped(mapping, mapPage(readerOf(mapping), rows), seen, now), unreadable }
}

/** The same for what is mapped already. */
export function layOutMapped(mapping: Mapping, mapped: MappedPage<Entity<Mirrored>>, seen: number, now: string): Laid {
  const { entities, unmapped, alien } = mapped
  return { rows: layOut(mapping.entity as Mirrored, entities, seen, now), unmapped, alien }
}

export const readerOf = (mapping: Mapping) => mapping as PageReader<Entity<Mirrored>>
