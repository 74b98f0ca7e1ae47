import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import { attributesIn } from '../../mapping/expression/expression.ts'
import type { Mapping } from '../../mapping/index.ts'
import { parsePath } from '../../mapping/path.ts'
import { fullSpec, orElseOf } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'
import { lookAtMetadata } from './look-at-metadata.ts'

const known = new WeakMap<Mapping, readonly string[]>()
/** Names that 1C publishes and its records lack all the same: some servers leave out what is empty. */
const cleared = new WeakMap<Mapping, Set<string>>()

/**
 * Attributes that a mapping reads and a whole record of its set lacks, as far as nobody has looked into it. 1C hands out every
 * attribute, an empty one too (1c-odata §7): without it the configuration is another one by now, and the field would be
 * emptied in silence.
 */
export function absentNames(mapping: Mapping, record: RawRecord | undefined): string[] {
  if (record === undefined || mapping.source.kind !== 'set') return []
  const names = known.get(mapping) ?? namesOf(mapping)
  known.set(mapping, names)
  return names.filter((name) => record[name] === undefined && !cleared.get(mapping)?.has(name))
}

/** Attributes of the record itself. What a reference leads to, or a row holds, may be missing for other reasons. */
function namesOf({ spec }: Mapping): string[] {
  const names = Object.values(spec.fields).flatMap((short) => {
    const field = fullSpec(short)
    const path = field.path === undefined ? null : parsePath(field.path)
    const paths = path?.section ? [] : [path, ...orElseOf(field).map(parsePath)]
    const plain = paths.flatMap((one) => (one && one.section === null && one.through.length === 0 ? [one.name] : []))
    const computed = [field.compute, field.when].flatMap((text) => (text === undefined ? [] : attributesIn(text)))
    return [...plain, ...computed.flatMap(({ path: [name], isSection }) => (name && !isSection ? [name] : []))]
  })
  return [...new Set(names)]
}

/**
 * Asks 1C what it publishes now. Afterwards a mapping that leans on a name 1C no longer has is out of use, and of one that is
 * still in use the absent names are cleared: so there is one such question for each of them, and it need not wait.
 */
export async function lookForNames(hub: Hub, absent: ReadonlyMap<Mapping, readonly string[]>): Promise<void> {
  await lookAtMetadata(hub, true)
  for (const [mapping, names] of absent)
    if (hub.mappings.of(mapping.entity) === mapping)
      cleared.set(mapping, new Set([...(cleared.get(mapping) ?? []), ...names]))
}

/** Throws UnavailableError when 1C turns out not to know the names of the mapping: without it the next cycle goes on. */
export async function requireNames(hub: Hub, mapping: Mapping, record: RawRecord | undefined): Promise<void> {
  const names = absentNames(mapping, record)
  if (names.length === 0) return
  await lookForNames(hub, new Map([[mapping, names]]))
  if (hub.mappings.of(mapping.entity)?.hash === mapping.hash) return
  throw new UnavailableError(`Конфигурация 1С изменилась, ${mapping.file} больше к ней не подходит.`, {
    file: mapping.file,
  })
}
