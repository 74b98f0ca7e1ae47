/** The items in an order that depends on the seed alone, so that a failure found in one order can be played again. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = sequence(seed)
  return items
    .map((item) => ({ item, weight: random() }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ item }) => item)
}

/** Numbers from 0 to 1 by the mulberry32 recurrence. */
function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
