/**
 * The candidate a mistyped name most likely means: the closest by typing mistakes (a letter more, less, another one, two
 * swapped), else one that begins so; null when nothing is close enough to be a guess.
 */
export function nearest(name: string, candidates: readonly string[]): string | null {
  const typed = name.toLowerCase()
  let best: string | null = null
  // One mistake in a short word makes another word of it; longer ones bear a third of their letters.
  let least = name.length < 3 ? 1 : Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue
    const distance = mistakes(typed, candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  if (best !== null || name.length < 3) return best
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(typed)) ?? null
}

/** Optimal string alignment. */
function mistakes(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((row[j - 1] ?? 0) + same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
