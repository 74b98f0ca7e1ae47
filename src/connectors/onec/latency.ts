const kept = 100

/** How long the last hundred answers took, in ms. */
export interface Latency {
  add(ms: number): void
  last(): number | null
  /** Nineteen of twenty answers were faster. */
  p95(): number | null
}

export function measureLatency(): Latency {
  const seen: number[] = []
  return {
    add(ms) {
      seen.push(Math.round(ms))
      if (seen.length > kept) seen.shift()
    },
    last: () => seen.at(-1) ?? null,
    p95: () => seen.toSorted((a, b) => a - b)[Math.ceil(seen.length * 0.95) - 1] ?? null,
  }
}
