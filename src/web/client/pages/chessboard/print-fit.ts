import type { Chessboard } from '../../../api/contract.ts'
import { type Density, densities } from './density.ts'

/** Printable part of A3 landscape with 8 mm margins, CSS px; of the height a heading and the legend take their share. */
const sheet = { width: 1527, height: 985 }

/** Below this the text of a cell would be smaller than 4 points, and a shorter cell tells more. */
const legible = 0.45

/** Sizes of the board's sheet that do not depend on density, px. */
const drawn = { gap: 2, floors: 48, sectionPadding: 16, roof: 28, ground: 20, trayHead: 60, groupHead: 34 }

/** The most detailed density in which the whole house fits onto one A3 sheet legibly, and the scale it needs there. */
export function fitPrint(board: Chessboard): { density: Density; scale: number } {
  const fits = densities.toReversed().map(({ name, width, height }) => {
    const cell = { width: width + drawn.gap, height: height + drawn.gap }
    return { density: name, scale: scaleOf(board, cell) }
  })
  const last = fits.at(-1) ?? { density: 'squares' as const, scale: 1 }
  return fits.find(({ scale }) => scale >= legible) ?? last
}

function scaleOf(board: Chessboard, cell: { width: number; height: number }): number {
  const columns = board.sections.reduce((sum, { width }) => sum + width, 0)
  const width = drawn.floors + columns * cell.width + board.sections.length * drawn.sectionPadding
  const height = drawn.roof + board.floors.length * cell.height + drawn.ground
  const groups = [...Map.groupBy(board.tray, ({ kind }) => kind).values()].map(({ length }) => length)
  // A smaller scale makes the sheet wider for the tray, whose rows then hold more: so it is tried, not solved.
  for (let scale = Math.min(1, sheet.width / width); scale > 0.05; scale -= 0.01) {
    const perRow = Math.floor(sheet.width / scale / cell.width)
    const rows = groups.map((count) => Math.ceil(count / perRow) * cell.height + drawn.groupHead)
    const tray = groups.length > 0 ? drawn.trayHead + rows.reduce((sum, each) => sum + each, 0) : 0
    if ((height + tray) * scale <= sheet.height) return scale
  }
  return 0.05
}
