import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'

/** The same records with the objects a mapping reads beyond references; what has gone from 1C meanwhile is left out. */
export async function wholeRecords(
  hub: Hub,
  { source, expand }: Mapping,
  records: readonly RawRecord[],
): Promise<RawRecord[]> {
  if (source.kind !== 'set' || expand.length === 0) return [...records]
  const whole: RawRecord[] = []
  const refs = records.map((record) => String(record.Ref_Key))
  for await (const { rows } of hub.onec.reading.byRefs(source.set, refs, undefined, expand)) whole.push(...rows)
  return whole
}
