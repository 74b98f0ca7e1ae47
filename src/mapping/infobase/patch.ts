import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { type EntityName, entities } from '../../model/index.ts'
import { fieldKinds } from '../field-kind.ts'
import type { Change } from './change.ts'
import { isStruck } from './judge.ts'
import type { Mention } from './mentions.ts'

export interface Patch {
  /** The whole text with the proposal in it; the same text when there is nothing to propose. */
  text: string
  /** What a person has to decide, in Russian. */
  notes: string[]
}

interface Edit {
  start: number
  end: number
  text: string
}

/** What one of the model's values a new value of 1C seems to mean; null when nobody can tell. */
export type GuessValue = (field: string, member: string) => string | null

/**
 * Proposes how a mapping file follows the changes. Only the words in question are replaced, so that comments and layout stay;
 * what cannot be done in place, or is for a person to decide, is a note.
 */
export function proposePatch(
  text: string,
  mentions: readonly Mention[],
  changes: readonly Change[],
  guess: GuessValue = () => null,
): Patch {
  const edits: Edit[] = []
  const notes: string[] = []
  const gone = new Map<string, Change>()
  for (const change of changes) {
    const struck = mentions.filter((mention) => isStruck(change, mention))
    if (struck.length === 0) continue
    const name = newName(change)
    if (name !== null) replace(text, struck, change, name, edits, notes)
    else if (change.kind === 'added') addMember(text, struck, change, guess, edits, notes)
    else if (change.kind === 'removed') for (const { field } of struck) gone.set(field ?? '', change)
    if (change.kind === 'retyped' || change.kind === 'retargeted')
      notes.push(`«${change.name}»: проверьте, подходит ли полю новый тип.`)
  }
  edits.push(...commentOut(text, gone, notes))
  return { text: applied(text, edits), notes: [...new Set(notes)] }
}

/** What to write instead; null when there is nothing to write. */
function newName({ kind, what, to, replacement }: Change): string | null {
  if (kind === 'renamed' || kind === 'retyped') return to
  if (kind !== 'retired') return null
  return what === 'attribute' ? (replacement ?? to) : to
}

function replace(
  text: string,
  struck: readonly Mention[],
  change: Change,
  name: string,
  edits: Edit[],
  notes: string[],
) {
  if (change.kind === 'retired')
    notes.push(
      change.replacement === null
        ? `«${change.to}» — выведенный из работы реквизит, 1С удалит его совсем. Найдите, где значение хранится теперь.`
        : `«${change.name}» заменён на «${change.replacement}»: проверьте, что значение то же самое.`,
    )
  for (const { at, line } of struck) {
    if (at === null) {
      notes.push(`Строка ${line}: впишите «${name}» вместо «${change.name}» вручную.`)
      continue
    }
    const written = text.slice(at.start, at.end)
    // On the way through a reference its name stands without `_Key`.
    const isShort = change.name.endsWith('_Key') && written === change.name.slice(0, -4)
    edits.push({ start: at.start, end: at.end, text: isShort ? name.replace(/_Key$/, '') : name })
  }
}

function addMember(
  text: string,
  struck: readonly Mention[],
  change: Change,
  guess: GuessValue,
  edits: Edit[],
  notes: string[],
) {
  for (const { at, field, line } of struck) {
    const ours = guess(field ?? '', change.name)
    if (ours === null || at === null) {
      notes.push(`Строка ${line}: решите, чему у поля «${field}» соответствует новое значение «${change.name}».`)
      continue
    }
    const entry = `${change.name}: ${ours}`
    if (text[at.start] === '{') {
      const closing = text.lastIndexOf('}', at.end)
      const start = text.slice(0, closing).trimEnd().length
      edits.push({ start, end: start, text: `, ${entry}` })
    } else {
      const column = at.start - (text.lastIndexOf('\n', at.start - 1) + 1)
      const start = text.slice(0, at.end).trimEnd().length
      edits.push({ start, end: start, text: `\n${' '.repeat(column)}${entry}` })
    }
  }
}

/** Fields whose source is gone become comments where the model can do without them. */
function commentOut(text: string, gone: ReadonlyMap<string, Change>, notes: string[]): Edit[] {
  if (gone.size === 0) return []
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const fields = isMap(contents) ? contents.get('fields', true) : null
  const entity = isMap(contents) ? contents.get('to') : null
  const edits: Edit[] = []
  for (const [field, change] of gone) {
    const pair = isMap(fields) && !fields.flow ? pairOf(fields, field) : undefined
    const range = pair && lineRange(text, pair)
    if (change.what === 'member') notes.push(`Значения «${change.name}» в 1С больше нет: строку с ним можно убрать.`)
    else if (change.what === 'object' || !range || !isOptional(entity, field))
      notes.push(`Замены для «${change.name}» не нашлось: найдите в 1С, где это хранится теперь.`)
    else {
      const [start, end] = range
      const column = text.slice(start).search(/\S/)
      const body = text.slice(start, end).trimEnd().replace(/^/gm, '# ')
      const note = `${' '.repeat(column)}# «${change.name}» исчез из 1С, поле пока не читается.`
      edits.push({ start, end, text: `${note}\n${body}\n` })
    }
  }
  return edits
}

const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name)

/** The whole lines of a field: from the line of its key to the last one of its value. */
function lineRange(text: string, { key, value }: Pair): [number, number] | null {
  const start = isScalar(key) ? key.range?.[0] : undefined
  const end = (value as { range?: [number, number, number] } | null)?.range?.[1]
  if (start === undefined || end === undefined) return null
  // The range of a block takes in the line break and the blank lines behind it.
  const last = start + text.slice(start, end).trimEnd().length
  const next = text.indexOf('\n', last)
  return [text.lastIndexOf('\n', start - 1) + 1, next < 0 ? text.length : next + 1]
}

function isOptional(entity: unknown, field: string): boolean {
  if (typeof entity !== 'string' || !Object.hasOwn(entities, entity)) return false
  const kind = fieldKinds(entity as EntityName)[field]
  return kind !== undefined && (kind.nullable || kind.list || kind.as === 'bool' || kind.as === 'text')
}

function applied(text: string, edits: readonly Edit[]): string {
  let result = text
  let limit = Number.POSITIVE_INFINITY
  for (const { start, end, text: fresh } of [...edits].sort((a, b) => b.start - a.start)) {
    // A field that is commented out as a whole has no words to replace any more.
    if (end > limit) continue
    result = result.slice(0, start) + fresh + result.slice(end)
    limit = start
  }
  return result
}
