import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { lookFor } from '../../../src/flows/replay/running-searches.ts'
import { findAll, openSearch } from '../../../src/flows/replay/search-caught.ts'
import { type Catching, listRows } from '../../../src/store/caught.ts'
import { tempStore } from '../../store/temp-store.ts'

const size = 6000

/** Facts numbered from 1: every 500th tells of a mortgage, every third cannot be read, the later ones came in earlier. */
async function storeWithFacts() {
  const { db } = await tempStore()
  await sql`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${size})
    insert into inbox_fact (id, source, key, trace_id, received_at, content_type, headers, body, state, reason)
    select 'f' || i, 'genesys-engage', 'k' || i, 't' || i, strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + ${size} - i, 'unixepoch'),
      'application/json', '{}', iif(i % 500 = 0, '{"цель":"ИПОТЁКА"}', '{"цель":"звонок"}'),
      iif(i % 3 = 0, 'parked', 'done'), iif(i % 3 = 0, 'причина ' || (i % 2), null)
    from n
  `.execute(db)
  return { db }
}

const everything: Catching = { what: 'fact', states: ['parked', 'done', 'new'] }

test('texts of a large table are looked through stretch by stretch, and the oldest comes first', async () => {
  const store = await storeWithFacts()
  const search = await openSearch(store, { ...everything, text: 'ипотека' })
  const seen = [0]
  while (await search.advance()) seen.push(search.found().seen)
  const { total, rows, ...course } = search.found()
  expect(total).toBe(12)
  expect(course).toMatchObject({ seen: size, of: size })
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const targets = (await listRows(store.db, 'fact', rows)).map(({ target }) => target)
  expect(targets).toEqual(Array.from({ length: 12 }, (_, n) => `f${size - n * 500}`))
})

test('other work has its turn while a search goes on', async () => {
  const store = await storeWithFacts()
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const { total } = await findAll(store, { ...everything, text: 'звонок' })
  isOver = true
  expect(total).toBe(size - 12)
  expect(turns).toBeGreaterThan(1)
})

test('reasons are counted, and Latin letters are found in either case', async () => {
  const store = await storeWithFacts()
  const { reasons } = await findAll(store, { ...everything, states: ['parked'] })
  expect(reasons.map(({ n }) => n)).toEqual([1000, 1000])
  expect(await findAll(store, { ...everything, text: 'K6000' })).toMatchObject({ total: 1, rows: [size] })
})

test('a window is told how far the search has come, and at the end all of it', async () => {
  const store = await storeWithFacts()
  const filter = { ...everything, text: 'ипотека' }
  for (;;) {
    const { seen, of, total } = await lookFor(store, filter)
    expect(of).toBe(size)
    if (seen < of) continue
    expect(total).toBe(12)
    break
  }
  expect(await lookFor(store, { ...filter, text: 'такого нет' })).toMatchObject({ total: 0, of: size })
})

test('an empty table has nothing to look through', async () => {
  expect(await findAll(await tempStore(), everything)).toEqual({ total: 0, rows: [], reasons: [], seen: 0, of: 0 })
})
