import { posix } from 'node:path'
import { type Finding, lineAt } from './source-files.ts'

/**
 * Who may import whom: the table of the design as data. The first row whose pattern fits a file is its part; a part may
 * always import itself.
 */
interface Part {
  /** Name, or a pattern's `$1` when each folder is a part of its own. */
  name: string
  files: RegExp
  /** Parts it may import; every part but the closed ones when absent. */
  may?: string[]
  /** Parts it may import with `import type` only: for their shapes, never for their code. */
  mayForTypes?: string[]
  /** Single files of any part that it may import besides. */
  mayFiles?: RegExp
  /** Packages and built-in modules it may import; any when absent. */
  packages?: RegExp
}

const shared = ['model', 'errors', 'log']
const work = ['flows', 'jobs', 'inventory', 'reports', 'documents']
const edge = ['http', 'web']
const aboveStore = [...shared, 'config', 'live', 'mapping', 'mappings', 'store']

/** Each part declares the shape of its own settings; only the reader of all settings puts them together. */
const settingsShape = /^src\/(connectors|inventory|flows|reports|documents)\/.*\bconfig\.ts$/

const anyPackage = /^/
const nothing: string[] = []

/** Nobody imports these: they run elsewhere, the one in a process of its own, the other in the browser. */
const closed = ['twin', 'web/client', 'build', 'root']

const parts: Part[] = [
  { name: 'context', files: /^src\/context\.ts$/ },
  { name: 'root', files: /^src\/((main|cli|demo)\.ts$|cli\/)/ },
  { name: 'config', files: /^src\/(config|settings)\.ts$/, may: ['model', 'errors'], mayFiles: settingsShape },
  { name: 'bulk', files: /^src\/bulk\//, may: [...shared, 'connectors/onec', 'mapping', 'flows', 'store'] },
  { name: 'mappings', files: /^src\/mappings\.ts$/, may: ['mapping', 'errors'] },
  { name: 'errors', files: /^src\/errors\.ts$/, may: nothing },
  { name: 'log', files: /^src\/log\.ts$/, may: ['model', 'errors'] },
  { name: 'live', files: /^src\/live\.ts$/, may: nothing },
  { name: 'model', files: /^src\/model\//, may: nothing, packages: /^(zod|libphonenumber-js(\/.+)?)$/ },
  {
    name: 'mapping',
    files: /^src\/mapping\//,
    may: ['model', 'errors'],
    packages: /^(zod|yaml|luxon|@marcbachmann\/cel-js|node:crypto)$/,
  },
  { name: '$1', files: /^src\/(connectors\/[^/]+)\//, may: [...shared, 'connectors'] },
  { name: 'connectors', files: /^src\/connectors\/[^/]+$/, may: shared },
  { name: 'store', files: /^src\/store\//, may: shared, mayForTypes: ['jobs'] },
  {
    name: '$1',
    files: /^src\/(flows|jobs|inventory|reports|documents)\//,
    may: [...aboveStore, ...work, 'connectors'],
    mayForTypes: ['context'],
  },
  { name: 'build', files: /^src\/web\/client\/vite\.config\.ts$/, may: nothing },
  { name: 'web/client', files: /^src\/web\/client\//, may: ['model', 'web/contract'], packages: /^(?!node:)/ },
  { name: 'web/contract', files: /^src\/web\/api\/(.+-)?contract\.ts$/, may: ['model'], packages: /^zod$/ },
  {
    name: '$1',
    files: /^src\/(http|web)\//,
    may: [...aboveStore, ...work, ...edge, 'web/contract'],
    mayForTypes: ['context'],
  },
  { name: 'twin', files: /^src\/twin\//, may: nothing },
]

interface Import {
  specifier: string
  line: number
  typesOnly: boolean
}

const statements = [
  /^[ \t]*(?:import|export)\s+(?<type>type\s+)?[\w$\s{},*]*?\bfrom\s*(['"])(?<specifier>[^'"\n]+)\2/gm,
  /^[ \t]*import\s*(['"])(?<specifier>[^'"\n]+)\1/gm,
  /\bimport\s*\(\s*(['"])(?<specifier>[^'"\n]+)\1/g,
]

/** Everything a TypeScript text imports or re-exports, statically or dynamically. */
export function importsOf(text: string): Import[] {
  return statements.flatMap((statement) =>
    Array.from(text.matchAll(statement), (match) => ({
      specifier: match.groups?.specifier ?? '',
      line: lineAt(text, match.index + match[0].length),
      typesOnly: match.groups?.type !== undefined,
    })),
  )
}

/**
 * Every import that the table forbids or that leads nowhere. `files` maps the path of each file under src/, from the
 * project's root, to its text.
 */
export function checkImports(files: ReadonlyMap<string, string>): Finding[] {
  const sources = [...files].filter(([file]) => /\.tsx?$/.test(file))
  return sources.flatMap(([file, text]) => {
    const own = partOf(file)
    if (!own) return [{ file, line: 1, what: 'belongs to no part; give it a row in test/gates/import-rules.ts' }]
    return importsOf(text).flatMap((each) => {
      const what = objection(file, own, each, files)
      return what ? [{ file, line: each.line, what }] : []
    })
  })
}

function objection(file: string, own: Part, each: Import, files: ReadonlyMap<string, string>): string | null {
  if (!each.specifier.startsWith('.')) {
    const { packages = anyPackage } = own
    return packages.test(each.specifier) ? null : `${own.name} may not import ${each.specifier}`
  }
  const target = posix.join(posix.dirname(file), each.specifier.replace(/\?.*$/, ''))
  if (!target.startsWith('src/')) return `imports ${target}, which is outside src`
  if (!files.has(target)) return `imports ${target}, which does not exist`
  const other = partOf(target)
  if (!other || other.name === own.name || mayImport(own, other.name) || own.mayFiles?.test(target)) return null
  if (own.mayForTypes?.includes(other.name)) {
    return each.typesOnly ? null : `${own.name} may import ${other.name} with "import type" only (${target})`
  }
  return `${own.name} may not import ${other.name} (${target})`
}

function mayImport(own: Part, other: string): boolean {
  return own.may ? own.may.includes(other) : !closed.includes(other)
}

function partOf(file: string): Part | undefined {
  const part = parts.find(({ files }) => files.test(file))
  return part && { ...part, name: part.name.replace('$1', part.files.exec(file)?.[1] ?? '') }
}
