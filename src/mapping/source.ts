import type { MappingSpec } from './spec.ts'

type From = MappingSpec['from']

/** Where a mapping's records come from, told apart. */
export type Source =
  | { kind: 'set'; set: string; filter: string | undefined; order: string | undefined }
  | {
      kind: 'table'
      set: string
      table: NonNullable<From['table']>
      parameters: NonNullable<From['parameters']>
      filter: string | undefined
    }
  | { kind: 'http'; http: string; rows: string }
  | { kind: 'soap'; soap: string; operation: string; arguments: NonNullable<From['arguments']>; rows: string }

export function sourceOf({ from }: Pick<MappingSpec, 'from'>): Source {
  const { set, filter, order, table, parameters = {}, http, soap, operation = '', rows = '' } = from
  if (http !== undefined) return { kind: 'http', http, rows }
  if (soap !== undefined) return { kind: 'soap', soap, operation, arguments: from.arguments ?? {}, rows }
  if (table !== undefined) return { kind: 'table', set, table, parameters, filter }
  return { kind: 'set', set, filter, order }
}
