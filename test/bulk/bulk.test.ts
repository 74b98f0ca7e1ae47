import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clientRecord } from '../../scripts/bench/pull/records.ts'
import { openBulk } from '../../src/bulk/open-bulk.ts'
import { openThread } from '../../src/bulk/open-thread.ts'
import type { RangeOrder } from '../../src/bulk/range.ts'
import { beginCursors } from '../../src/store/pull-cursors.ts'
import { tempStore } from '../store/temp-store.ts'

const context = { timezone: 'Europe/Moscow' }
const text = readFileSync(join(import.meta.dirname, '../../mappings/client.yaml'), 'utf8')
const order: RangeOrder = { file: 'client.yaml', text, seen: 1, traceId: 'trace', cursor: 0 }
const moment = '2026-11-24T09:00:00.000Z'

const body = (rows: unknown[]) => ({ bytes: Buffer.from(JSON.stringify({ value: rows })), charset: undefined })
const clients = (from: number, count: number) => Array.from({ length: count }, (_, n) => clientRecord(from + n))

async function open(many: boolean) {
  const { db, file } = await tempStore()
  await beginCursors(db, 'client', 1, [{ from: '', to: '' }])
  const bulk = openBulk({ db, database: file, context, now: () => new Date(moment) })
  onTestFinished(() => bulk.close())
  const state = async () => ({
    clients: await db.selectFrom('client').selectAll().orderBy('ref').execute(),
    phones: await db.selectFrom('clientPhone').selectAll().orderBy('clientRef').orderBy('n').execute(),
    unmapped: await db.selectFrom('unmapped').selectAll().orderBy('ref').execute(),
    cursor: (await db.selectFrom('pullCursor').selectAll().executeTakeFirstOrThrow()).next,
  })
  return { db, range: await bulk.open(order, many), state }
}

describe('a range of pages', () => {
  test('is the same whether a thread of its own stores it or this one', async () => {
    const states = []
    for (const many of [false, true]) {
      const { range, state } = await open(many)
      const broken = { ...clientRecord(2000), Ref_Key: 'no reference' }
      const pages = [body(clients(0, 300)), body([...clients(290, 50), broken])]
      const [first, second] = await Promise.all(pages.map((page) => range.prepare(page)))
      expect(second).toMatchObject({ count: 51 })
      const unreadable = [{ ref: 'ffffffff-aaaa-4000-8000-5404a6b4b8ed', reason: 'служебные символы' }]
      const tally = await range.store([
        { rows: first?.ticket ?? 0, unreadable: [], next: 300 },
        { rows: second?.ticket ?? 0, unreadable: [], next: 351 },
        { rows: null, unreadable, next: 352 },
      ])
      expect(tally).toEqual({ stored: 350, refused: 2 })
      range.end()
      states.push(await state())
    }
    expect(states[0]).toEqual(states[1])
    expect(states[0]).toMatchObject({ cursor: 352, clients: { length: 340 }, unmapped: { length: 2 } })
  })

  test('that answers with garbage is refused, and the thread goes on', async () => {
    const { range, state } = await open(true)
    const whole = body(clients(0, 5)).bytes
    await expect(range.prepare({ bytes: whole.subarray(0, 100), charset: undefined })).rejects.toThrow()
    const { ticket } = await range.prepare(body(clients(0, 5)))
    await range.store([{ rows: ticket, unreadable: [], next: 5 }])
    expect(await state()).toMatchObject({ cursor: 5, clients: { length: 5 } })
  })

  test('lets this thread read and write between its commits', async () => {
    const { db, range } = await open(true)
    const { ticket } = await range.prepare(body(clients(0, 400)))
    const stored = range.store([{ rows: ticket, unreadable: [], next: 400 }])
    await db.insertInto('state').values({ name: 'a', value: '1', updatedAt: moment }).execute()
    await stored
    const { n } = await db
      .selectFrom('client')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(n).toBe(400)
  })
})

test('a page that does not fit into the thread asks for smaller ones, and the next range gets a new thread', async () => {
  const { db, file } = await tempStore()
  await beginCursors(db, 'client', 1, [{ from: '', to: '' }])
  const thread = openThread({ database: file, context }, { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 })
  onTestFinished(() => thread.close())
  const crowded = await thread.open(order)
  const huge = body(clients(0, 60_000))
  await expect(crowded.prepare({ ...huge, now: moment })).rejects.toMatchObject({ facts: { reason: 'too_large' } })
  const range = await thread.open(order)
  const { ticket } = await range.prepare({ ...body(clients(0, 3)), now: moment })
  expect(await range.store([{ rows: ticket, unreadable: [], next: 3 }], moment)).toEqual({ stored: 3, refused: 0 })
})
