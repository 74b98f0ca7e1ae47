import { type Door, type Layout, mirrorLayout, type Room, stretchLayout } from './layout.ts'
import { layouts } from './layouts.ts'

const variants: Record<string, (layout: Layout) => Layout> = {
  a: (layout) => layout,
  b: mirrorLayout,
  c: (layout) => stretchLayout(layout, 1.12),
}

/** Every type code there is a plan for: `studio-a` … `storage-c`. */
export const planTypes = Object.keys(layouts).flatMap((kind) =>
  Object.keys(variants).map((variant) => `${kind}-${variant}`),
)

const pixelsPerMetre = 56
const margin = 44
const ink = '#37474b'

/**
 * Draws the layout of a flat as an SVG picture with room names and areas.
 *
 * @param type kind and variant such as `2k-b`; the variant may be left out and is then `a`
 * @returns null for a type there is no plan for
 */
export function drawPlan(type: string): string | null {
  const [, kind = '', variant = 'a'] = /^(.+?)(?:-([a-z]))?$/.exec(type) ?? []
  const base = layouts[kind]
  const vary = variants[variant]
  if (!base || !vary) return null
  const layout = vary(base)

  const width = Math.max(...layout.rooms.map((room) => room.x + room.width)) * pixelsPerMetre + 2 * margin
  const height = Math.max(...layout.rooms.map((room) => room.y + room.depth)) * pixelsPerMetre + 2 * margin
  const living = layout.rooms.filter((room) => !room.outdoor)
  const total = living.reduce((sum, room) => sum + area(room), 0)
  const outline = outlineOf(living)
  const size = `${round(width)} ${round(height)}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${round(width)}" height="${round(height)}" role="img">
<title>${layout.title}, ${format(total)} м²</title>
<rect width="100%" height="100%" fill="#fff"/>
<g font-family="system-ui, sans-serif" text-anchor="middle" fill="${ink}">
${layout.rooms.map(drawRoom).join('\n')}
<rect x="${px(outline.x)}" y="${px(outline.y)}" width="${len(outline.width)}" height="${len(outline.depth)}" fill="none" stroke="${ink}" stroke-width="7"/>
${layout.windows.map(drawWindow).join('\n')}
${layout.doors.map(drawDoor).join('\n')}
${layout.rooms.map(nameRoom).join('\n')}
<text x="${round(width / 2)}" y="${round(height - 14)}" font-size="13" fill="#6b7b80">${layout.title} · ${format(total)} м²</text>
</g>
</svg>
`
}

function outlineOf(rooms: Room[]): Omit<Room, 'name'> {
  const x = Math.min(...rooms.map((room) => room.x))
  const y = Math.min(...rooms.map((room) => room.y))
  return {
    x,
    y,
    width: Math.max(...rooms.map((room) => room.x + room.width)) - x,
    depth: Math.max(...rooms.map((room) => room.y + room.depth)) - y,
  }
}

const wet = ['Санузел', 'Ванная']

function drawRoom(room: Room): string {
  const fill = room.outdoor ? '#f4f6f6' : wet.includes(room.name) ? '#e7f0f1' : '#fbfaf6'
  const stroke = room.outdoor ? `stroke="#9aa8ac" stroke-width="3"` : `stroke="${ink}" stroke-width="4"`
  return `<rect x="${px(room.x)}" y="${px(room.y)}" width="${len(room.width)}" height="${len(room.depth)}" fill="${fill}" ${stroke}/>`
}

function nameRoom(room: Room): string {
  const x = px(room.x + room.width / 2)
  const y = px(room.y + room.depth / 2)
  const fontSize = Math.max(9, Math.min(14, (room.width * pixelsPerMetre) / (room.name.length * 0.68)))
  // A loggia's share is counted with a factor in the contract, so its bare area is not shown.
  if (room.outdoor) return `<text x="${x}" y="${y}" dy="0.35em" font-size="11" fill="#6b7b80">${room.name}</text>`
  return `<text x="${x}" y="${y}" font-size="${round(fontSize)}" stroke="#fff" stroke-width="4" stroke-opacity="0.7" paint-order="stroke">${room.name}<tspan x="${x}" dy="1.3em" font-size="12" fill="#6b7b80">${format(area(room))} м²</tspan></text>`
}

function drawWindow({ x, y, length }: Layout['windows'][number]): string {
  const box = `x="${px(x)}" y="${round(Number(px(y)) - 4)}" width="${len(length)}" height="8"`
  const middle = `M${px(x)} ${px(y)}h${len(length)}`
  return `<rect ${box} fill="#fff" stroke="${ink}" stroke-width="1.5"/><path d="${middle}" stroke="#5a9aa0" stroke-width="2"/>`
}

function drawDoor({ x, y, along, length, hinge, swing }: Door): string {
  const [dx, dy] = along === 'x' ? [length, 0] : [0, length]
  const gap = `<path d="M${px(x)} ${px(y)}L${px(x + dx)} ${px(y + dy)}" stroke="#fff" stroke-width="8"/>`
  const pivot = hinge === 'start' ? { x, y } : { x: x + dx, y: y + dy }
  const free = hinge === 'start' ? { x: x + dx, y: y + dy } : { x, y }
  const leaf = along === 'x' ? { x: pivot.x, y: y + swing * length } : { x: x + swing * length, y: pivot.y }
  const turnsRight = (free.x - pivot.x) * (leaf.y - pivot.y) - (free.y - pivot.y) * (leaf.x - pivot.x) < 0
  const arc = `M${px(pivot.x)} ${px(pivot.y)}L${px(leaf.x)} ${px(leaf.y)}A${len(length)} ${len(length)} 0 0 ${turnsRight ? 1 : 0} ${px(free.x)} ${px(free.y)}`
  return `${gap}<path d="${arc}" fill="none" stroke="#9aa8ac" stroke-width="1.5"/>`
}

const area = (room: Room) => room.width * room.depth
const round = (value: number) => String(Math.round(value * 10) / 10)
const px = (metres: number) => round(metres * pixelsPerMetre + margin)
const len = (metres: number) => round(metres * pixelsPerMetre)
const format = (squareMetres: number) => squareMetres.toFixed(1).replace('.', ',')
