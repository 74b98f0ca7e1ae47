import { type Completion, startCompletion } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import type { Attribute, MetadataTree, Model, ModelField } from '../../../api/mappings/mapping-contract.ts'
import type { CursorPlace } from './cursor-place.ts'
import { converterWords } from './language-words.ts'
import { attributeTitle, kindTitles, objectTitle, splitName, typeTitle } from './onec-words.ts'

export const keyOption = (word: string, what: string): Completion => ({
  label: word,
  detail: what,
  type: 'keyword',
  apply: `${word}: `,
})

export const wordOptions = (words: Readonly<Record<string, string>>, type: string): Completion[] =>
  Object.entries(words).map(([label, detail]) => ({ label, detail, type }))

export const entityOptions = (model: Model | undefined): Completion[] =>
  (model?.entities ?? []).map(({ name, title }) => ({ label: name, detail: title, type: 'class' }))

export const converterOptions = (model: Model | undefined): Completion[] =>
  (model?.converters ?? []).map((label) => ({ label, detail: converterWords[label] ?? '', type: 'function' }))

export const ownValues = (kind: ModelField | undefined): Completion[] =>
  (kind?.options ?? []).map(({ value, title }) => ({ label: value, detail: title, type: 'enum' }))

export function setOptions(tree: MetadataTree | undefined): Completion[] {
  return (tree?.kinds ?? []).flatMap(({ kind, names }) =>
    names.map((name) => ({
      label: `${kind}_${name}`,
      detail: `${splitName(name)} · ${kindTitles[kind] ?? kind}`,
      type: 'class',
    })),
  )
}

export function attributeOption(attribute: Attribute): Completion {
  return {
    label: attribute.name,
    detail: [attributeTitle(attribute.name), typeTitle(attribute)].join(' · '),
    type: attribute.target === null ? 'property' : 'variable',
  }
}

/** A step through a reference, after which the attributes of the other object are offered. */
export function referenceOption({ name, target }: Attribute): Completion[] {
  if (target === null || !name.endsWith('_Key') || name === 'Ref_Key') return []
  const step = name.replace(/_Key$/, '')
  return [
    {
      label: `${step}.`,
      detail: `реквизиты «${objectTitle(target)}»`,
      type: 'namespace',
      boost: -1,
      apply: goOn(`${step}.`),
    },
  ]
}

export function sectionOption(name: string, place: CursorPlace, isRows: boolean): Completion {
  const path = isRows ? name : `${name}[].`
  // Brackets inside braces would be read as a list.
  const needsQuotes = place.inFlow && !place.isQuoted && !isRows
  return {
    label: isRows ? name : `${name}[]`,
    detail: `табличная часть «${splitName(name)}»`,
    type: 'interface',
    boost: -1,
    apply: isRows ? path : goOn(needsQuotes ? `"${path}"` : path, needsQuotes ? -1 : 0),
  }
}

export const conditionOption = (name: string): Completion => ({
  label: name,
  detail: attributeTitle(name),
  type: 'property',
  apply: goOn(`${name}=''`, -1),
})

/** Puts in a text, the cursor `back` from its end, and asks for what comes next. */
function goOn(insert: string, back = 0) {
  return (view: EditorView, _completion: Completion, from: number, to: number) => {
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length + back },
      userEvent: 'input.complete',
    })
    startCompletion(view)
  }
}
