const plain = /^-?\d+(\.\d+)?$/

/**
 * A number as it was printed → a number, or the text itself where a double would not keep its digits: 1C prints decimals
 * of up to 38 digits (1c-odata §7). What is no plain decimal stays as it is.
 */
export function decimalOf(source: string): number | string {
  if (!plain.test(source)) return source
  const value = Number(source)
  return isExact(source, value) ? value : source
}

/** Every decimal of up to 15 digits comes back from a double as it was (IEEE 754). */
export function isExact(source: string, value: number): boolean {
  return source.length <= 16 || String(value) === source
}
