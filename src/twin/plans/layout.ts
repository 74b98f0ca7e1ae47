/** A room in metres from the top left corner of the layout; an outdoor one is a loggia. */
export interface Room {
  name: string
  x: number
  y: number
  width: number
  depth: number
  outdoor?: boolean
}

/** A gap in a wall: starts at (x, y) and runs right (`along: 'x'`) or down (`'y'`). */
interface Opening {
  x: number
  y: number
  along: 'x' | 'y'
  length: number
}

export interface Door extends Opening {
  /** The end of the gap the leaf hangs on, and the side it swings to: 1 towards greater coordinates. */
  hinge: 'start' | 'end'
  swing: 1 | -1
}

export interface Layout {
  title: string
  rooms: Room[]
  doors: Door[]
  windows: Opening[]
}

/** The same flat on the other side of the staircase. */
export function mirrorLayout(layout: Layout): Layout {
  const right = Math.max(...layout.rooms.map((room) => room.x + room.width))
  const flip = (opening: Opening) => (opening.along === 'x' ? right - opening.x - opening.length : right - opening.x)
  return {
    ...layout,
    rooms: layout.rooms.map((room) => ({ ...room, x: right - room.x - room.width })),
    doors: layout.doors.map((door) => ({
      ...door,
      x: flip(door),
      ...(door.along === 'x'
        ? { hinge: door.hinge === 'start' ? 'end' : 'start' }
        : { swing: door.swing === 1 ? -1 : 1 }),
    })),
    windows: layout.windows.map((window) => ({ ...window, x: flip(window) })),
  }
}

/** The same flat with a wider step between the walls; doors and windows keep their size. */
export function stretchLayout(layout: Layout, factor: number): Layout {
  const move = <T extends { x: number }>(item: T): T => ({ ...item, x: item.x * factor })
  return {
    ...layout,
    rooms: layout.rooms.map((room) => ({ ...move(room), width: room.width * factor })),
    doors: layout.doors.map(move),
    windows: layout.windows.map(move),
  }
}
