import { RejectedError } from '../../errors.ts'
import type { RawRecord, RawValue } from '../../model/raw.ts'
import type { Onec } from './client.ts'
import { differences, heldOf, isSame } from './compare.ts'

export interface PutRequest {
  set: string
  /** Condition that finds the object by the hub's own key, and nothing else (`render` of literals.ts). */
  find: string
  /** Its reference, when we know it. */
  ref?: string | null | undefined
  /**
   * What the object should hold, in 1C's names and values; a section is given whole. `Posted` is brought about by
   * posting, or taking back, once the rest is written (1c-odata §12).
   */
  body: RawRecord
  /**
   * Properties to leave alone when the object exists, but for one that is as our last put left it and was made by another
   * mapping: what went to wrong places then goes to the right ones now.
   */
  createOnly: readonly string[]
  /** How the last put of this wish ended. */
  last?: LastPut | null | undefined
}

/** What the next put of the same object has to know; a part of PutResult. */
export interface LastPut {
  /**
   * Properties we have written, as 1C held them then. One that holds something else by now was changed by a person and is
   * theirs: it is left as it is and told as a conflict (design §4.6).
   */
  written: RawRecord
  /** What 1C did not take: not offered again until the wish or 1C's version of the object changes. */
  conflicts: Conflict[]
  /** DataVersion of the object at the end of the put. */
  version: string | null
}

/** 1C holds something else than we wanted, and goes on doing so. */
export interface Conflict {
  property: string
  wanted: RawValue
  got: RawValue
}

export interface PutResult extends LastPut {
  ref: string
  /** The object as it is now. */
  raw: RawRecord
  did: 'created' | 'changed' | 'nothing'
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
  const { set } = request
  const { Posted: posting, ...body } = request.body
  const before = await findObject(onec, request)
  if (!before) {
    const ref = refOf(set, await onec.create(set, withLineNumbers(body)))
    const raw = await post(onec, set, ref, posting, await read(onec, set, ref))
    return { ref, did: 'created', ...outcome(body, raw, request.body, null) }
  }
  const ref = refOf(set, before)
  const { wanted, changed, theirs } = changesOf(request, before)
  let raw = before
  if (Object.keys(changed).length > 0) {
    // 1C takes a mark of deletion on a posted document, but leaves its movements where they are.
    if (changed.DeletionMark === true && before.Posted === true) await onec.act(set, ref, 'Unpost')
    await onec.patch(set, ref, withLineNumbers(changed))
    raw = await read(onec, set, ref)
  }
  raw = await post(onec, set, ref, posting, raw)
  const did = raw === before ? 'nothing' : 'changed'
  return {
    ref,
    did,
    ...outcome(wanted, raw, { ...wanted, ...pick(request.body, ['Posted']) }, request.last ?? null, theirs),
  }
}

/** What `putObject` would do. */
export interface PutPlan {
  /** Null: the object would be made. */
  ref: string | null
  /** What would be written: the whole body of a new object, or only what differs. */
  body: RawRecord
  /** The same properties as 1C holds them. */
  held: RawRecord
  /** Properties that would be left as they are, though 1C holds them otherwise: a person changed them, or 1C declined. */
  left: string[]
}

/** Looks what `putObject` would write, and writes nothing. */
export async function planObject(onec: Onec, request: PutRequest): Promise<PutPlan> {
  const before = await findObject(onec, request)
  if (!before) return { ref: null, body: request.body, held: {}, left: [] }
  const { changed, theirs, declined } = changesOf(request, before)
  const posting = request.body.Posted
  const body = typeof posting === 'boolean' && posting !== before.Posted ? { ...changed, Posted: posting } : changed
  const held = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, heldOf(value, before[name])]))
  return { ref: refOf(request.set, before), body, held, left: [...new Set([...theirs, ...declined])] }
}

/** What of the wish has to be written into an object that is there. */
function changesOf({ createOnly, last = null, ...request }: PutRequest, before: RawRecord) {
  const { Posted: _, ...body } = request.body
  const isUnfinished = last !== null && isAsLeft(before, last) && isWrittenElsewhere(body, last.written)
  const wanted = isUnfinished ? body : without(body, createOnly)
  const theirs = differences(last?.written ?? {}, before)
  const declined = declinedBefore(wanted, before, last)
  const changed = pick(
    wanted,
    differences(wanted, before).filter((property) => !theirs.includes(property) && !declined.includes(property)),
  )
  return { wanted, changed, theirs, declined }
}

/** Whether nobody, we neither, has written the object since. */
const isAsLeft = (before: RawRecord, { version }: LastPut): boolean =>
  version !== null && version === before.DataVersion

/** Whether an earlier put of the wish named properties, or columns of a section, that this one does not. */
function isWrittenElsewhere(body: RawRecord, written: RawRecord): boolean {
  return Object.entries(written).some(([name, value]) => {
    if (body[name] === undefined) return true
    const columns = columnsOf(body[name])
    return [...columnsOf(value)].some((column) => !columns.has(column))
  })
}

const columnsOf = (value: RawValue | undefined): Set<string> =>
  new Set(Array.isArray(value) ? value.flatMap((row) => Object.keys(row)).filter((name) => name !== 'LineNumber') : [])

/** What 1C turned into something else the last time, while neither it nor our wish has changed since. */
function declinedBefore(wanted: RawRecord, before: RawRecord, last: LastPut | null): string[] {
  if (last === null || !isAsLeft(before, last)) return []
  return last.conflicts
    .filter((conflict) => isSame(conflict.wanted, wanted[conflict.property]))
    .map(({ property }) => property)
}

function outcome(
  written: RawRecord,
  raw: RawRecord,
  wanted: RawRecord,
  last: LastPut | null,
  theirs: readonly string[] = [],
): Pick<PutResult, 'raw' | 'conflicts' | 'written' | 'version'> {
  const ours = without(written, theirs)
  const held = Object.fromEntries(Object.entries(ours).map(([name, value]) => [name, heldOf(value, raw[name])]))
  const { DataVersion: version } = raw
  return {
    raw,
    conflicts: differences(defined(wanted), raw).map((property) => ({
      property,
      wanted: wanted[property] ?? null,
      got: heldOf(wanted[property], raw[property]),
    })),
    written: { ...last?.written, ...held },
    version: typeof version === 'string' ? version : null,
  }
}

async function post(onec: Onec, set: string, ref: string, posting: RawValue | undefined, raw: RawRecord) {
  if (typeof posting !== 'boolean' || raw.Posted === posting) return raw
  await onec.act(set, ref, posting ? 'Post' : 'Unpost')
  return read(onec, set, ref)
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

async function read(onec: Onec, set: string, ref: string): Promise<RawRecord> {
  const raw = await onec.get(set, ref)
  if (raw) return raw
  throw new RejectedError(`Объект «${set}» ${ref} исчез из 1С сразу после записи. Проверьте обработчики записи в 1С.`, {
    reason: 'not_found',
    set,
    ref,
  })
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

function defined(record: RawRecord): RawRecord {
  return pick(
    record,
    Object.keys(record).filter((name) => record[name] !== undefined),
  )
}
