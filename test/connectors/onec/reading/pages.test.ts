import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthsBetween, windowFilter } from '../../../../src/connectors/onec/reading/date-window.ts'
import { type PageOf, type PagePlan, readPages } from '../../../../src/connectors/onec/reading/pages.ts'
import type { RawRecord } from '../../../../src/model/raw.ts'
import { answer, failureOf, json, odataError, serve } from '../server.ts'

const row = (n: number): RawRecord => ({ Ref_Key: `ref${n}`, Code: String(n) })
const plan: PagePlan = { order: 'Code', pageSize: 4 }

async function drain(pages: AsyncGenerator<PageOf>): Promise<PageOf[]> {
  const all: PageOf[] = []
  for await (const page of pages) all.push(page)
  return all
}

/** A set of so many rows that behaves as `refuse` says for some of its pages. */
function serveRows(
  count: number,
  refuse: (skip: number, top: number, select: string | null) => string | null = () => null,
) {
  const rows = Array.from({ length: count }, (_, n) => row(n))
  return serve(({ query }, response) => {
    const [skip, top] = [Number(query.get('$skip')), Number(query.get('$top'))]
    const refusal = refuse(skip, top, query.get('$select'))
    if (refusal === 'html') return answer(response, 500, 'text/html', '<html><title>Недостаточно памяти</title></html>')
    if (refusal !== null) return json(response, odataError('1', refusal), 400)
    json(response, { value: rows.slice(skip, skip + top) })
  })
}

test('pages come in order and whole, however many are asked for at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 10 }),
      async (count, pageSize, parallel, from) => {
        await using fake = await serveRows(count)
        const pages = await drain(readPages(fake.open(), 'Catalog_Дома', { ...plan, pageSize, parallel, from }))
        expect(pages.flatMap(({ rows }) => rows)).toEqual(Array.from({ length: count }, (_, n) => row(n)).slice(from))
        if (pages.length > 0) expect(pages.at(-1)?.next).toBe(count)
      },
    ),
    { numRuns: 20 },
  )
})

test('a page 1C has no memory for is read in halves, and the next ones are as small', async () => {
  await using fake = await serveRows(16, (_skip, top) => (top > 2 ? 'html' : null))
  const pages = await drain(readPages(fake.open({ pauses: [0] }), 'Catalog_Дома', { ...plan, pageSize: 8 }))
  expect(pages.flatMap(({ rows }) => rows)).toHaveLength(16)
  expect(fake.received.at(-1)?.query.get('$top')).toBe('2')
})

test('the size that was found is told, for a reading that has to begin again', async () => {
  await using fake = await serveRows(16, (_skip, top) => (top > 2 ? 'html' : null))
  const sizes: number[] = []
  const onShrink = (rows: number) => sizes.push(rows)
  const reading = drain(readPages(fake.open(), 'Catalog_Дома', { ...plan, pageSize: 8, onShrink }))
  await reading.catch(() => undefined)
  expect(sizes[0]).toBe(4)
})

test('an object that cannot be handed out is named and the rest read', async () => {
  const isPoisoned = (skip: number, top: number, select: string | null) =>
    select !== 'Ref_Key' && skip <= 5 && skip + top > 5 ? 'Недопустимый символ' : null
  await using fake = await serveRows(9, isPoisoned)
  const pages = await drain(readPages(fake.open(), 'Catalog_Дома', plan))
  expect(pages.flatMap(({ unreadable }) => unreadable.map(({ ref }) => ref))).toEqual(['ref5'])
  expect(pages.flatMap(({ rows }) => rows)).toHaveLength(8)
})

test('a wrong question fails as such and is not asked in pieces', async () => {
  await using fake = await serveRows(9, () => 'Поле не найдено')
  expect(await failureOf(drain(readPages(fake.open(), 'Catalog_Дома', plan)))).toMatchObject({ fate: 'park' })
  expect(fake.received.length).toBeLessThan(4)
})

test('months cover every date once, the empty one and those to come included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1999, max: 2030 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(40),
      (year, month, more) => {
        const first = `${year}-${String(month).padStart(2, '0')}-15T10:00:00`
        const end = new Date(Date.UTC(year, month - 1 + more, 20)).toISOString().slice(0, 19)
        const months = monthsBetween(first, end)
        expect(months[0]?.from).toBe('')
        expect(months.at(-1)?.to).toBe('')
        for (const [n, window] of months.entries()) if (n > 0) expect(window.from).toBe(months[n - 1]?.to)
        expect(months.every(({ from, to }) => from === '' || to === '' || from < to)).toBe(true)
      },
    ),
  )
  expect(monthsBetween('0001-01-01T00:00:00', '2000-02-10T00:00:00')).toHaveLength(3)
})

test('a record set is cut by the period of its rows', () => {
  const window = { from: '2026-01-01T00:00:00', to: '2026-02-01T00:00:00' }
  expect(windowFilter('RecordSet', window)).toBe(
    "RecordSet/any(r: r/Period ge datetime'2026-01-01T00:00:00' and r/Period lt datetime'2026-02-01T00:00:00')",
  )
  expect(windowFilter('Date', { from: '', to: window.to }, 'Posted eq true')).toBe(
    "(Posted eq true) and Date lt datetime'2026-02-01T00:00:00'",
  )
})
