/**
 * Registration of changes for the nodes of exchange plans (1c-odata §14). It is a set, not a log: one entry per node and
 * object, whose message number a new edit resets to nothing, so that an edit made while message N is being processed
 * survives the acknowledgement of N.
 */
import type { ExchangePlan } from './configuration.ts'
import { setName } from './configuration.ts'
import { nextVersion } from './data-version.ts'
import type { Infobase } from './infobase.ts'
import { numberIn, type Row, type StoredRecord, textIn } from './record.ts'
import type { EntitySet } from './schema.ts'

/** A registered change: what `SelectChanges` puts into a message. */
export type RegisteredChange = {
  set: EntitySet
  /** The key properties, known even when the record is gone. */
  identity: Row
  record: StoredRecord | undefined
}

const REGISTRATIONS = '#registrations'
const CLOCK_KEY = '#sequence'

function plansWith(base: Infobase, set: string): ExchangePlan[] {
  return base.configuration.objects.filter(
    (object): object is ExchangePlan => object.kind === 'ExchangePlan' && object.content.includes(set),
  )
}

/**
 * Registers a write or deletion for every node of every plan that holds the set; "ThisNode" registers nothing.
 *
 * @param record As written, or as it was before its deletion.
 */
export function registerChange(base: Infobase, set: EntitySet, key: string, record: StoredRecord): void {
  for (const plan of plansWith(base, set.name)) {
    for (const node of base.store.table(setName(plan)).values()) {
      if (node.ThisNode === true) continue
      const nodeKey = textIn(node, 'Ref_Key')
      base.store.put(REGISTRATIONS, `${nodeKey}|${set.name}|${key}`, {
        ...identityOf(set, record),
        '#node': nodeKey,
        '#set': set.name,
        '#key': key,
        '#messageNo': null,
        '#sequence': nextSequence(base),
      })
    }
  }
}

function identityOf(set: EntitySet, record: StoredRecord): StoredRecord {
  return Object.fromEntries(set.key.map((name) => [name, record[name] ?? null]))
}

/** The order of registration, kept with the data so that it outlives a restart. */
function nextSequence(base: Infobase): number {
  const last = base.store.table(REGISTRATIONS).get(CLOCK_KEY)
  const sequence = (last ? numberIn(last, '#sequence') : 0) + 1
  base.store.put(REGISTRATIONS, CLOCK_KEY, { '#node': '', '#sequence': sequence })
  return sequence
}

function registrationsOf(base: Infobase, nodeKey: string): [string, StoredRecord][] {
  return [...base.store.table(REGISTRATIONS)].filter(([, entry]) => entry['#node'] === nodeKey)
}

/**
 * Gives number N to everything that has none and returns all up to N: the rows of an earlier reading of N come again,
 * together with what was registered since. `SentNo` of the node becomes N.
 *
 * @param isShown Which sets are published; changes of the others stay without a number for ever.
 */
export function selectChanges(
  base: Infobase,
  plan: string,
  nodeKey: string,
  messageNo: number,
  isShown: (set: string) => boolean = () => true,
): RegisteredChange[] {
  const selected: StoredRecord[] = []
  const registered = registrationsOf(base, nodeKey).filter(([, entry]) => isShown(textIn(entry, '#set')))
  let room = roomFor(base, registered, messageNo)
  for (const [id, entry] of registered) {
    const isNew = entry['#messageNo'] === null
    if (isNew && room <= 0) continue
    if (isNew) room -= 1
    const numbered = isNew ? { ...entry, '#messageNo': messageNo } : entry
    if (isNew) base.store.put(REGISTRATIONS, id, numbered)
    if (numberIn(numbered, '#messageNo') <= messageNo) selected.push(numbered)
  }
  touchNode(base, plan, nodeKey, { SentNo: messageNo })
  return selected
    .sort((a, b) => numberIn(a, '#sequence') - numberIn(b, '#sequence'))
    .map((entry) => {
      const set = base.entitySet(textIn(entry, '#set'))
      const identity = identityOf(set, entry) as Row
      return { set, identity, record: base.get(set.name, textIn(entry, '#key')) }
    })
}

/**
 * How many changes may get number N now. No limit, unless a job of the server hands them out in portions; and none at all
 * where a message once read is not added to.
 */
function roomFor(
  { faults }: Infobase,
  registered: readonly (readonly [string, StoredRecord])[],
  messageNo: number,
): number {
  const numbered = registered.filter(([, entry]) => entry['#messageNo'] !== null)
  const isReadAgain = numbered.some(([, entry]) => entry['#messageNo'] === messageNo)
  if (isReadAgain && !faults.cumulativeRereading) return 0
  return faults.packagePortion === null ? Number.POSITIVE_INFINITY : faults.packagePortion - numbered.length
}

/** Forgets every registration sent in message N or before; `ReceivedNo` of the node becomes N. */
export function notifyChangesReceived(base: Infobase, plan: string, nodeKey: string, messageNo: number): void {
  for (const [id, entry] of registrationsOf(base, nodeKey)) {
    if (entry['#messageNo'] !== null && numberIn(entry, '#messageNo') <= messageNo) base.store.remove(REGISTRATIONS, id)
  }
  touchNode(base, plan, nodeKey, { ReceivedNo: messageNo })
}

/** A node deleted takes its registrations along. */
export function forgetNode(base: Infobase, nodeKey: string): void {
  for (const [id] of registrationsOf(base, nodeKey)) base.store.remove(REGISTRATIONS, id)
}

function touchNode(base: Infobase, plan: string, nodeKey: string, numbers: Record<string, number>): void {
  const node = base.get(plan, nodeKey)
  if (!node) return
  base.store.put(plan, nodeKey, { ...node, ...numbers, DataVersion: nextVersion(textIn(node, 'DataVersion')) })
}
