/** The chessboard's part of the address bar, as a person would type it. */
export interface BoardSearch {
  unit?: string | undefined
  /** Statuses to keep, comma-separated. */
  status?: string | undefined
  /** Room counts to keep, comma-separated: `s` a studio, `1`…`3`, `4` four and more. */
  rooms?: string | undefined
  kind?: string | undefined
  /** m² */
  areaFrom?: string | undefined
  areaTo?: string | undefined
  /** Millions of roubles. */
  priceFrom?: string | undefined
  priceTo?: string | undefined
}

export const emptyFilter = {
  status: undefined,
  rooms: undefined,
  kind: undefined,
  areaFrom: undefined,
  areaTo: undefined,
  priceFrom: undefined,
  priceTo: undefined,
} satisfies BoardSearch

/** `a,b` with `b` toggled → `a`; undefined when nothing is left, so that the name leaves the address bar. */
export function toggleInList(list: string | undefined, value: string): string | undefined {
  const values = new Set(list?.split(',').filter(Boolean))
  if (!values.delete(value)) values.add(value)
  return [...values].join(',') || undefined
}
