import type { Beyond } from '../model/raw.ts'
import { attributesIn } from './expression/expression.ts'
import { parsePath } from './path.ts'
import { type FullFieldSpec, fullSpec, type MappingSpec, orElseOf } from './spec.ts'

/**
 * References the source must expand for a mapping to read its records: `Manager`, `Flat/Owner`, for the column of a section
 * `Buyers/Client`, for one type of a composite reference `Object/Catalog_X` (1c-odata §9). A reference on the way to a
 * farther one is not named by itself. Registers follow.
 */
export function navigationsOf(spec: MappingSpec): Beyond[] {
  const found = new Set<string>()
  const add = (steps: readonly string[]) => {
    if (steps.length > 0) found.add(steps.join('/'))
  }
  if (spec.when !== undefined) addExpression(add, spec.when, [])
  for (const short of Object.values(spec.fields)) {
    const field = fullSpec(short)
    addField(add, field, [])
    const rows = field.rows === undefined ? null : parsePath(field.rows)
    if (!rows) continue
    add(rows.through)
    const section = [...rows.through, rows.section ?? rows.name]
    for (const column of Object.values(field.fields ?? {})) addField(add, fullSpec(column), section)
  }
  const references = [...found].filter((path) => ![...found].some((longer) => longer.startsWith(`${path}/`))).sort()
  const registers = Object.entries(spec.from.registers ?? {}).map(([name, register]) => ({ name, ...register }))
  return [...references, ...registers]
}

type Add = (steps: readonly string[]) => void

function addField(add: Add, field: FullFieldSpec, base: readonly string[]): void {
  const { path: text, as, type } = field
  const path = text === undefined ? null : parsePath(text)
  if (path) {
    const reference = as === 'presentation' ? /^(.+)_Key$/.exec(path.name)?.[1] : undefined
    const last = reference === undefined ? [] : [reference]
    if (path.section === null) {
      const [first, ...others] = [...path.through, ...last]
      if (first !== undefined) add([...base, first, ...(type === undefined ? [] : [type]), ...others])
    } else {
      add([...base, ...path.through])
      const inside = [...path.inside, ...last]
      if (inside.length > 0) add([...base, ...path.through, path.section, ...inside])
    }
  }
  const container = path?.section ? [...base, ...path.through, path.section] : base
  for (const other of orElseOf(field)) {
    const alternative = parsePath(other)
    if (alternative && alternative.through.length > 0) add([...container, ...alternative.through])
  }
  for (const text of [field.when, field.compute]) if (text !== undefined) addExpression(add, text, base)
}

/** Of a broken expression nothing: lint has said so. */
function addExpression(add: Add, text: string, base: readonly string[]): void {
  for (const { path } of attributesIn(text)) if (path.length > 1) add([...base, ...path.slice(0, -1)])
}
