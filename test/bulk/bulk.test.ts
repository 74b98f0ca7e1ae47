import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clientRecord } from '../../scripts/bench/pull/records.ts'
import { openBulk } from '../../src/bulk/open-bulk.ts'

const context = { timezone: 'Europe/Moscow' }
const text = readFileSync(join(import.meta.dirname, '../../mappings/client.yaml'), 'utf8')

/** As a socket gives it: in pieces, some of them in the same memory. */
function page(rows: unknown[]) {
  const bytes = Buffer.from(JSON.stringify({ value: rows }))
  const chunks = [bytes.subarray(0, 100), bytes.subarray(100, 101), bytes.subarray(101)]
  return { chunks, charset: undefined, file: 'client.yaml', text, seen: 1, now: '2026-11-24T09:00:00.000Z' }
}

const clients = (count: number) => Array.from({ length: count }, (_, n) => clientRecord(n))

function open(limits?: Parameters<typeof openBulk>[1]) {
  const bulk = openBulk(context, limits)
  onTestFinished(() => bulk.close())
  return bulk
}

test('a page is the same whether a thread of its own lays it out or this one', async () => {
  const bulk = open()
  const rows = [
    ...clients(300),
    { ...clientRecord(300), Ref_Key: 'no reference' },
    { ...clientRecord(301), IsFolder: true },
  ]
  const here = await bulk.layOut(page(rows))
  await bulk.warm()
  const aside = await bulk.layOut(page(rows))
  expect(here).toMatchObject({ count: 302 })
  expect(aside).toMatchObject({ count: 302, bytes: here.bytes })
  const slices = [...here.rows()]
  expect([...aside.rows()]).toEqual(slices)
  expect(slices.flatMap(({ rows }) => rows.refs)).toHaveLength(300)
  expect(slices.flatMap(({ unmapped, alien }) => [...unmapped, ...alien])).toHaveLength(2)
})

test('pages asked for at once come each with its own rows', async () => {
  const bulk = open()
  await bulk.warm()
  const ready = await Promise.all([1, 2, 3, 4, 5].map((count) => bulk.layOut(page(clients(count)))))
  expect(ready.map(({ count, rows }) => [count, [...rows()][0]?.rows.refs.length])).toEqual(
    [1, 2, 3, 4, 5].map((n) => [n, n]),
  )
})

test('garbage is refused, and the thread goes on', async () => {
  const bulk = open()
  await bulk.warm()
  const { chunks, ...cut } = page(clients(5))
  await expect(bulk.layOut({ ...cut, chunks: chunks.slice(0, 1) })).rejects.toThrow()
  expect(await bulk.layOut(page(clients(5)))).toMatchObject({ count: 5 })
})

test('a page that does not fit into the thread asks for smaller ones, and the next one gets a new thread', async () => {
  const bulk = open({ maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 })
  await bulk.warm()
  // One record, for a page is read a few at a time.
  const huge = bulk.layOut(page([{ ...clientRecord(1), КонтактнаяИнформация: clients(60_000) }]))
  await expect(huge).rejects.toMatchObject({ facts: { reason: 'too_large' } })
  await bulk.warm()
  expect(await bulk.layOut(page(clients(3)))).toMatchObject({ count: 3 })
})
