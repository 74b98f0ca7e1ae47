import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { compileMappings } from '../../src/mapping/index.ts'
import type { RawRecord } from '../../src/model/raw.ts'
import { handMap } from './pull/hand-map.ts'
import { clientRecord } from './pull/records.ts'

/**
 * `npm run bench -- pull`: the bulk pull of 100 000 clients against its opponents (performance A.d, C.2), each in a process of
 * its own, taking turns; and the compiled mapping against a function written by hand. Medians of the rounds.
 */
const rounds = 3
/** What `config/hub.yaml` says; the same for all. */
const pageSize = 500
const fast = { clients: 100_000, delay: 0 }
const slow = { clients: 20_000, delay: 150 }
/** The naive script is measured as a rate on fewer. */
const naiveClients = 3000

interface Result {
  rate: number
  rss: number
}

const here = join(import.meta.dirname, 'pull')

/** What `npm start` gives the hub; the opponents run with the defaults of Node. */
const startFlags = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'))

const atOnce = await against(fast, [
  ['hub', fast.clients],
  ['limit', fast.clients],
  ['naive', naiveClients],
])
const delayed = await against(slow, [
  ['hub', slow.clients],
  ['loop', slow.clients],
])
const ratio = (list: Record<string, Result[]>, one: string, other: string) =>
  median((list[one] ?? []).map(({ rate }, n) => rate / (list[other]?.[n]?.rate ?? Number.NaN)))
const mapping = mappingRatio()

console.table(
  Object.fromEntries(
    [
      ...Object.entries(atOnce),
      ...Object.entries(delayed).map(([name, list]) => [`${name}, 150 ms a page`, list] as const),
    ].map(([name, list]) => [
      name,
      {
        'clients a second': Math.round(median(list.map(({ rate }) => rate))),
        'peak RSS, MB': peak(list),
        'of the worst round': Math.round(Math.max(...list.map(({ rss }) => rss))),
      },
    ]),
  ),
)
console.table([
  goal('hub ÷ limit pipeline', ratio(atOnce, 'hub', 'limit'), 0.7, 'least'),
  goal('hub ÷ naive script', ratio(atOnce, 'hub', 'naive'), 30, 'least'),
  goal('hub ÷ sequential loop, 150 ms a page', ratio(delayed, 'hub', 'loop'), 3, 'least'),
  goal('peak RSS of the hub, MB', Math.max(peak(atOnce.hub ?? []), peak(delayed.hub ?? [])), 256, 'most'),
  goal('compiled mapping ÷ by hand, time', mapping, 1.5, 'most'),
])

function goal(name: string, value: number, wanted: number, side: 'least' | 'most') {
  const isMet = side === 'least' ? value >= wanted : value <= wanted
  return { figure: name, value: Math.round(value * 100) / 100, [`at ${side}`]: wanted, met: isMet ? 'yes' : 'NO' }
}

async function against(
  { clients, delay }: { clients: number; delay: number },
  candidates: [name: string, clients: number][],
): Promise<Record<string, Result[]>> {
  const server = await standIn(clients, delay)
  const results: Record<string, Result[]> = {}
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, some] of candidates) {
        const list = results[name] ?? []
        const flags = name === 'hub' ? startFlags : []
        const child = spawned('candidate.ts', [name, server.url, String(some), String(pageSize)], flags)
        list.push(JSON.parse(await output(child)))
        results[name] = list
      }
    }
  } finally {
    server.process.kill()
  }
  return results
}

async function standIn(clients: number, delay: number): Promise<{ url: string; process: ChildProcess }> {
  const process = spawned('stand-in.ts', [String(clients), String(delay)])
  const port = await new Promise<string>((resolve, reject) => {
    process.once('exit', (code) => reject(new Error(`the stand-in ended with ${code}`)))
    process.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  const path = `odata/standard.odata/${encodeURIComponent('Catalog_Контрагенты')}`
  return { process, url: `http://127.0.0.1:${port}/realtor/${path}?$format=json` }
}

function spawned(script: string, args: string[], flags: string[] = []): ChildProcess {
  return spawn(process.execPath, [...flags, join(here, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

function output(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`a candidate ended with ${code}`))))
  })
}

/** Time of the compiled mapping over that of the hand-written one, for the same records. */
function mappingRatio(): number {
  const file = join(import.meta.dirname, '../../mappings/client.yaml')
  const mappings = compileMappings([{ name: 'client.yaml', text: readFileSync(file, 'utf8') }], {
    timezone: 'Europe/Moscow',
  })
  const mapping = mappings.of('client')
  if (!mapping) throw new Error('mappings/client.yaml cannot be used; run lint')
  const records = Array.from({ length: 20_000 }, (_, n) => clientRecord(n) as RawRecord)
  const time = (map: (record: RawRecord) => unknown): number => {
    const started = performance.now()
    for (const record of records) map(record)
    return performance.now() - started
  }
  const ratios: number[] = []
  for (let round = 0; round < 9; round++) ratios.push(time(mapping.read) / time(handMap))
  return median(ratios)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Median like the rest: a round that the machine kept from collecting in time says nothing of the candidate. */
function peak(list: readonly Result[]): number {
  return Math.round(median(list.map(({ rss }) => rss)))
}
