import type { SaxesTagNS } from 'saxes'
import type { RawRecord } from '../../model/raw.ts'
import { propertyReader } from './atom-properties.ts'
import { tombstoneOf } from './tombstone.ts'
import { attribute, readXml, type XmlReader } from './xml.ts'

/**
 * One registered change (1c-odata §14): an object with all its sections (or one row of an independent register), the
 * whole record set of one recorder (empty when it was cleared), or a physical deletion.
 */
export type Change =
  | { kind: 'upsert'; set: string; raw: RawRecord }
  | { kind: 'record-set'; set: string; recorder: string; recorderType: string | null; rows: RawRecord[] }
  | Deleted

/**
 * `ref` is the GUID of an object in lower case; for a register, whose rows have none, its key as 1C wrote it. No real
 * tombstone was ever recorded (1c-odata §20), so a set that cannot be told from it is null rather than a guess.
 */
export interface Deleted {
  kind: 'deleted'
  set: string | null
  ref: string
}

const atom = 'http://www.w3.org/2005/Atom'
const tombstones = 'http://purl.org/atompub/tombstones/1.0'
const metadata = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'

/**
 * Reads a feed or a single entry as it arrives; scalars stay text. Names are told by namespace, never by prefix. Throws
 * when the document is malformed, ends too early or is no Atom at all.
 */
export function readAtom(chunks: AsyncIterable<string>): AsyncGenerator<Change> {
  return readXml(chunks, changeReader())
}

interface Item {
  deleted: boolean
  id: string
  type: string | null
  properties: RawRecord | null
  /** Objects of expanded references, by the reference. */
  expanded: RawRecord
}

function changeReader(): XmlReader<Change> {
  let ready: Change[] = []
  let item: Item | null = null
  /** Entries around this one: an expanded object stands inside the link to it (1c-odata §9). */
  const around: { item: Item; link: string }[] = []
  let link = ''
  let inId = false
  let begun = false
  const properties = propertyReader()

  return {
    open(tag) {
      if (properties.active) return properties.open(tag)
      if (!begun && !isRoot(tag)) throw new Error(`<${tag.name}> is not the root of an Atom document`)
      begun = true
      if (tag.uri === metadata && tag.local === 'properties') return properties.begin()
      if (isItem(tag)) {
        if (item) around.push({ item, link })
        const id = attribute(tag, 'ref') ?? attribute(tag, 'ref', tombstones) ?? ''
        item = { deleted: tag.uri === tombstones, id, type: null, properties: null, expanded: {} }
        return
      }
      if (item === null) return
      if (tag.local === 'link') link = attribute(tag, 'title') ?? ''
      if (tag.local === 'id' || tag.local === 'ref') inId = item.id === ''
      if (tag.local === 'category') item.type ??= attribute(tag, 'term')
    },
    text(text) {
      if (properties.active) properties.text(text)
      else if (inId && item) item.id += text
    },
    close(tag) {
      if (properties.active) {
        const record = properties.close()
        if (record && item) item.properties = record
        return
      }
      inId = false
      if (item === null || !isItem(tag)) return
      const outer = around.pop()
      if (outer) outer.item.expanded[outer.link] = { ...item.properties, ...item.expanded }
      else ready.push(changeOf(item))
      item = outer?.item ?? null
    },
    take() {
      const taken = ready
      ready = []
      return taken
    },
  }
}

function isRoot(tag: SaxesTagNS): boolean {
  return tag.uri === atom && (tag.local === 'feed' || tag.local === 'entry')
}

function isItem(tag: SaxesTagNS): boolean {
  return (tag.uri === atom && tag.local === 'entry') || (tag.uri === tombstones && tag.local === 'deleted-entry')
}

function changeOf({ deleted, id, type, properties, expanded }: Item): Change {
  const told = type === null ? null : localName(type)
  if (deleted) return tombstoneOf(id, told)
  const set = told ?? tombstoneOf(id, null).set
  if (set === null || properties === null) throw new Error(`entry «${id.trim()}» has no type or no properties`)
  const { RecordSet: rows } = properties
  const recorder = properties.Recorder_Key ?? properties.Recorder
  if (!Array.isArray(rows) || typeof recorder !== 'string')
    return { kind: 'upsert', set, raw: { ...properties, ...expanded } }
  const { Recorder_Type: recorderType } = properties
  return {
    kind: 'record-set',
    set,
    recorder,
    recorderType: typeof recorderType === 'string' ? localName(recorderType) : null,
    rows,
  }
}

/** `StandardODATA.Document_X` → `Document_X`. */
function localName(type: string): string {
  return type.slice(type.indexOf('.') + 1)
}
