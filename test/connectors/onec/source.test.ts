import { expect, test } from 'vitest'
import { type PageRead, type ReadResult, readAll } from '../../../src/connectors/onec/source.ts'
import type { RawRecord } from '../../../src/model/raw.ts'
import { answer, failureOf, json, serve } from './server.ts'

const plan = { order: 'Code', pageSize: 2 }

/** A set that somebody works in while it is read: `disturb` sees it before each page after the first. */
function serveSet(rows: RawRecord[], disturb: (rows: RawRecord[], page: number) => void = () => {}) {
  let page = 0
  return serve(({ path, query }, response) => {
    if (path.endsWith('$count')) return answer(response, 200, 'text/plain', String(rows.length))
    if (page > 0) disturb(rows, page)
    page += 1
    const skip = Number(query.get('$skip'))
    json(response, { value: rows.slice(skip, skip + Number(query.get('$top'))) })
  })
}

const row = (name: string): RawRecord => ({ Ref_Key: name, Code: name })

async function drain(reading: AsyncGenerator<PageRead, ReadResult>) {
  const pages: PageRead[] = []
  for (;;) {
    const next = await reading.next()
    if (next.done) return { pages, result: next.value }
    pages.push(next.value)
  }
}

test('a set is read in pages of a total order, with its progress', async () => {
  await using fake = await serveSet(['1', '2', '3'].map(row))
  const { pages, result } = await drain(
    readAll(fake.open(), 'Catalog_Дома', { ...plan, filter: 'IsFolder eq false', select: ['Code'] }),
  )
  expect(pages).toEqual([
    { rows: [row('1'), row('2')], done: 2, total: 3 },
    { rows: [row('3')], done: 3, total: 3 },
  ])
  expect(result).toEqual({ complete: true, total: 3, keys: new Set(['1', '2', '3']) })
  const asked = fake.received.filter(({ query }) => query.has('$top'))
  expect(asked.map(({ query }) => [query.get('$skip'), query.get('$orderby'), query.get('$select')])).toEqual([
    ['0', 'Code', 'Ref_Key,Code'],
    ['2', 'Code', 'Ref_Key,Code'],
  ])
  for (const { query } of fake.received) {
    expect(query.get('$filter')).toBe('IsFolder eq false')
    expect(query.has('$inlinecount')).toBe(false)
  }
})

test('an empty set is complete and gives no page', async () => {
  await using fake = await serveSet([])
  expect(await drain(readAll(fake.open(), 'Catalog_Дома', plan))).toEqual({
    pages: [],
    result: { complete: true, total: 0, keys: new Set() },
  })
})

test.for([
  ['added before the page', (rows: RawRecord[], page: number) => page === 1 && rows.unshift(row('0'))],
  ['removed before the page', (rows: RawRecord[], page: number) => page === 1 && rows.shift()],
] as const)('a row %s is noticed and the set read again', async ([, disturb]) => {
  const rows = ['1', '2', '3', '4'].map(row)
  await using fake = await serveSet(rows, disturb)
  const { pages, result } = await drain(readAll(fake.open(), 'Catalog_Дома', plan))
  expect(result.complete).toBe(true)
  expect([...result.keys].toSorted()).toEqual(rows.map(({ Code }) => Code))
  const met = new Set(pages.flatMap((page) => page.rows.map(({ Ref_Key }) => Ref_Key)))
  for (const { Ref_Key } of rows) expect(met).toContain(Ref_Key)
})

test('a row added at the end costs no second reading', async () => {
  await using fake = await serveSet(['1', '2', '3'].map(row), (rows, page) => page === 1 && rows.push(row('4')))
  const { pages, result } = await drain(readAll(fake.open(), 'Catalog_Дома', plan))
  expect(result).toMatchObject({ complete: true, total: 4 })
  expect(pages).toHaveLength(2)
})

test('a set that never rests is said to be incomplete', async () => {
  await using fake = await serveSet(['1', '2', '3', '4'].map(row), (rows, page) => rows.unshift(row(`0${page}`)))
  const { result } = await drain(readAll(fake.open(), 'Catalog_Дома', plan))
  expect(result.complete).toBe(false)
})

test('rows of a register are told apart by all parts of their key', async () => {
  const prices = ['2026-01-01', '2026-02-01'].map((Period) => ({ Period, Квартира_Key: 'a', Цена: 5 }))
  await using fake = await serveSet(prices)
  const { result } = await drain(
    readAll(fake.open(), 'InformationRegister_Цены', { ...plan, key: ['Period', 'Квартира_Key'] }),
  )
  expect(result).toEqual({ complete: true, total: 2, keys: new Set(['2026-01-01 a', '2026-02-01 a']) })
})

test('reading stops between pages when it is no longer wanted', async () => {
  await using fake = await serveSet(['1', '2', '3'].map(row))
  const stop = new AbortController()
  const reading = readAll(fake.open(), 'Catalog_Дома', { ...plan, signal: stop.signal })
  await reading.next()
  stop.abort(new Error('hub is stopping'))
  expect(await failureOf(reading.next())).toBe(stop.signal.reason)
  expect(fake.received).toHaveLength(2)
})
