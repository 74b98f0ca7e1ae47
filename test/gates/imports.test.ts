import { describe, expect, it } from 'vitest'
import { findCircles } from './circles.ts'
import { checkImports, importsOf } from './import-rules.ts'
import { asLines, findAll, readFiles } from './source-files.ts'

const sources = readFiles('src')
const longestFile = 400
const onecName =
  /(Catalog|Document|InformationRegister|AccumulationRegister|ExchangePlan|Constant|Task|BusinessProcess)_[А-Яа-яЁё]+/

describe('the sources', () => {
  it('import only what their part may, and only what exists', () => {
    expect(sources.size).toBeGreaterThan(0)
    expect(asLines(checkImports(sources))).toEqual([])
  })

  it('lead nowhere back to themselves', () => {
    expect(findCircles(sources)).toEqual([])
  })

  it('hold no file so long that nobody reads it whole', () => {
    const code = [...sources].filter(([file]) => /\.tsx?$/.test(file))
    const long = code.filter(([, text]) => text.split('\n').length - 1 > longestFile).map(([file]) => file)
    expect(long).toEqual([])
  })

  it('name objects of 1C only in the twin, because mappings/ and config/ are the place for these names', () => {
    const ours = [...sources].filter(([file]) => !file.startsWith('src/twin/'))
    expect(asLines(ours.flatMap(([file, text]) => findAll(file, text, onecName, (name) => name)))).toEqual([])
  })
})

describe('the import check', () => {
  const check = (files: Record<string, string>) => asLines(checkImports(new Map(Object.entries(files))))
  const world = {
    'src/main.ts': '',
    'src/context.ts': '',
    'src/errors.ts': '',
    'src/model/unit.ts': '',
    'src/store/open.ts': '',
    'src/flows/index.ts': '',
    'src/jobs/engine.ts': '',
    'src/http/server.ts': '',
    'src/connectors/onec/source.ts': '',
    'src/connectors/sms/sink.ts': '',
    'src/connectors/sms/sms-config.ts': '',
    'src/web/api/contract.ts': '',
    'src/web/api/routes.ts': '',
    'src/web/client/main.tsx': '',
    'src/twin/main.ts': '',
  }
  const forbidden: [file: string, text: string, found: string][] = [
    ['src/model/deal.ts', "import { x } from '../errors.ts'", 'model may not import errors (src/errors.ts)'],
    ['src/model/deal.ts', "import { readFile } from 'node:fs'", 'model may not import node:fs'],
    ['src/mapping/apply.ts', "import axios from 'axios'", 'mapping may not import axios'],
    [
      'src/connectors/onec/sink.ts',
      "import { send } from '../sms/sink.ts'",
      'connectors/onec may not import connectors/sms (src/connectors/sms/sink.ts)',
    ],
    ['src/store/units.ts', "export * from '../flows/index.ts'", 'store may not import flows (src/flows/index.ts)'],
    [
      'src/flows/pull.ts',
      "const source = await import('../connectors/onec/source.ts')",
      'flows may not import connectors/onec (src/connectors/onec/source.ts)',
    ],
    ['src/flows/pull.ts', "import '../http/server.ts'", 'flows may not import http (src/http/server.ts)'],
    [
      'src/flows/pull.ts',
      "import { createContext } from '../context.ts'",
      'flows may import context with "import type" only (src/context.ts)',
    ],
    [
      'src/http/hooks.ts',
      "import { read } from '../connectors/onec/source.ts'",
      'http may not import connectors/onec (src/connectors/onec/source.ts)',
    ],
    ['src/http/hooks.ts', "import { main } from '../main.ts'", 'http may not import root (src/main.ts)'],
    [
      'src/web/client/page.tsx',
      "import { routes } from '../api/routes.ts'",
      'web/client may not import web (src/web/api/routes.ts)',
    ],
    ['src/cli.ts', "import('./twin/main.ts')", 'root may not import twin (src/twin/main.ts)'],
    ['src/twin/world.ts', "import { Unit } from '../model/unit.ts'", 'twin may not import model (src/model/unit.ts)'],
    [
      'src/settings.ts',
      "import { send } from './connectors/sms/sink.ts'",
      'config may not import connectors/sms (src/connectors/sms/sink.ts)',
    ],
    ['src/flows/pull.ts', "import { gone } from './gone.ts'", 'imports src/flows/gone.ts, which does not exist'],
    ['src/flows/pull.ts', "import { world } from '../../test/world.ts'", 'imports test/world.ts, which is outside src'],
    ['src/stray/file.ts', '', 'belongs to no part; give it a row in test/gates/import-rules.ts'],
  ]

  it.each(forbidden)('in %s objects to %s', (file, text, found) => {
    expect(check({ ...world, [file]: text })).toEqual([`${file}:1 ${found}`])
  })

  const allowed: [file: string, text: string][] = [
    ['src/context.ts', "import { send } from './connectors/sms/sink.ts'"],
    ['src/flows/pull.ts', "import type { Hub } from '../context.ts'"],
    ['src/store/jobs.ts', "import type { JobState } from '../jobs/engine.ts'"],
    ['src/settings.ts', "import { SmsConfig } from './connectors/sms/sms-config.ts'"],
    ['src/http/hooks.ts', "import { flows } from '../flows/index.ts'"],
    ['src/web/client/page.tsx', "import { Me } from '../api/contract.ts'"],
    ['src/connectors/onec/sink.ts', "import { read } from './source.ts'"],
  ]

  it.each(allowed)('in %s accepts %s', (file, text) => {
    expect(check({ ...world, [file]: text })).toEqual([])
  })

  it('names the line of an import that spans several', () => {
    const text = "import { a } from 'zod'\n\nimport {\n  b,\n  type C,\n} from '../errors.ts'\n"
    expect(check({ ...world, 'src/model/deal.ts': text })).toEqual([
      'src/model/deal.ts:6 model may not import errors (src/errors.ts)',
    ])
  })

  it('does not take words of a text or a comment for an import', () => {
    const text =
      "/** import { a } from './a.ts' */\nconst line = 'taken from ' + \"elsewhere\"\nexport const b = line\n"
    expect(importsOf(text)).toEqual([])
  })
})

describe('the search for circles', () => {
  const circles = (files: Record<string, string>) => findCircles(new Map(Object.entries(files)))

  it('names every file on the way round, once', () => {
    const files = {
      'src/main.ts': "import './a.ts'",
      'src/a.ts': "import { b } from './parts/b.ts'",
      'src/parts/b.ts': "export * from './c.ts'",
      'src/parts/c.ts': "const { a } = await import('../a.ts')",
    }
    expect(circles(files)).toEqual(['src/a.ts → src/parts/b.ts → src/parts/c.ts → src/a.ts'])
  })

  it('finds a file that imports itself', () => {
    expect(circles({ 'src/a.ts': "import { a } from './a.ts'" })).toEqual(['src/a.ts → src/a.ts'])
  })

  it('lets two roads meet in one file', () => {
    const files = {
      'src/a.ts': "import './b.ts'\nimport './c.ts'",
      'src/b.ts': "import './d.ts'",
      'src/c.ts': "import './d.ts'",
      'src/d.ts': '',
    }
    expect(circles(files)).toEqual([])
  })

  it('leaves types out, which nothing loads', () => {
    const files = { 'src/a.ts': "import { b } from './b.ts'", 'src/b.ts': "import type { A } from './a.ts'" }
    expect(circles(files)).toEqual([])
  })
})
