import type { Attribute, MetadataObject, MetadataTree } from '../../../api/mappings/mapping-contract.ts'
import { attributeTitle, kindTitles, objectTitle, splitName, typeTitle } from './onec-words.ts'

/** One line of the tree of 1C; `id` is its way from the root. */
export interface TreeRow {
  id: string
  depth: number
  title: string
  /** Technical name, or the type of an attribute. */
  note: string
  /** What a click puts into the text; null for a line that only opens. */
  insert: string | null
  canOpen: boolean
  isOpen: boolean
  /** Files that use the object. */
  usedBy: readonly string[]
  kind: 'kind' | 'object' | 'section' | 'attribute' | 'note'
}

export interface TreeState {
  tree: MetadataTree
  open: ReadonlySet<string>
  search: string
  /** Set → files that read it. */
  usedBy: ReadonlyMap<string, readonly string[]>
  /** What is known of an object; undefined while it is on its way. */
  objectOf: (set: string) => MetadataObject | undefined
}

/** References a path may pass, as in the language of mappings. */
const farthest = 3

/** Names of everything in the tree, as OData has them. */
export function setNames(tree: MetadataTree | undefined): ReadonlySet<string> {
  return new Set(tree?.kinds.flatMap(({ kind, names }) => names.map((name) => `${kind}_${name}`)))
}

/** The lines of the tree that are open, in order. */
export function treeRows({ tree, open, search, usedBy, objectOf }: TreeState): TreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return tree.kinds
    .map(({ kind, names }) => ({ kind, names: words.length === 0 ? names : names.filter((name) => fits(name, words)) }))
    .filter(({ names }) => names.length > 0)
    .flatMap(({ kind, names }) => {
      const isOpen = words.length > 0 ? !open.has(`-${kind}`) : open.has(kind)
      const head: TreeRow = {
        id: words.length > 0 ? `-${kind}` : kind,
        depth: 0,
        title: kindTitles[kind] ?? kind,
        note: String(names.length),
        insert: null,
        canOpen: true,
        isOpen,
        usedBy: [],
        kind: 'kind',
      }
      return [head, ...(isOpen ? names.flatMap((name) => objectRows(`${kind}_${name}`)) : [])]
    })

  function objectRows(set: string): TreeRow[] {
    const isOpen = open.has(set)
    const head: TreeRow = {
      id: set,
      depth: 1,
      title: objectTitle(set),
      note: set,
      insert: set,
      canOpen: true,
      isOpen,
      usedBy: usedBy.get(set) ?? [],
      kind: 'object',
    }
    return isOpen ? [head, ...insideRows(set, set, '', 2)] : [head]
  }

  function insideRows(id: string, set: string, path: string, depth: number): TreeRow[] {
    const object = objectOf(set)
    if (!object) return [{ ...blank, id: `${id}/…`, depth, title: 'Загружаем реквизиты…' }]
    const left = farthest - (path.split('.').length - 1)
    return [
      ...object.attributes.flatMap((attribute) => attributeRows(id, path, attribute, depth, left)),
      ...object.sections.flatMap((section) => sectionRows(id, path, section, depth)),
    ]
  }

  function attributeRows(parent: string, path: string, attribute: Attribute, depth: number, left: number): TreeRow[] {
    const { name, target } = attribute
    const id = `${parent}/${name}`
    const canOpen = left > 0 && target !== null && name.endsWith('_Key') && name !== 'Ref_Key'
    const isOpen = canOpen && open.has(id)
    const head: TreeRow = {
      ...blank,
      id,
      depth,
      title: target === null ? attributeTitle(name) : `${attributeTitle(name)} → ${objectTitle(target)}`,
      note: target === null ? typeTitle(attribute) : 'ссылка',
      insert: path + name,
      canOpen,
      isOpen,
      kind: 'attribute',
    }
    if (!isOpen || target === null) return [head]
    const inside = `${path}${name.replace(/_Key$/, '')}.`
    // Beyond a column of a section nothing but attributes can be reached.
    if (!path.includes('[')) return [head, ...insideRows(id, target, inside, depth + 1)]
    const attributes = objectOf(target)?.attributes ?? []
    return [head, ...attributes.flatMap((one) => attributeRows(id, inside, one, depth + 1, 0))]
  }

  function sectionRows(
    parent: string,
    path: string,
    { name, attributes }: MetadataObject['sections'][number],
    depth: number,
  ): TreeRow[] {
    const id = `${parent}/${name}`
    const isOpen = open.has(id)
    const head: TreeRow = {
      ...blank,
      id,
      depth,
      title: splitName(name),
      note: 'табличная часть',
      insert: path + name,
      canOpen: true,
      isOpen,
      kind: 'section',
    }
    if (!isOpen) return [head]
    // One reference in a path: either to the object of the section or to the object of the column.
    const left = path === '' ? 1 : 0
    const columns = attributes.flatMap((column) => attributeRows(id, `${path}${name}[].`, column, depth + 1, left))
    return [head, ...columns]
  }
}

const blank = {
  note: '',
  insert: null,
  canOpen: false,
  isOpen: false,
  usedBy: [],
  kind: 'note',
} as const satisfies Partial<TreeRow>

/** Every word of the search begins somewhere in the name, technical or in words. */
function fits(name: string, words: readonly string[]): boolean {
  const plain = name.toLowerCase()
  const title = splitName(name).toLowerCase()
  return words.every((word) => plain.includes(word) || title.includes(word))
}
