import type { RawRecord } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import { parseList } from '../json.ts'
import { datetime, number, text } from '../literals.ts'

export interface VirtualTable {
  set: string
  /** `SliceLast`, `Balance`, `Turnovers`, … */
  table: string
  parameters: Readonly<Record<string, string | number | boolean>>
  filter?: string | undefined
  expand?: readonly string[] | undefined
}

function literal(value: string | number | boolean): string {
  if (typeof value === 'number') return number(value)
  if (typeof value === 'boolean') return String(value)
  return isDate(value) ? datetime(value.length === 10 ? `${value}T00:00:00` : value) : text(value)
}

const isDate = (value: string) => /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.test(value)

/**
 * Rows of a virtual table (1c-odata §10). Parameters go into the query string: in the path they would meet the limit of
 * 260 characters that IIS sets to a segment (§2). The whole table is one reply: 1C works it out whole whatever `$top` says.
 */
export async function readVirtualTable(
  onec: Onec,
  { set, table, parameters, filter, expand = [] }: VirtualTable,
): Promise<RawRecord[]> {
  const query = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, literal(value)]))
  return onec.call(
    {
      method: 'GET',
      segments: [set, table],
      query: { $format: 'json', $filter: filter, $expand: expand.join(',') || undefined, ...query },
      accept: 'application/json',
    },
    (body) => parseList(body).rows,
  )
}
