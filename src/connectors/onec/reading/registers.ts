import type { RawRecord, RegisterRows } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import { guid } from '../literals.ts'
import type { Metadata } from '../metadata.ts'
import { readVirtualTable } from './virtual-table.ts'

/** For fewer objects their rows are asked for; for more the register is read whole, once for all pages. */
const few = 50

/** Signs of a condition: an address of IIS holds 2 048 after the question mark, and cyrillic names take six a letter. */
const roomForCondition = 1500

type ByObject = ReadonlyMap<string, RawRecord[]>

/**
 * Puts rows of registers into objects as sections: the last slice of a periodic register at `moment` (wall clock of the
 * infobase; without it records dated ahead count as well), all rows of another one (1c-odata §10). One reading of a set has
 * one of these.
 */
export function openRegisters(
  onec: Onec,
  metadata: Metadata,
  registers: readonly RegisterRows[],
  moment: string | undefined,
): (rows: readonly RawRecord[]) => Promise<void> {
  const whole = new Map<RegisterRows, ByObject>()

  async function rowsFor(register: RegisterRows, refs: readonly string[]): Promise<ByObject> {
    const known = whole.get(register)
    if (known) return known
    const source = sourceOf(metadata, register, moment)
    if (refs.length > few) {
      const all = byObject(register, await ask(onec, source, register.condition))
      whole.set(register, all)
      return all
    }
    const rows: RawRecord[] = []
    for (const condition of conditionsFor(register, refs)) rows.push(...(await ask(onec, source, condition)))
    return byObject(register, rows)
  }

  return async (objects) => {
    const refs = objects.map(({ Ref_Key }) => String(Ref_Key))
    for (const register of registers) {
      const found = await rowsFor(register, refs)
      for (const object of objects) object[register.name] = found.get(String(object.Ref_Key)) ?? []
    }
  }
}

interface Source {
  set: string
  /** Parameters of the slice; null for a register that has none. */
  slice: Record<string, string> | null
}

/** A register that a document writes has its slice bound to its rows (1c-odata §10). */
function sourceOf({ sets, functions }: Metadata, { set }: RegisterRows, moment: string | undefined): Source {
  const owner = [set, `${set}_RecordType`].find((name) => {
    const type = sets.get(name)
    return type !== undefined && functions.some((one) => one.name === 'SliceLast' && one.boundTo === type)
  })
  return owner === undefined
    ? { set, slice: null }
    : { set: owner, slice: moment === undefined ? {} : { Period: moment } }
}

async function ask(onec: Onec, { set, slice }: Source, condition: string | undefined): Promise<RawRecord[]> {
  if (slice === null) return onec.list(set, { filter: condition })
  const parameters = condition === undefined ? slice : { ...slice, Condition: condition }
  return readVirtualTable(onec, { set, table: 'SliceLast', parameters })
}

function conditionsFor({ by, condition }: RegisterRows, refs: readonly string[]): string[] {
  const about = refs.map((ref) => `${by} eq ${guid(ref)}`)
  const size = encodeURIComponent(about[0] ?? '').length + ' or '.length
  const room = roomForCondition - encodeURIComponent(condition ?? '').length
  const atOnce = Math.max(1, Math.floor(room / size))
  return Array.from({ length: Math.ceil(about.length / atOnce) }, (_, n) => {
    const some = about.slice(n * atOnce, (n + 1) * atOnce).join(' or ')
    return condition === undefined ? some : `(${condition}) and (${some})`
  })
}

/** 1C promises no order: without one the same rows would look changed. */
function byObject({ by }: RegisterRows, rows: readonly RawRecord[]): ByObject {
  const ordered = rows.map((row) => ({ row, text: JSON.stringify(row) })).sort((a, b) => (a.text < b.text ? -1 : 1))
  return Map.groupBy(
    ordered.map(({ row }) => row),
    (row) => String(row[by]),
  )
}
