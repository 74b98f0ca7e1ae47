import { RejectedError } from '../../../errors.ts'
import type { Beyond, RawRecord, RegisterRows } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import type { EntityType, Metadata } from '../metadata.ts'
import { readByRefs } from './by-refs.ts'

/** A column of a tabular section whose objects are wanted. */
interface Column {
  section: string
  column: string
  /** Set the column refers to. */
  set: string
}

export interface Expansion {
  /** For `$expand`. */
  references: string[]
  /** 1C refuses to expand rows of sections (1c-odata §9): their objects are asked for by reference. */
  columns: Column[]
  /** Registers whose rows are wanted as sections. */
  registers: RegisterRows[]
}

/**
 * Tells the references of a set (`Manager`, `Flat/Owner`) from those of its sections (`Buyers/Client`), rows of registers among
 * these. Throws RejectedError for a column of a section that refers to nothing published.
 */
export function expansionOf(metadata: Metadata, set: string, expand: readonly Beyond[]): Expansion {
  const registers = expand.filter((one) => typeof one !== 'string')
  const expansion: Expansion = { references: [], columns: [], registers }
  const type = metadata.entityTypes.get(metadata.sets.get(set) ?? '')
  for (const path of expand.filter((one) => typeof one === 'string')) {
    const [section = '', column] = path.split('/')
    const register = registers.find(({ name }) => name === section)
    if (column === undefined || !(register || isSection(type, section))) expansion.references.push(path)
    else {
      const rows = register?.set ?? `${set}_${section}`
      expansion.columns.push({ section, column, set: targetOf(metadata, rows, column) })
    }
  }
  return expansion
}

const isSection = (type: EntityType | undefined, name: string): boolean =>
  type?.properties.get(name)?.type.startsWith('Collection(') === true

function targetOf(metadata: Metadata, rows: string, column: string): string {
  const type = metadata.entityTypes.get(metadata.sets.get(rows) ?? '')
  const target = type?.navigation.get(column) ?? null
  for (const [name, each] of metadata.sets) if (each === target) return name
  throw new RejectedError(
    `Колонка «${column}» в «${rows}» не ссылается ни на что из состава OData: проверьте путь в файле соответствий и состав стандартного интерфейса OData.`,
    { reason: 'not_published', set: rows },
  )
}

/** Puts the objects that columns of sections refer to into the rows; those 1C cannot hand out are left out. */
export async function joinColumns(
  onec: Onec,
  rows: readonly RawRecord[],
  columns: readonly Column[],
  parallel: number,
): Promise<void> {
  for (const { section, column, set } of columns) {
    const lines = rows.flatMap((row) => {
      const { [section]: inside } = row
      return Array.isArray(inside) ? inside : []
    })
    const refs = new Set(lines.map((line) => String(line[`${column}_Key`] ?? '')))
    for (const empty of ['', '00000000-0000-0000-0000-000000000000']) refs.delete(empty)
    const objects = new Map<string, RawRecord>()
    for await (const found of readByRefs(onec, set, [...refs], { parallel }))
      for (const object of found.rows) objects.set(String(object.Ref_Key), object)
    for (const line of lines) line[column] = objects.get(String(line[`${column}_Key`] ?? '')) ?? null
  }
}
