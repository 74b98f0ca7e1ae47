import type { EditorView, Tooltip } from '@codemirror/view'
import { placeAt } from './cursor-place.ts'
import { attributeAt } from './field-source.ts'
import { fieldOf, type Known, setOf, withRegisters } from './known.ts'
import { converterWords, wordsAt, wordValues } from './language-words.ts'
import { attributeTitle, kindTitles, objectTitle, typeTitle } from './onec-words.ts'

/** What the word under the pointer means, in Russian. */
export function explainWord(known: () => Known) {
  return async (view: EditorView, pos: number): Promise<Tooltip | null> => {
    const text = view.state.doc.toString()
    const word = wordAround(text, pos)
    if (!word) return null
    const told = await explain(text, word, known())
    if (!told) return null
    return {
      pos: word.from,
      end: word.to,
      above: true,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-explain'
        dom.textContent = told
        return { dom }
      },
    }
  }
}

const letter = /[\p{L}\p{N}_]/u

function wordAround(text: string, pos: number): { from: number; to: number; word: string } | null {
  let from = pos
  let to = pos
  while (from > 0 && letter.test(text[from - 1] ?? '')) from--
  while (to < text.length && letter.test(text[to] ?? '')) to++
  return from === to ? null : { from, to, word: text.slice(from, to) }
}

async function explain(
  text: string,
  { from, to, word }: { from: number; to: number; word: string },
  known: Known,
): Promise<string | null> {
  const isKey = /^["']?\s*:(\s|$)/.test(text.slice(to, to + 4))
  const { path, key, typed } = placeAt(text, to)
  if (isKey) {
    const keyPath = placeAt(text, from).path
    const field = keyPath[0] === 'fields' ? fieldOf(known, text, word) : undefined
    if (field && keyPath.length === 1)
      return `${field.title}: ${field.kind}${field.required ? ', обязательно' : ''}${optionsOf(field.options)}`
    return wordsAt(known.model?.words ?? {}, keyPath)?.[word] ?? null
  }
  if (key === 'as') return converterWords[word] ?? null
  const value = key === null ? undefined : wordValues[key]?.[word]
  if (value !== undefined) return value
  if (key === 'set') return `${objectTitle(word)} · ${kindTitles[word.slice(0, word.indexOf('_'))] ?? 'объект 1С'}`
  if (key === 'to') return known.model?.entities.find(({ name }) => name === word)?.title ?? null
  if (path[0] !== 'fields') return null
  const option = fieldOf(known, text, path[1] ?? '')?.options?.find((one) => one.value === word)
  if (option) return option.title
  const attribute = await attributeAt(typed, setOf(text, known), withRegisters(known, text).objectOf)
  return (
    attribute && `${attributeTitle(attribute.name)}: ${typeTitle(attribute)}${optionsOf(valuesOf(attribute.values))}`
  )
}

const valuesOf = (values: readonly string[] | null) => values?.map((value) => ({ value }))

function optionsOf(options: readonly { value: string }[] | null | undefined): string {
  return options && options.length > 0 ? `. Бывает: ${options.map(({ value }) => value).join(', ')}` : ''
}
