import type { z } from 'zod'
import type { Hub } from '../../../context.ts'
import { describeError } from '../../../errors.ts'
import { type PreviewRecord, previewMapping, readEdited } from '../../../flows/mappings/preview.ts'
import { readSample, recordTitle, sourceKey } from '../../../flows/mappings/samples.ts'
import type { Preview, PreviewInput, Samples, SamplesInput } from './mapping-contract.ts'
import { refNames } from './ref-names.ts'

/** Reads records to try a text on; what stands in the way is a reason, not a failure: the page goes on without them. */
export async function samplesView(
  hub: Hub,
  { file, text, skip, find }: z.infer<typeof SamplesInput>,
): Promise<Samples> {
  const nothing = (reason: string): Samples => ({
    id: null,
    reason,
    at: hub.now().toISOString(),
    records: [],
    more: false,
  })
  // A text that cannot be used yet is tried on what the mapping in use reads.
  const edited = readEdited(hub, file, text)
  const mapping = edited.mapping ?? edited.used
  if (!mapping) return nothing('Записей нет: из текста пока не понять, откуда их читать.')
  try {
    const { id, at, records, more } = await readSample(hub, mapping, skip, find)
    if (records.length === 0) return nothing(find ? `В 1С не нашлось «${find}».` : 'В 1С таких записей нет.')
    return { id, reason: null, at, more, records: records.map((raw) => ({ title: recordTitle(raw), raw })) }
  } catch (error) {
    return nothing(`Записи не прочитаны: ${describeError(error)}`)
  }
}

export async function previewView(
  hub: Hub,
  { file, text, sample: id }: z.infer<typeof PreviewInput>,
): Promise<Preview> {
  const began = performance.now()
  const sample = id === null ? null : hub.samples.get(id)
  const { findings, places, mapping, records } = previewMapping(hub, { file, text, sample })
  const { source } = mapping ?? {}
  const entity = (mapping ?? hub.mappings.all.find((one) => one.file === file))?.entity
  return {
    findings: findings
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map(({ line, column, endLine, endColumn, level, code, text: words }) => ({
        line,
        column,
        endLine,
        endColumn,
        level,
        code,
        text: words,
      })),
    entity: mapping?.entity ?? null,
    set: source?.kind === 'set' || source?.kind === 'table' ? source.set : null,
    table: source?.kind === 'table' ? source.table : null,
    fields: [...places],
    source: mapping && sourceKey(mapping),
    gone: id !== null && sample === null,
    records,
    names: entity ? await refNames(hub, entity, cellsOf(records)) : {},
    ms: Math.round(performance.now() - began),
  }
}

function* cellsOf(records: readonly PreviewRecord[]): Generator<[field: string, value: unknown]> {
  for (const { cells } of records) {
    for (const [field, { before, after }] of Object.entries(cells)) {
      yield [field, before?.value]
      yield [field, after?.value]
    }
  }
}
