import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import {
  attributeOption,
  conditionOption,
  converterOptions,
  entityOptions,
  keyOption,
  ownValues,
  referenceOption,
  sectionOption,
  setOptions,
  wordOptions,
} from './completion-options.ts'
import { type CursorPlace, placeAt } from './cursor-place.ts'
import { attributeAt, followPath } from './field-source.ts'
import { entityOf, fieldOf, type Known, registersIn, setOf, withRegisters } from './known.ts'
import { wordsAt, wordValues } from './language-words.ts'
import { attributeTitle, splitName } from './onec-words.ts'

/** Offers what fits at the cursor: words of the language, fields of the model, names of 1C. */
export function completeMapping(known: () => Known) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const place = placeAt(text, context.pos)
    const isIdle = isExpression(place) ? chainOf(place.typed) === '' : place.typed === ''
    if (!context.explicit && isIdle && !isAfterOpening(text, context.pos)) return null
    const found = await optionsAt(place, text, withRegisters(known(), text))
    if (!found || found.options.length === 0) return null
    return { from: place.from + found.skip, options: found.options, validFor: /^[\p{L}\p{N}_]*$/u }
  }
}

/** After a colon, a dot or an opening bracket something is expected, though nothing is typed yet. */
const isAfterOpening = (text: string, offset: number): boolean =>
  /[:.[{,]\s?$/.test(text.slice(Math.max(0, offset - 2), offset))

interface Found {
  options: Completion[]
  /** Letters of what is typed that stay as they are. */
  skip: number
}

async function optionsAt(place: CursorPlace, text: string, known: Known): Promise<Found | null> {
  const { path, key } = place
  if (key === null) return keysAt(path, text, known)
  const [section, field, part] = path
  if (section === 'from' && key === 'set') return whole(setOptions(known.tree))
  if (section === undefined && key === 'to') return whole(entityOptions(known.model))
  if (section === 'from' && field === 'registers')
    return registerOptions(place, registersIn(text).get(part ?? ''), known)
  if (section === 'from' && key === 'order') return pathOptions(place, setOf(text, known), known, true)
  if (isExpression(place)) return expressionOptions(place.typed, setOf(text, known), known)
  if (section === 'from' && path[1] === 'only') return null
  const values = wordValues[key]
  if (values && (section === 'from' || section === 'into' || path.length === 2))
    return whole(wordOptions(values, 'constant'))
  if (section !== 'fields') return null
  if (key === 'as') return whole(converterOptions(known.model))
  if (key === 'type' && path.length === 2) return whole(setOptions(known.tree))
  if (field === undefined || (path.length === 2 && pathWords.has(key))) {
    const isRows = key === 'rows'
    return pathOptions(place, setOf(text, known), known, false, isRows)
  }
  if (part === 'fields') return columnOptions(field, text, known)
  const kind = fieldOf(known, text, field)
  if (part === 'values' || key === 'default') return whole(ownValues(kind))
  if (part === 'back') return whole(await theirValues(field, text, known))
  return null
}

/** Dimensions of a register beside the objects, and names for the condition on them. */
async function registerOptions(place: CursorPlace, register: string | undefined, known: Known): Promise<Found | null> {
  if (register === undefined) return null
  return place.key === 'by'
    ? pathOptions(place, register, known, true)
    : expressionOptions(place.typed, register, known)
}

/** Whether what is being written is a formula or a condition, in which names of attributes stand among other words. */
function isExpression({ path: [section], key }: CursorPlace): boolean {
  if (key === 'when') return section === undefined || section === 'fields'
  return (section === 'fields' && key === 'compute') || (section === 'from' && key === 'filter') || section === 'lookup'
}

/** The name with its dots that an expression ends with so far. */
const chainOf = (typed: string): string => /[\p{L}\p{N}_.]*$/u.exec(typed)?.[0] ?? ''

async function expressionOptions(typed: string, set: string, known: Known): Promise<Found | null> {
  const chain = chainOf(typed)
  const next = await followPath(chain, set, known.objectOf)
  if (!next) return null
  const options = [...next.attributes.map(attributeOption), ...next.attributes.flatMap(referenceOption)]
  return { options, skip: typed.length - chain.length + next.from }
}

const pathWords: ReadonlySet<string> = new Set(['path', 'orElse', 'rows'])
const whole = (options: Completion[]): Found => ({ options, skip: 0 })

async function keysAt(path: readonly string[], text: string, known: Known): Promise<Found | null> {
  const [section, field, part] = path
  if (section === 'fields' && path.length === 1) return whole(unmappedFields(known, text))
  if (section === 'fields' && field !== undefined && part === 'fields') {
    const columns = fieldOf(known, text, field)?.fields ?? []
    return whole(columns.map((column) => keyOption(column.name, `${column.title}, ${column.kind}`)))
  }
  if (section === 'fields' && field !== undefined && part === 'values') {
    const values = await theirValues(field, text, known)
    return whole(values.map(({ label, detail = '' }) => keyOption(label, detail)))
  }
  if (section === 'fields' && field !== undefined && part === 'back')
    return whole(ownValues(fieldOf(known, text, field)).map(({ label, detail = '' }) => keyOption(label, detail)))
  if (section === 'from' && path[1] === 'only') {
    const place = await followPath('', setOf(text, known), known.objectOf)
    return (
      place && whole(place.attributes.map((attribute) => keyOption(attribute.name, attributeTitle(attribute.name))))
    )
  }
  const words = wordsAt(known.model?.words ?? {}, path)
  if (!words) return null
  return whole(Object.entries(words).map(([word, what]) => keyOption(word, what)))
}

function unmappedFields(known: Known, text: string): Completion[] {
  const mapped = new Set(known.preview?.fields.map(({ name }) => name))
  return entityOf(known, text)
    .filter(({ name }) => !mapped.has(name))
    .map((field) => ({
      ...keyOption(field.name, `${field.title}, ${field.kind}`),
      type: 'property',
      // What an entity cannot do without comes first.
      boost: field.required ? 1 : 0,
    }))
}

/** Attributes, sections and references that a path may go on with. */
async function pathOptions(
  place: CursorPlace,
  set: string,
  known: Known,
  isPlain: boolean,
  isRows = false,
): Promise<Found | null> {
  const written = isPlain ? place.typed.slice(0, place.typed.lastIndexOf(',') + 1) : ''
  const next = await followPath(isPlain ? '' : place.typed, set, known.objectOf)
  if (!next) return null
  const attributes = isRows ? [] : next.attributes.map(attributeOption)
  if (next.inCondition) return { options: next.attributes.map(({ name }) => conditionOption(name)), skip: next.from }
  const references = isPlain || isRows ? [] : next.attributes.flatMap(referenceOption)
  const sections = isPlain ? [] : next.sections.map(({ name }) => sectionOption(name, place, isRows))
  return { options: [...attributes, ...references, ...sections], skip: isPlain ? written.length : next.from }
}

async function columnOptions(field: string, text: string, known: Known): Promise<Found | null> {
  const rows = known.preview?.fields.find(({ name }) => name === field)?.from.replace(/\[.*$/, '')
  const object = await known.objectOf(setOf(text, known))
  const section = object?.sections.find(({ name }) => name === rows)
  return section ? whole(section.attributes.map(attributeOption)) : null
}

/** Members of the enum of 1C that a field is taken from. */
async function theirValues(field: string, text: string, known: Known): Promise<Completion[]> {
  const from = known.preview?.fields.find(({ name }) => name === field)?.from
  const attribute = from === undefined ? null : await attributeAt(from, setOf(text, known), known.objectOf)
  return (attribute?.values ?? []).map((value) => ({ label: value, detail: splitName(value), type: 'enum' }))
}
