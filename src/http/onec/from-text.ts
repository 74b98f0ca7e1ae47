import type { Field, Shape } from './shape.ts'

/** A field as XML or a query string has it: its text, or the fields inside it. Null stands for `xsi:nil`. */
export interface TextField {
  name: string
  value: string | null | TextField[]
}

/** Texts → what zod checks. What does not fit stays as it came, so that the check names it. */
export function fromText(shape: Shape, given: readonly TextField[]): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const { name, value } of given) {
    const field = shape.fields.find((known) => known.name === name)
    const read = field ? readValue(field, value) : value
    if (field?.isList) input[name] = [...((input[name] as unknown[] | undefined) ?? []), read]
    else input[name] = Object.hasOwn(input, name) ? [input[name], read] : read
  }
  return input
}

function readValue(field: Field, value: TextField['value']): unknown {
  if (value === null) return null
  if (typeof value !== 'string') return field.shape ? fromText(field.shape, value) : value
  return readers[field.kind](value)
}

const readers: Record<Field['kind'], (text: string) => unknown> = {
  text: (text) => text,
  time: (text) => text.trim(),
  number: (text) => (/^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text.trim()),
  flag: (text) => ({ true: true, 1: true, false: false, 0: false })[text.trim()] ?? text,
  record: (text) => (text.trim() === '' ? {} : text),
}

const emptyValues = new Set<unknown>([
  null,
  '',
  '0001-01-01T00:00:00',
  '0001-01-01T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
])

/** Leaves out what 1C sends for "not filled in": Неопределено, an empty string, the empty date, the empty reference. */
export function withoutEmpty(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => !emptyValues.has(value)))
}
