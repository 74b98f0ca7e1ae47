/**
 * Gathers what comes quickly: yields lists of items that weigh `enough` together or arrived within `ms`. Commits wait for
 * the disk once each, however much is in them (performance A.a); slow items are not kept waiting for more.
 */
export async function* gather<T>(
  items: AsyncIterable<T>,
  weight: (item: T) => number,
  { enough, ms }: { enough: number; ms: number },
): AsyncGenerator<T[]> {
  let list: T[] = []
  let sum = 0
  let since = performance.now()
  for await (const item of items) {
    list.push(item)
    sum += weight(item)
    if (sum < enough && performance.now() - since < ms) continue
    yield list
    list = []
    sum = 0
    since = performance.now()
  }
  if (list.length > 0) yield list
}
