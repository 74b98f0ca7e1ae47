import { parseDocument } from 'yaml'
import type { Hub } from '../../context.ts'
import { compileMappings, type Mapping } from '../../mapping/index.ts'
import type { Finding } from '../../mapping/lint/finding.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type FieldPlace, fieldPlaces } from './field-places.ts'
import { cellReader, type PreviewCell, type ReadCells } from './read-cells.ts'
import type { Sample } from './samples.ts'

export interface PreviewRecord {
  /** The record is not the mapping's business (`only`, `when`). */
  skipped: { before: boolean; after: boolean }
  /** By field; null on a side that has no usable mapping. */
  cells: Record<string, { before: PreviewCell | null; after: PreviewCell | null; changed: boolean }>
}

export interface MappingPreview {
  findings: readonly Finding[]
  places: readonly FieldPlace[]
  /** The edited mapping; with errors in fields the rest of it, null when it cannot be used at all. */
  mapping: Mapping | null
  records: PreviewRecord[]
}

type Part = Pick<Hub, 'mappings'> & { config: { onec: { timezone: string } } }

/**
 * What an edited mapping file makes of some records beside what the one in use makes of them. Touches nothing and asks
 * nobody: names are compared with the `$metadata` at hand. A field with an error does not hide what the others give.
 */
export function previewMapping(
  hub: Part,
  { file, text, sample }: { file: string; text: string; sample: Pick<Sample, 'set' | 'records'> | null },
): MappingPreview {
  const context = { timezone: hub.config.onec.timezone }
  const { findings, places, used, mapping, broken } = readEdited(hub, file, text)
  // Of another object the one in use can say nothing.
  const isComparable = mapping === null || mapping.spec.from.set === used?.spec.from.set
  const before = used && isComparable ? cellReader(used.spec, context) : null
  const after = mapping && withErrors(cellReader(mapping.spec, context), broken)
  // Records of one object are none of another's: others are on their way.
  const isFit = sample !== null && (mapping === null || mapping.spec.from.set === sample.set)
  return { findings, places, mapping, records: isFit ? sample.records.map((one) => compare(one, before, after)) : [] }
}

/** As much of an edited text as can be used, and what is in use instead of it now. */
export function readEdited(hub: Part, file: string, text: string) {
  const places = fieldPlaces(text)
  const used = hub.mappings.all.find((one) => one.file === file) ?? null
  const { findings, mapping } = compileEdited(hub, file, text)
  const broken = brokenFields(findings, places)
  const usable = mapping ?? restOf(text, findings, [...broken.keys()], used, hub.config.onec.timezone)
  return { findings, places, used, mapping: usable, broken }
}

/** Compiles one file beside the others: where their entities live, and what they describe already, makes findings of it. */
function compileEdited(hub: Part, file: string, text: string) {
  const mappings = hub.mappings.compile({ ...hub.mappings.files, [file]: text })
  return {
    findings: mappings.findings.filter((finding) => finding.file === file),
    mapping: mappings.all.find((one) => one.file === file) ?? null,
  }
}

/** Fields with an error, each with the first of them. */
function brokenFields(findings: readonly Finding[], places: readonly FieldPlace[]): Map<string, string> {
  const broken = new Map<string, string>()
  for (const finding of findings) {
    const field = fieldOf(finding, places)
    if (field !== null && !broken.has(field)) broken.set(field, finding.text)
  }
  return broken
}

/** The field an error is in; null for one elsewhere, and for a warning. */
function fieldOf({ level, line }: Finding, places: readonly FieldPlace[]): string | null {
  if (level !== 'error') return null
  return places.find((place) => line >= place.line && line <= place.lastLine)?.name ?? null
}

/**
 * The mapping as far as records can be read by it. One that only leans on names 1C does not have is whole all the same; where
 * a field cannot be understood, the one in use stands in for it.
 */
function restOf(
  text: string,
  findings: readonly Finding[],
  broken: readonly string[],
  used: Mapping | null,
  timezone: string,
): Mapping | null {
  if (findings.some(({ code }) => code === 'unknown-set')) return null
  const whole = compileMappings([{ name: 'whole', text }], { timezone }).all[0]
  if (whole || broken.length === 0) return whole ?? null
  const document = parseDocument(text, { uniqueKeys: false })
  for (const field of broken) {
    const known = used?.spec.fields[field]
    if (known === undefined) document.deleteIn(['fields', field])
    else document.setIn(['fields', field], document.createNode(known))
  }
  return compileMappings([{ name: 'rest', text: document.toString() }], { timezone }).all[0] ?? null
}

function withErrors(read: ReadCells, errors: ReadonlyMap<string, string>): ReadCells {
  if (errors.size === 0) return read
  return (record) => {
    const cells = read(record)
    if (cells) for (const [field, error] of errors) cells[field] = { value: null, error }
    return cells
  }
}

function compare(record: RawRecord, before: ReadCells | null, after: ReadCells | null): PreviewRecord {
  const was = before?.(record) ?? null
  const willBe = after?.(record) ?? null
  const fields = new Set([...Object.keys(was ?? {}), ...Object.keys(willBe ?? {})])
  return {
    skipped: { before: before !== null && was === null, after: after !== null && willBe === null },
    cells: Object.fromEntries(
      Array.from(fields, (field) => {
        const pair = { before: was?.[field] ?? null, after: willBe?.[field] ?? null }
        const changed = was !== null && willBe !== null && JSON.stringify(pair.before) !== JSON.stringify(pair.after)
        return [field, { ...pair, changed }]
      }),
    ),
  }
}
