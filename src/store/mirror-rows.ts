import type { Entity } from '../model/index.ts'
import { type Cell, type Mirrored, plainColumns, type Shape, shapes } from './mirror-shapes.ts'

export interface Incoming<N extends Mirrored> {
  entity: Entity<N>
  dataVersion: string | null
}

/**
 * A page of one entity as the mirror's tables take it: plain values, so that another thread can make it. Record `n` is
 * `refs[n]`, and so on; the cells of all rows of a table follow one another.
 */
export interface MirrorRows {
  refs: string[]
  versions: (string | null)[]
  deleted: boolean[]
  /** Of units: what may not leave the sale by itself; null for everything else. */
  status: string[] | null
  cells: Cell[]
  /** Of each list of the entity; a row begins with its owner's reference. */
  lists: Cell[][]
}

/** Columns every mirrored record has besides the entity's own; `seen` is the number of the full pull. */
const own = ['dataVersion', 'seen', 'createdAt', 'updatedAt']

interface Layout {
  names: string[]
  columns: ((entity: Record<string, unknown>) => Cell)[]
  lists: ((entity: Record<string, unknown>) => Cell[][])[]
}

const cellOf = (value: unknown): Cell => (typeof value === 'boolean' ? Number(value) : ((value ?? null) as Cell))

function makeLayout(name: Mirrored): Layout {
  const shape = shapes[name] as Shape<Mirrored>
  const plain = plainColumns(name)
  const computed = Object.entries(shape.computed) as [string, (entity: never) => Cell][]
  return {
    names: [...plain, ...computed.map(([column]) => column), ...own],
    columns: [
      ...plain.map((column) => (entity: Record<string, unknown>) => cellOf(entity[column])),
      ...computed.map(
        ([, make]) =>
          (entity: Record<string, unknown>) =>
            make(entity as never),
      ),
    ],
    lists: shape.lists.map(
      ({ rows }) =>
        (entity) =>
          rows(entity as never),
    ),
  }
}

const layouts = new Map<Mirrored, Layout>()

function layoutOf(name: Mirrored): Layout {
  const layout = layouts.get(name) ?? makeLayout(name)
  layouts.set(name, layout)
  return layout
}

/** Columns of an entity's table in the order in which `layOut` fills them. */
export function columnsOf(name: Mirrored): readonly string[] {
  return layoutOf(name).names
}

/** Lays a page out for the mirror. The last record wins where a page names one twice. */
export function layOut(name: Mirrored, page: readonly Incoming<Mirrored>[], seen: number, now: string): MirrorRows {
  const { columns, lists } = layoutOf(name)
  const latest = new Map(page.map((incoming) => [incoming.entity.ref as string, incoming]))
  const rows: MirrorRows = {
    refs: [...latest.keys()],
    versions: [],
    deleted: [],
    status: name === 'unit' ? [] : null,
    cells: [],
    lists: lists.map(() => []),
  }
  for (const [ref, { entity, dataVersion }] of latest) {
    rows.versions.push(dataVersion)
    rows.deleted.push(entity.deleted)
    if (rows.status && 'status' in entity) rows.status.push(entity.status)
    for (const column of columns) rows.cells.push(column(entity))
    rows.cells.push(dataVersion, seen, now, now)
    for (const [n, list] of lists.entries()) for (const line of list(entity)) rows.lists[n]?.push(ref, ...line)
  }
  return rows
}

/** The same page without the records that `keep` refuses; `n` is the place of a record on it. */
export function only(name: Mirrored, rows: MirrorRows, keep: (ref: string, n: number) => boolean): MirrorRows {
  const kept = rows.refs.map(keep)
  if (!kept.includes(false)) return rows
  const width = columnsOf(name).length
  const some = <T>(list: readonly T[]) => list.filter((_, n) => kept[n])
  const refs = some(rows.refs)
  const owners = new Set<Cell>(refs)
  return {
    refs,
    versions: some(rows.versions),
    deleted: some(rows.deleted),
    status: rows.status && some(rows.status),
    cells: rows.cells.filter((_, at) => kept[Math.floor(at / width)]),
    lists: rows.lists.map((cells, n) => {
      const line = shapes[name].lists[n]?.columns.length ?? 1
      return cells.filter((_, at) => owners.has(cells[at - (at % line)] ?? null))
    }),
  }
}
