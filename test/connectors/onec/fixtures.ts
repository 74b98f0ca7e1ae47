import { readFileSync } from 'node:fs'

/** A recorded sample as bytes. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/1c/${name}`, import.meta.url))
}

export async function* once<T>(item: T): AsyncGenerator<T> {
  yield item
}
