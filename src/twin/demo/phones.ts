/** Phone numbers of the range +7 999, which nobody has, in the spellings people leave in a card. */
import type { Random } from './random.ts'

/** Hands out numbers that never repeat, as digits: `79990012345`. +7 999 000 is left to the staff. */
export function phoneSupply(): () => string {
  let taken = 0
  return () => {
    for (;;) {
      taken += 1
      const subscriber = (taken * 7_654_321) % 10_000_000
      if (subscriber >= 10_000) return `7999${String(subscriber).padStart(7, '0')}`
    }
  }
}

/** The same number as different people write it. */
export function spellPhone(random: Random, digits: string): string {
  const [code, a, b, c] = [digits.slice(1, 4), digits.slice(4, 7), digits.slice(7, 9), digits.slice(9)]
  return random.weighted([
    [`+7 (${code}) ${a}-${b}-${c}`, 6],
    [`8 (${code}) ${a}-${b}-${c}`, 2],
    [`+7${digits.slice(1)}`, 2],
    [`8${digits.slice(1)}`, 1],
    [`+7 ${code} ${a} ${b} ${c}`, 1],
    [`8-${code}-${a}-${b}-${c}`, 1],
    [`${code} ${a}-${b}-${c}`, 1],
  ])
}
