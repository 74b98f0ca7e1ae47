import { randomInt } from 'node:crypto'

/** Some item that fits, each with the same chance; undefined when none does. */
export function pick<T>(items: readonly T[], fits: (item: T) => boolean = () => true): T | undefined {
  const fitting = items.filter(fits)
  return fitting.length > 0 ? fitting[randomInt(fitting.length)] : undefined
}
