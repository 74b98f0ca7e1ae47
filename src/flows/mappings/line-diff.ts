export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
  /** Numbers of the line before and after, from 1; null where it is not there. */
  before: number | null
  after: number | null
}

/** Lines that are shown around a change. */
const around = 3

/** Beyond so many changed lines the whole middle is told as replaced: the table of the comparison would grow too large. */
const largest = 2000

/**
 * What differs between two texts line by line, unchanged lines only around a change; each list is one place. Empty for equal
 * texts. A missing text has no lines.
 */
export function lineDiff(before: string | null, after: string | null): DiffLine[][] {
  const all = diffLines(linesOf(before), linesOf(after))
  const places: DiffLine[][] = []
  let place: DiffLine[] = []
  let left = 0
  for (const [at, line] of all.entries()) {
    const isNear = all.slice(at, at + around + 1).some(({ kind }) => kind !== 'same')
    if (line.kind !== 'same') left = around
    else if (!isNear && left === 0) {
      if (place.length > 0) places.push(place)
      place = []
      continue
    } else if (!isNear) left -= 1
    place.push(line)
  }
  if (place.length > 0) places.push(place)
  return places
}

const linesOf = (text: string | null): string[] =>
  text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n')

function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1
  const same = (n: number, m: number): DiffLine => ({
    kind: 'same',
    text: before[n] ?? '',
    before: n + 1,
    after: m + 1,
  })
  return [
    ...Array.from({ length: start }, (_, n) => same(n, n)),
    ...middle(before, after, start, before.length - end, after.length - end),
    ...Array.from({ length: end }, (_, n) => same(before.length - end + n, after.length - end + n)),
  ]
}

/** The longest common sequence of what is left between the equal ends. */
function middle(
  before: readonly string[],
  after: readonly string[],
  start: number,
  to: number,
  toAfter: number,
): DiffLine[] {
  const a = before.slice(start, to)
  const b = after.slice(start, toAfter)
  const removed = (n: number): DiffLine => ({ kind: 'removed', text: a[n] ?? '', before: start + n + 1, after: null })
  const added = (m: number): DiffLine => ({ kind: 'added', text: b[m] ?? '', before: null, after: start + m + 1 })
  if (a.length > largest || b.length > largest) return [...a.map((_, n) => removed(n)), ...b.map((_, m) => added(m))]
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (n: number, m: number): number => common[n * width + m] ?? 0
  for (let n = a.length - 1; n >= 0; n--) {
    for (let m = b.length - 1; m >= 0; m--) {
      common[n * width + m] = a[n] === b[m] ? at(n + 1, m + 1) + 1 : Math.max(at(n + 1, m), at(n, m + 1))
    }
  }
  const lines: DiffLine[] = []
  for (let n = 0, m = 0; n < a.length || m < b.length; ) {
    if (n < a.length && m < b.length && a[n] === b[m]) {
      lines.push({ kind: 'same', text: a[n] ?? '', before: start + n + 1, after: start + m + 1 })
      n += 1
      m += 1
    } else if (n < a.length && (m === b.length || at(n + 1, m) >= at(n, m + 1))) {
      lines.push(removed(n))
      n += 1
    } else {
      lines.push(added(m))
      m += 1
    }
  }
  return lines
}
