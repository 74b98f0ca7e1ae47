import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sqliteJobs } from '../../src/jobs/sqlite/index.ts'
import { createLog } from '../../src/log.ts'
import { createInbox, type InboundFact, type InboxOptions, type Receipt } from '../../src/store/inbox.ts'
import { startChild } from '../child.ts'
import { tempStore } from './temp-store.ts'

const now = () => new Date('2026-11-24T09:00:00.000Z')

const fact = (key: string, more: Partial<InboundFact> = {}): InboundFact => ({
  source: 'genesys',
  key,
  contentType: 'application/json',
  headers: { 'x-test': 'да' },
  body: `{"call": "${key}"}`,
  ...more,
})

async function inboxOnDisk(options: Partial<InboxOptions> = {}) {
  const store = await tempStore()
  const jobs = sqliteJobs({ db: store.db, log: createLog('error'), now })
  return { ...store, jobs, inbox: createInbox({ db: store.db, jobs, now, ...options }) }
}

/** Commits in the write-ahead log: frames that carry the size of the database after them (SQLite file format §4.1). */
function commitsIn(file: string): number {
  const wal = readFileSync(`${file}-wal`)
  const frame = 24 + wal.readUInt32BE(8)
  const salt = wal.readBigUInt64BE(16)
  let commits = 0
  for (let at = 32; at + frame <= wal.length && wal.readBigUInt64BE(at + 8) === salt; at += frame) {
    if (wal.readUInt32BE(at + 4) > 0) commits += 1
  }
  return commits
}

test('a fact is kept exactly as received', async () => {
  const { inbox } = await inboxOnDisk()
  const body = '{"ani":"+79990001122"\r\n, "some_key": "ё"}  '
  const receipt = await inbox.put(fact('k', { body, subjectKey: 'call-1' }))
  expect(receipt.isNew).toBe(true)
  const kept = await inbox.get(receipt.id)
  expect(kept).toEqual({
    id: receipt.id,
    source: 'genesys',
    key: 'k',
    traceId: receipt.traceId,
    receivedAt: '2026-11-24T09:00:00.000Z',
    contentType: 'application/json',
    headers: { 'x-test': 'да' },
    body,
    subjectKey: 'call-1',
    state: 'new',
    reason: null,
    handledAt: null,
  })
  expect(await inbox.get('no such fact')).toBeNull()
})

test('its job is enqueued in the same commit, under its trace and with its id', async () => {
  const { inbox, jobs } = await inboxOnDisk()
  const job = { queue: 'receive-call', data: { from: 'hook' }, options: { key: 'call-1' } }
  const { id, traceId } = await inbox.put(fact('k', { traceId: 'call-trace', job }))
  expect(traceId).toBe('call-trace')
  const [row] = await jobs.list({})
  expect(row).toMatchObject({ queue: 'receive-call', data: { from: 'hook', factId: id }, key: 'call-1', traceId })
})

test('a fact reported again is the first one, and nothing more is enqueued', async () => {
  const { inbox, jobs } = await inboxOnDisk()
  const job = { queue: 'receive-call', data: {} }
  const together = await Promise.all(Array.from({ length: 4 }, () => inbox.put(fact('k', { job }))))
  const later = await inbox.put(fact('k', { job, body: 'changed' }))
  const [first] = together
  expect([...together, later].map((receipt) => receipt.isNew)).toEqual([true, false, false, false, false])
  for (const receipt of [...together, later]) expect(receipt).toMatchObject({ id: first?.id, traceId: first?.traceId })
  expect(await jobs.list({})).toHaveLength(1)
  expect((await inbox.put(fact('k', { source: 'calltouch' }))).isNew).toBe(true)
})

test('facts that arrive together share commits, at most 256 in each', async () => {
  const batches: Receipt[][] = []
  const { inbox, file } = await inboxOnDisk({ onCommitted: (receipts) => batches.push(receipts) })
  const before = commitsIn(file)
  const job = { queue: 'receive-call', data: {} }
  await Promise.all(Array.from({ length: 600 }, (_, n) => inbox.put(fact(`k${n}`, { job }))))
  expect(batches.map((batch) => batch.length)).toEqual([256, 256, 88])
  expect(commitsIn(file) - before).toBe(3)
})

test('facts that arrive while a commit is under way share the next one', async () => {
  const { inbox, db, file } = await inboxOnDisk()
  const before = commitsIn(file)
  const early = inbox.put(fact('early'))
  let late: Promise<Receipt>[] = []
  await db.transaction().execute(async (trx) => {
    // The early one waits for the connection that this transaction holds.
    await trx.selectFrom('inboxFact').selectAll().execute()
    late = ['a', 'b', 'c'].map((key) => inbox.put(fact(key)))
  })
  await Promise.all([early, ...late])
  expect(commitsIn(file) - before).toBeLessThanOrEqual(2)
})

