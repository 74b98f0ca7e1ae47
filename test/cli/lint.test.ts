import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import axios from 'axios'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatFinding } from '../../src/cli/format-finding.ts'
import { schemaText } from '../../src/cli/print-schema.ts'
import type { Finding } from '../../src/mapping/lint/finding.ts'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { asRealOnec, runCommand } from '../hub-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-lint-'))
const mappings = join(folder, 'mappings')
const saved = join(folder, 'metadata.xml')
let twin: Twin

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../mappings'), mappings, { recursive: true })
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  const { data } = await axios.get(`${twin.address}/realtor/odata/standard.odata/$metadata`, {
    auth: { username: 'exchange', password: 'exchange' },
    proxy: false,
    responseType: 'text',
  })
  writeFileSync(saved, data)
  writeFileSync(`${saved}.gz`, gzipSync(data))
}, 60_000)
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

const lint = (...args: string[]) => runCommand(folder, { HUB_MAPPINGS: mappings }, 'lint', ...args)

/** Changes one mapping file for the time of a test. */
async function whileChanged<T>(file: string, from: string, to: string, work: () => Promise<T>): Promise<T> {
  const path = join(mappings, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  try {
    return await work()
  } finally {
    writeFileSync(path, text)
  }
}

test('the mappings of the distribution fit the saved description of the demo base', async () => {
  const { code, output } = await lint('--metadata', saved)
  expect(output).toBe('Соответствий в работе: 11, ошибок: 0, замечаний: 0\n')
  expect(code).toBe(0)
})

test('a name 1C does not have is shown in its line, with exit code 1; packed or live, the findings are the same', async () => {
  await whileChanged('client.yaml', 'path: Description', 'path: Descripton', async () => {
    const { code, output } = await lint('--metadata', `${saved}.gz`)
    expect(code).toBe(1)
    const [head, line, mark] = output.split('\n')
    const source = readFileSync(join(mappings, 'client.yaml'), 'utf8').split('\n')
    const at = source.findIndex((each) => each.includes('Descripton'))
    const column = source[at]?.indexOf('Descripton') ?? 0
    expect(head).toBe(
      `client.yaml:${at + 1}:${column + 1} error unknown-property: В «Catalog_Контрагенты» нет реквизита «Descripton»; может быть, «Description»?`,
    )
    expect(line).toBe(`    ${source[at]}`)
    expect(mark).toBe(`    ${' '.repeat(column)}^^^^^^^^^^`)
    expect(output).toContain('Соответствий в работе: 10, ошибок: 1')
    const live = await runCommand(folder, { HUB_MAPPINGS: mappings, ...asRealOnec(twin) }, 'lint')
    expect(live.output).toBe(output)
  })
})

test('a file that is broken is told without 1C, and the others are compared all the same', async () => {
  await whileChanged('unit.yaml', 'to: unit', 'to: unti', () =>
    whileChanged('deal.yaml', 'price: СуммаДоговора', 'price: ДатаРегистрации', async () => {
      const { code, output } = await lint('--metadata', saved, '--json')
      expect(code).toBe(1)
      const {
        findings,
        mappings: used,
        compared,
      } = JSON.parse(output) as {
        findings: Finding[]
        mappings: number
        compared: boolean
      }
      expect({ used, compared }).toEqual({ used: 9, compared: true })
      // The cases beside a mapping that is not used are told of as well.
      const rules = findings.map(({ file, code: rule }) => `${file} ${rule}`)
      expect(rules.filter((each) => !each.includes('.cases.')).sort()).toEqual([
        'deal.yaml wrong-type',
        'unit.yaml schema',
      ])
    }),
  )
})

test('what is no description of a base is refused in a sentence', async () => {
  const { code, output } = await lint('--metadata', join(mappings, 'client.yaml'))
  expect(code).toBe(1)
  expect(output).toContain('client.yaml — не описание базы 1С')
  expect(output).not.toContain('    at ')
})

test('the schema of the language is printed', async () => {
  const { code, output } = await runCommand(folder, {}, 'schema')
  expect(code).toBe(0)
  expect(output).toBe(schemaText())
})

test('the mark stands under its place in a long line and behind tabs', () => {
  const finding: Finding = {
    file: 'x.yaml',
    line: 1,
    column: 202,
    endLine: 1,
    endColumn: 205,
    level: 'warning',
    code: 'path',
    text: 'Так.',
  }
  const [head, line = '', mark = ''] = formatFinding(finding, `${'a'.repeat(200)}\tbcd${'e'.repeat(200)}`).split('\n')
  expect(head).toBe('x.yaml:1:202 warning path: Так.')
  expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('bcd')
  expect(mark).toMatch(/ +\t\^{3}$/)
})
