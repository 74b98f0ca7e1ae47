/** Automatic codes and numbers: the next after the greatest one, padded with zeros to the length of the field. */
import { refused } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import { textIn } from '../record.ts'

const greatest = new WeakMap<Infobase['store'], Map<string, number>>()

export function takeCode(base: Infobase, set: string, property: string, length: number): string {
  const next = greatestOf(base, set, property) + 1
  const code = String(next).padStart(length, '0')
  if (code.length > length) throw refused('Превышена длина кода или номера')
  greatest.get(base.store)?.set(set, next)
  return code
}

/** Takes notice of a code given by hand, so that it is not given out again. */
export function noteCode(base: Infobase, set: string, property: string, code: string): void {
  greatest.get(base.store)?.set(set, Math.max(greatestOf(base, set, property), numeric(code)))
}

function greatestOf(base: Infobase, set: string, property: string): number {
  const known = greatest.get(base.store) ?? new Map<string, number>()
  greatest.set(base.store, known)
  const found = known.get(set)
  if (found !== undefined) return found
  let max = 0
  for (const record of base.store.table(set).values()) max = Math.max(max, numeric(textIn(record, property)))
  known.set(set, max)
  return max
}

function numeric(code: string): number {
  return /^\d{1,15}$/.test(code) ? Number(code) : 0
}
