import type { Cell, Chessboard } from '../../../api/contract.ts'

/** Where a unit stands on the drawn board. */
export interface Place {
  cell: Cell
  section: string | null
  floor: number | null
  /** Row from the top and column through all sections; both null in the tray. */
  row: number | null
  column: number | null
}

/** The board as keyboard and hover card need it: every unit by its ref, and the refs as one grid through all sections. */
export interface BoardMap {
  places: ReadonlyMap<string, Place>
  grid: readonly (readonly (string | null)[])[]
  tray: readonly string[]
}

export function mapBoard(board: Chessboard): BoardMap {
  const places = new Map<string, Place>()
  const grid = board.floors.map((floor, row) => {
    const refs: (string | null)[] = []
    for (const section of board.sections) {
      const cells = section.floors[row]?.cells ?? []
      for (let position = 0; position < section.width; position++) {
        const cell = cells[position] ?? null
        if (cell) places.set(cell.ref, { cell, section: section.name, floor, row, column: refs.length })
        refs.push(cell?.ref ?? null)
      }
    }
    return refs
  })
  for (const cell of board.tray) places.set(cell.ref, { cell, section: null, floor: null, row: null, column: null })
  return { places, grid, tray: board.tray.map(({ ref }) => ref) }
}

const arrows: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The unit an arrow key leads to: the nearest one in that direction, over gaps and from section to section. */
export function neighbourOf({ places, grid, tray }: BoardMap, ref: string, key: string): string | null {
  const step = arrows[key]
  const place = places.get(ref)
  if (!step || !place) return null
  const [rows, columns] = step
  if (place.row === null || place.column === null) return tray[tray.indexOf(ref) + rows + columns] ?? null
  for (let row = place.row + rows, column = place.column + columns; ; row += rows, column += columns) {
    const found = grid[row]?.[column]
    if (found === undefined) return null
    if (found !== null) return found
  }
}
