import type { Door, Layout, Room } from './layout.ts'

const room = (name: string, x: number, y: number, width: number, depth: number): Room => ({ name, x, y, width, depth })
const loggia = (x: number, y: number, width: number): Room => ({ ...room('Лоджия', x, y, width, 1.2), outdoor: true })

/** A door in a horizontal wall; `swing` 1 opens downwards. */
const doorX = (x: number, y: number, swing: 1 | -1 = 1, length = 0.8): Door => ({
  x,
  y,
  along: 'x',
  length,
  hinge: 'start',
  swing,
})
/** A door in a vertical wall; `swing` 1 opens to the right. */
const doorY = (x: number, y: number, swing: 1 | -1 = 1, length = 0.8): Door => ({
  x,
  y,
  along: 'y',
  length,
  hinge: 'start',
  swing,
})
const entrance = (x: number, y = 0): Door => doorX(x, y, 1, 0.95)
const windowX = (x: number, y: number, length = 1.5) => ({ x, y, along: 'x', length }) as const

/** One layout per kind of premises; the staircase is above, the street below. Metres. */
export const layouts: Record<string, Layout> = {
  studio: {
    title: 'Студия',
    rooms: [
      room('Прихожая', 0, 0, 2.4, 1.9),
      room('Санузел', 2.4, 0, 1.8, 1.9),
      room('Гостиная-кухня', 0, 1.9, 4.2, 4.5),
    ],
    doors: [entrance(0.5), doorY(2.4, 0.9), doorX(0.8, 1.9)],
    windows: [windowX(0.9, 6.4, 2.4)],
  },
  '1k': {
    title: 'Однокомнатная',
    rooms: [
      room('Санузел', 0, 0, 2.2, 2.1),
      room('Прихожая', 2.2, 0, 4.2, 2.1),
      room('Кухня', 0, 2.1, 2.8, 4),
      room('Комната', 2.8, 2.1, 3.6, 4),
      loggia(2.8, 6.1, 3.6),
    ],
    doors: [
      entrance(4.6),
      doorY(2.2, 0.4, -1),
      doorX(2.3 - 0.35, 2.1, 1, 0.75),
      doorX(3.6, 2.1),
      doorX(3.1, 6.1, -1, 0.7),
    ],
    windows: [windowX(0.7, 6.1, 1.4), windowX(4.1, 6.1, 1.6)],
  },
  '2k': {
    title: 'Двухкомнатная',
    rooms: [
      room('Санузел', 0, 0, 1.5, 2.2),
      room('Ванная', 1.5, 0, 2, 2.2),
      room('Прихожая', 3.5, 0, 3.9, 2.2),
      room('Гардероб', 7.4, 0, 1.8, 2.2),
      room('Кухня', 0, 2.2, 3.6, 4.2),
      room('Гостиная', 3.6, 2.2, 3, 4.2),
      room('Спальня', 6.6, 2.2, 2.6, 4.2),
      loggia(0, 6.4, 3.6),
    ],
    doors: [
      entrance(5.2),
      doorY(3.5, 1.2, -1, 0.7),
      doorX(0.4, 2.2, -1, 0.7),
      doorY(7.4, 0.5, 1, 0.7),
      doorX(2.6, 2.2),
      doorX(4.4, 2.2),
      doorX(6.6, 2.2, 1, 0.75),
      doorX(0.4, 6.4, -1, 0.7),
    ],
    windows: [windowX(1.4, 6.4), windowX(4.3, 6.4), windowX(7.2, 6.4, 1.4)],
  },
  '3k': {
    title: 'Трёхкомнатная',
    rooms: [
      room('Ванная', 0, 0, 2.4, 2.3),
      room('Санузел', 2.4, 0, 1.4, 2.3),
      room('Прихожая', 3.8, 0, 5.2, 2.3),
      room('Гардероб', 9, 0, 2.8, 2.3),
      room('Кухня-гостиная', 0, 2.3, 4.6, 4.4),
      room('Спальня', 4.6, 2.3, 3.2, 4.4),
      room('Детская', 7.8, 2.3, 4, 4.4),
      loggia(4.6, 6.7, 3.2),
    ],
    doors: [
      entrance(6.2),
      doorX(1.2, 2.3, -1, 0.7),
      doorY(3.8, 0.5, -1, 0.7),
      doorY(9, 0.6, 1, 0.75),
      doorX(3.8, 2.3, 1, 0.75),
      doorX(5.4, 2.3),
      doorX(8, 2.3),
      doorX(4.9, 6.7, -1, 0.7),
    ],
    windows: [windowX(1, 6.7, 2.4), windowX(5.9, 6.7), windowX(8.9, 6.7, 1.8)],
  },
  '4k': {
    title: 'Четырёхкомнатная',
    rooms: [
      room('Спальня', 0, 0, 3.6, 3.9),
      room('Детская', 3.6, 0, 3.2, 3.9),
      room('Ванная', 6.8, 0, 1.9, 2.4),
      room('Санузел', 6.8, 2.4, 1.9, 1.5),
      room('Прихожая', 8.7, 0, 3.1, 3.9),
      room('Холл', 0, 3.9, 11.8, 1.4),
      room('Кухня-гостиная', 0, 5.3, 5.4, 4.3),
      room('Кабинет', 5.4, 5.3, 2.8, 4.3),
      room('Спальня', 8.2, 5.3, 3.6, 4.3),
      loggia(0, 9.6, 3.4),
    ],
    doors: [
      entrance(9.9),
      doorX(2.5, 3.9, -1),
      doorX(3.9, 3.9, -1),
      doorY(8.7, 1, -1, 0.7),
      doorY(8.7, 2.8, -1, 0.7),
      doorX(10, 3.9, 1, 0.9),
      doorX(3.6, 5.3, 1, 0.9),
      doorX(6.2, 5.3),
      doorX(9.2, 5.3),
      doorX(0.4, 9.6, -1, 0.7),
    ],
    windows: [
      windowX(1, 0, 1.6),
      windowX(4.4, 0, 1.5),
      windowX(1.5, 9.6, 2.2),
      windowX(6, 9.6),
      windowX(9.2, 9.6, 1.7),
    ],
  },
  commercial: {
    title: 'Коммерческое помещение',
    rooms: [
      room('Подсобная', 0, 0, 3.4, 2.4),
      room('Санузел', 3.4, 0, 2, 2.4),
      room('Кабинет', 5.4, 0, 4.4, 2.4),
      room('Торговый зал', 0, 2.4, 9.8, 5),
    ],
    doors: [doorX(1.2, 2.4, -1), doorX(4, 2.4, -1, 0.75), doorX(6.4, 2.4, -1), entrance(0.6), doorX(4.2, 7.4, -1, 1.2)],
    windows: [windowX(0.6, 7.4, 2.8), windowX(6.2, 7.4, 2.8), windowX(7, 0, 1.6)],
  },
  parking: { title: 'Машино-место', rooms: [room('Машино-место', 0, 0, 2.6, 5.3)], doors: [], windows: [] },
  storage: { title: 'Кладовая', rooms: [room('Кладовая', 0, 0, 2.3, 2.1)], doors: [doorX(0.7, 2.1, -1)], windows: [] },
}