test('put resolves only when another connection can read the fact', async () => {
  const { inbox, file } = await inboxOnDisk()
  const { id } = await inbox.put(fact('k'))
  const { openStore } = await import('../../src/store/open.ts')
  const other = await openStore(file)
  expect(await other.db.selectFrom('inboxFact').select('id').execute()).toEqual([{ id }])
  await other.close()
})

test('one fact that cannot be stored does not fail its neighbours', async () => {
  const { inbox, jobs } = await inboxOnDisk()
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const facts = Array.from({ length: 20 }, (_, n) =>
    fact(`k${n}`, { job: { queue: 'receive-call', data: n === 7 ? circular : { n } } }),
  )
  const nameless = { ...fact('nameless'), source: null } as unknown as InboundFact
  const outcomes = await Promise.allSettled([...facts, nameless].map((each) => inbox.put(each)))
  const failed = outcomes.flatMap((outcome, n) => (outcome.status === 'rejected' ? [n] : []))
  expect(failed).toEqual([7, 20])
  expect(await inbox.list()).toHaveLength(19)
  expect(await jobs.list({})).toHaveLength(19)
})

test('when the store is gone everyone is told', async () => {
  const { inbox, close } = await inboxOnDisk()
  const before = await Promise.allSettled([inbox.put(fact('a'))])
  await close()
  const after = await Promise.allSettled([inbox.put(fact('b')), inbox.put(fact('c'))])
  expect(before.concat(after).map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
})

test('a listener hears of new facts only', async () => {
  const heard: Receipt[][] = []
  const { inbox } = await inboxOnDisk({ onCommitted: (receipts) => heard.push(receipts) })
  const first = await inbox.put(fact('k'))
  await inbox.put(fact('k'))
  expect(heard).toEqual([[first]])
})

test('facts are settled, listed newest first and found by what they are about', async () => {
  const { inbox, db } = await inboxOnDisk()
  const a = await inbox.put(fact('a', { subjectKey: 'call-1' }))
  const b = await inbox.put(fact('b', { subjectKey: 'call-2' }))
  const c = await inbox.put(fact('c', { source: 'site', subjectKey: 'call-1' }))
  await db.transaction().execute(async (trx) => {
    await inbox.settle(trx, a.id, 'done')
    await inbox.settle(trx, b.id, 'parked', 'Неизвестный номер')
  })
  const settled = { handledAt: '2026-11-24T09:00:00.000Z' }
  expect(await inbox.get(a.id)).toMatchObject({ state: 'done', reason: null, ...settled })
  expect(await inbox.get(b.id)).toMatchObject({ state: 'parked', reason: 'Неизвестный номер', ...settled })
  const ids = async (filter?: Parameters<typeof inbox.list>[0]) => (await inbox.list(filter)).map(({ id }) => id)
  const newestFirst = [a.id, b.id, c.id].toSorted().reverse()
  expect(await ids()).toEqual(newestFirst)
  expect(await ids({ limit: 2 })).toEqual(newestFirst.slice(0, 2))
  expect(await ids({ before: newestFirst[1] ?? '' })).toEqual(newestFirst.slice(2))
  expect(await ids({ source: 'site' })).toEqual([c.id])
  expect(await ids({ state: 'parked' })).toEqual([b.id])
  expect((await inbox.bySubject('call-1')).map(({ id }) => id).toSorted()).toEqual([a.id, c.id].toSorted())
  await db.transaction().execute((trx) => inbox.settle(trx, b.id, 'new'))
  expect(await inbox.get(b.id)).toMatchObject({ state: 'new', reason: null, handledAt: null })
})

test('a kill loses no acknowledged fact and leaves none without its job', async () => {
  const { inbox, jobs, db, file } = await inboxOnDisk()
  const child = startChild(new URL('./inbox-child.ts', import.meta.url), file)
  await child.line(() => child.lines.length >= 200)
  await child.kill()
  const kept = await db.selectFrom('inboxFact').select(['id', 'key']).execute()
  const keys = new Set(kept.map(({ key }) => key))
  expect(child.lines.filter((key) => !keys.has(key))).toEqual([])
  expect(kept.length).toBeGreaterThanOrEqual(200)
  const queued = await jobs.list({ limit: 100_000 })
  expect(queued.map(({ data }) => (data as { factId: string }).factId).toSorted()).toEqual(
    kept.map(({ id }) => id).toSorted(),
  )
  expect((await inbox.put(fact('0-0', { source: 'test' }))).isNew).toBe(false)
})
