import type { SaxesTagNS } from 'saxes'
import type { RawRecord, RawValue } from '../../model/raw.ts'
import { attribute } from './xml.ts'

const metadata = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'

/** A property, or a row of a collection, being read. */
interface Frame {
  name: string
  isNull: boolean
  isRow: boolean
  rows: RawRecord[] | null
  columns: RawRecord | null
  text: string
}

/**
 * Reads the inside of `m:properties`: `begin` at its start tag; `close` gives the record at its end tag, null before.
 *
 * The record is the one the JSON of the same object gives, with scalars as text: an empty element is '', `m:null` is
 * null, a collection is an array of rows, an object among the properties a record (1c-odata §5, §9).
 */
export function propertyReader() {
  let stack: Frame[] = []
  return {
    get active() {
      return stack.length > 0
    },
    begin() {
      stack = [{ name: '', isNull: false, isRow: false, rows: null, columns: {}, text: '' }]
    },
    open(tag: SaxesTagNS) {
      const parent = stack.at(-1)
      const type = attribute(tag, 'type', metadata) ?? ''
      const isRow =
        parent !== undefined && (parent.rows !== null || (tag.local === 'element' && stack.length > 1 && !parent.isRow))
      stack.push({
        name: tag.local,
        isNull: attribute(tag, 'null', metadata) === 'true',
        isRow,
        rows: type.startsWith('Collection(') ? [] : null,
        columns: null,
        text: '',
      })
    },
    text(text: string) {
      const frame = stack.at(-1)
      if (frame) frame.text += text
    },
    close(): RawRecord | null {
      const frame = stack.pop()
      const parent = stack.at(-1)
      if (!frame) return null
      if (!parent) return frame.columns ?? {}
      if (frame.isRow) {
        parent.rows ??= []
        parent.rows.push(frame.columns ?? (frame.text.trim() === '' ? {} : { Value: frame.text }))
      } else {
        parent.columns ??= {}
        parent.columns[frame.name] = fieldOf(frame)
      }
      return null
    },
  }
}

function fieldOf({ isNull, rows, columns, text }: Frame): RawValue {
  if (isNull) return null
  if (rows) return rows
  return columns ?? text
}
