import { posix } from 'node:path'
import { importsOf } from './import-rules.ts'

/**
 * Groups of files that lead back to themselves by their imports, each as `a → b → a`. `import type` does not count: it is gone
 * before anything runs, and two files may well speak of each other's shapes. `files` maps the path of each file to its text.
 */
export function findCircles(files: ReadonlyMap<string, string>): string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const follow = (file: string, road: readonly string[]): void => {
    const start = road.indexOf(file)
    if (start >= 0) circles.push([...road.slice(start), file].join(' → '))
    if (start >= 0 || done.has(file)) return
    for (const next of loadedBy(file, files)) follow(next, [...road, file])
    done.add(file)
  }
  for (const file of files.keys()) follow(file, [])
  return circles
}

function loadedBy(file: string, files: ReadonlyMap<string, string>): string[] {
  if (!/\.tsx?$/.test(file)) return []
  return importsOf(files.get(file) ?? '').flatMap(({ specifier, typesOnly }) => {
    const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
    return specifier.startsWith('.') && !typesOnly && files.has(target) ? [target] : []
  })
}
