/** A small deterministic generator (mulberry32): the same seed gives the same base, on every machine. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  /** An integer from `min` to `max`, both included. */
  int: (min: number, max: number) => number
  chance: (probability: number) => boolean
  /** @throws when there is nothing to pick from. */
  pick: <T>(items: readonly T[]) => T
  /** Picks by weight. */
  weighted: <T>(items: readonly (readonly [item: T, weight: number])[]) => T
  /** A GUID in the lower case 1C prints. */
  guid: () => string
  shuffle: <T>(items: readonly T[]) => T[]
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))

  function pick<T>(items: readonly T[]): T {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new Error('Nothing to pick from.')
    return item
  }

  function weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [item, weight] of items) {
      left -= weight
      if (left < 0) return item
    }
    return pick(items)[0]
  }

  const hex = (digits: number) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')

  function shuffle<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => [next(), item] as const)
    return keyed.sort(([a], [b]) => a - b).map(([, item]) => item)
  }

  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick,
    weighted,
    guid: () => `${hex(8)}-${hex(4)}-11f${hex(1)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(8)}${hex(4)}`,
    shuffle,
  }
}
