/** How much a cell shows. Sizes in px, without the 2 px between cells; the sheet of the board repeats them. */
export const densities = [
  { name: 'squares', title: 'Только цвет', width: 20, height: 20 },
  { name: 'short', title: 'Коротко', width: 58, height: 34 },
  { name: 'full', title: 'Подробно', width: 84, height: 52 },
] as const
export type Density = (typeof densities)[number]['name']

export function isDensity(value: unknown): value is Density {
  return densities.some(({ name }) => name === value)
}

/** One step closer (1) or further (-1); the ends stay. */
export function stepDensity(density: Density, step: 1 | -1): Density {
  const index = densities.findIndex(({ name }) => name === density)
  return densities[Math.min(densities.length - 1, Math.max(0, index + step))]?.name ?? density
}
