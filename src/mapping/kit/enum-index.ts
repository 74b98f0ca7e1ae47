import type { InfobaseShape } from '../infobase/shape.ts'
import { marksOf } from '../resemble.ts'

interface Member {
  title: string
  member: string
}

interface Index {
  enums: Map<string, string[]>
  members: Map<string, Member[]>
}

const indexes = new WeakMap<InfobaseShape['enums'], Index>()

/** A large configuration has thousands of enumerations: only those with a word in common are worth comparing. */
function indexOf(enums: InfobaseShape['enums']): Index {
  const known = indexes.get(enums)
  if (known) return known
  const index: Index = { enums: new Map(), members: new Map() }
  for (const [title, members] of Object.entries(enums)) {
    for (const mark of marksOf(title)) put(index.enums, mark, title)
    for (const member of members) for (const mark of marksOf(member)) put(index.members, mark, { title, member })
  }
  indexes.set(enums, index)
  return index
}

function put<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

/** Titles of enumerations that have a word, or a meaning, in common with a name. */
export function enumsLike({ enums }: InfobaseShape, name: string): string[] {
  const index = indexOf(enums)
  return [...new Set(marksOf(name).flatMap((mark) => index.enums.get(mark) ?? []))]
}

/** Values of enumerations that have a word, or a meaning, in common with a name. */
export function membersLike({ enums }: InfobaseShape, name: string): Member[] {
  const index = indexOf(enums)
  return [...new Set(marksOf(name).flatMap((mark) => index.members.get(mark) ?? []))]
}
