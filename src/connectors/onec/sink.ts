import { RejectedError } from '../../errors.ts'
import type { RawRecord, RawValue } from '../../model/raw.ts'
import type { Onec } from './client.ts'
import { differences } from './compare.ts'

export interface PutRequest {
  set: string
  /** Condition that finds the object by the hub's own key, and nothing else (`render` of literals.ts). */
  find: string
  /** Its reference, when we know it. */
  ref?: string | null | undefined
  /** What the object should hold, in 1C's names and values; a section is given whole. */
  body: RawRecord
  /** Properties to leave alone when the object exists. */
  createOnly: readonly string[]
}

/** 1C took the write and holds something else all the same. */
export interface Conflict {
  property: string
  wanted: RawValue
  got: RawValue
}

export interface PutResult {
  ref: string
  /** The object as it is now. */
  raw: RawRecord
  did: 'created' | 'changed' | 'nothing'
  conflicts: Conflict[]
}

/**
 * Makes an object of 1C hold `body`: asks, writes the difference, reads again and compares, because 1C accepts with 200
 * what it then truncates, ignores or lets a handler change (1c-odata §12).
 *
 * Doing it twice does no more than doing it once, and that is how an UnknownOutcomeError is resolved: call again with the
 * same request, not before the lost write can have ended (18 s were measured), or it may not be there to be found yet.
 * Throws RejectedError when `find` fits two objects.
 */
export async function putObject(onec: Onec, request: PutRequest): Promise<PutResult> {
  const { set, body, createOnly } = request
  const before = await findObject(onec, request)
  if (!before) {
    const ref = refOf(set, await onec.create(set, withLineNumbers(body)))
    return { ...(await readBack(onec, set, ref, body)), did: 'created' }
  }
  const ref = refOf(set, before)
  const wanted = without(body, createOnly)
  const changed = pick(wanted, differences(wanted, before))
  if (Object.keys(changed).length === 0) return { ref, raw: before, did: 'nothing', conflicts: [] }
  await onec.patch(set, ref, withLineNumbers(changed))
  return { ...(await readBack(onec, set, ref, changed)), did: 'changed' }
}

async function findObject(onec: Onec, { set, ref, find }: PutRequest): Promise<RawRecord | null> {
  const known = ref ? await onec.get(set, ref) : null
  if (known) return known
  const found = await onec.list(set, { filter: find, top: 2 })
  if (found.length < 2) return found[0] ?? null
  const refs = found.map((one) => one.Ref_Key)
  throw new RejectedError(
    `В 1С («${set}») два объекта с одним ключом хаба: ${refs.join(' и ')}. Очистите ключ у лишнего, и хаб продолжит с оставшимся.`,
    { reason: 'ambiguous', set, refs },
  )
}

async function readBack(onec: Onec, set: string, ref: string, wanted: RawRecord): Promise<Omit<PutResult, 'did'>> {
  const raw = await onec.get(set, ref)
  if (!raw)
    throw new RejectedError(
      `Объект «${set}» ${ref} исчез из 1С сразу после записи. Проверьте обработчики записи в 1С.`,
      {
        reason: 'not_found',
        set,
        ref,
      },
    )
  const conflicts = differences(wanted, raw).map((property) => ({
    property,
    wanted: wanted[property] ?? null,
    got: raw[property] ?? null,
  }))
  return { ref, raw, conflicts }
}

function refOf(set: string, { Ref_Key: ref }: RawRecord): string {
  if (typeof ref === 'string') return ref
  throw new RejectedError(`«${set}» не справочник и не документ: у его записей нет ссылки (Ref_Key).`, { set })
}

/** 1C wants rows numbered 1…n and answers 400 or 500 otherwise (1c-odata §12); Int64 travels as text. */
function withLineNumbers(body: RawRecord): RawRecord {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((row, at) => ({ ...row, LineNumber: String(at + 1) })) : value,
    ]),
  )
}

function without(body: RawRecord, names: readonly string[]): RawRecord {
  return pick(
    body,
    Object.keys(body).filter((name) => !names.includes(name)),
  )
}

function pick(body: RawRecord, names: readonly string[]): RawRecord {
  return Object.fromEntries(names.map((name) => [name, body[name]]))
}
