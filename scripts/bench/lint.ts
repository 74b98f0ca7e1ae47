import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSavedMetadata } from '../../src/cli/read-saved-metadata.ts'
import { publishedSets } from '../../src/connectors/onec/published-sets.ts'
import { compileMappings } from '../../src/mapping/index.ts'
import { readMappingFiles } from '../../src/mappings.ts'
import { startTwin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'
import { bigMetadata } from '../../test/connectors/onec/big-metadata.ts'

/**
 * `npm run bench -- lint`: all mappings of the distribution against the `$metadata` of a full configuration (17 MB) that has the
 * demo base in it, as an administrator runs it and step by step.
 */
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-lint-'))
const file = join(folder, 'metadata.xml')
const rounds = 5

try {
  writeFileSync(file, merged(await demoMetadata(), [...bigMetadata(1860)].join('')))
  const whole = least(Array.from({ length: rounds }, () => seconds(runLint)))
  const began = performance.now()
  const metadata = await readSavedMetadata(file)
  const read = (performance.now() - began) / 1000
  const texts = readMappingFiles(join(root, 'mappings'))
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }))
  const check = () => compileMappings(files, { timezone: 'UTC' }).check(publishedSets(metadata))
  const first = seconds(check)
  const next = least(Array.from({ length: rounds }, () => seconds(check)))
  console.table({
    '$metadata, MB': round(statSync(file).size / 1e6),
    'mapping files': files.length,
    'lint --metadata, the whole command, s': round(whole),
    'of it reading $metadata, s': round(read),
    'of it all files, first time, ms': round(first * 1000),
    'all files again, as at each edit, ms': round(next * 1000),
  })
  console.table([
    { figure: 'lint against 17 MB, s', value: round(whole), 'at most': 3, met: whole <= 3 ? 'yes' : 'NO' },
    { figure: '$metadata of 17 MB, s', value: round(read), 'at most': 2, met: read <= 2 ? 'yes' : 'NO' },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function demoMetadata(): Promise<string> {
  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  try {
    const response = await fetch(`${twin.address}/realtor/odata/standard.odata/$metadata`, {
      headers: { authorization: `Basic ${btoa('exchange:exchange')}` },
    })
    return await response.text()
  } finally {
    await twin.close()
  }
}

/** One document of both: the types of the large one before the container of the small one, its sets inside. */
function merged(small: string, large: string): string {
  const [types = '', sets = ''] = (/<Schema [^>]*>([\s\S]*)<\/Schema>/.exec(large)?.[1] ?? '').split(
    /<EntityContainer[^>]*>/,
  )
  return small.replace(/<EntityContainer[^>]*>/, (open) => `${types}${open}${sets.replace('</EntityContainer>', '')}`)
}

function runLint(): void {
  const { ONEC_URL: _, ...env } = process.env
  const output = execFileSync(process.execPath, [join(root, 'scripts/hub.mjs'), 'lint', '--metadata', file], {
    cwd: root,
    env: { ...env, HUB_DATA: folder, HUB_MAPPINGS: join(root, 'mappings') },
    encoding: 'utf8',
  })
  if (!output.includes('ошибок: 0')) throw new Error(`the mappings do not fit the demo base:\n${output}`)
}

function seconds(work: () => unknown): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

/** The round that was disturbed the least by what else the machine does. */
function least(values: number[]): number {
  return Math.min(...values)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
