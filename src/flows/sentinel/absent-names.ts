import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import { attributesIn } from '../../mapping/expression/expression.ts'
import type { Mapping } from '../../mapping/index.ts'
import { parsePath } from '../../mapping/path.ts'
import { fullSpec, orElseOf } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'
import { lookAtMetadata } from './look-at-metadata.ts'

const known = new WeakMap<Mapping, readonly string[]>()

/**
 * Whether a whole record of a set lacks an attribute that its mapping reads. 1C hands out every attribute, an empty one too
 * (1c-odata §7): without it the configuration is another one by now, and the field would be emptied in silence.
 */
export function lacksNames(mapping: Mapping, record: RawRecord | undefined): boolean {
  if (record === undefined || mapping.source.kind !== 'set') return false
  const names = known.get(mapping) ?? namesOf(mapping)
  known.set(mapping, names)
  return names.some((name) => record[name] === undefined)
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
 * Asks 1C what it publishes now, at most once in a while: a mapping that leans on a name 1C no longer has is out of use
 * afterwards. Returns whether it asked.
 */
export async function lookForNames(hub: Hub): Promise<boolean> {
  if (!hub.doubts.suspect()) return false
  await lookAtMetadata(hub, true)
  return true
}

/** Throws UnavailableError when 1C turns out not to know the names of the mapping: without it the next cycle goes on. */
export async function requireNames(hub: Hub, mapping: Mapping, record: RawRecord | undefined): Promise<void> {
  if (!lacksNames(mapping, record) || !(await lookForNames(hub))) return
  if (hub.mappings.of(mapping.entity)?.hash === mapping.hash) return
  throw new UnavailableError(`Конфигурация 1С изменилась, ${mapping.file} больше к ней не подходит.`, {
    file: mapping.file,
  })
}
