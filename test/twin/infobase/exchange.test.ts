import fc from 'fast-check'
import { expect, test } from 'vitest'
import { notifyChangesReceived, selectChanges } from '../../../src/twin/infobase/exchange-plan.ts'
import { openInfobase } from '../../../src/twin/infobase/infobase.ts'
import { keyOf } from '../../../src/twin/infobase/keys.ts'
import { errorOf, guid, type Published, publish } from './published.ts'
import {
  box,
  coffee,
  goods,
  hubNode,
  plan,
  prices,
  revenue,
  sales,
  seedShop,
  shop,
  tea,
  unitsOfMeasure,
} from './shop.ts'

async function published() {
  const shopped = await publish({ configuration: shop, seed: seedShop })
  const point = `'${shopped.root}/${plan}(guid'${hubNode}')'`
  const call = (name: string, messageNo: number | string, query: Record<string, string> = {}) =>
    shopped.ask(`/${name}`, { DataExchangePoint: point, MessageNo: String(messageNo), ...query }, { method: 'POST' })
  return {
    ...shopped,
    point,
    select: (messageNo: number) => call('SelectChanges', messageNo),
    notify: (messageNo: number) => call('NotifyChangesReceived', messageNo),
    call,
  }
}

/** The addresses of entries and tombstones of a message, relative to the root. */
function idsIn(text: string, root: string): string[] {
  return [...text.matchAll(/<id>(.*?)<\/id>|deleted-entry ref="(.*?)"/g)].map(([, entry, deleted]) =>
    (entry ?? `- ${deleted}`).replace(`${root}/`, ''),
  )
}

const nodeOf = ({ base }: Pick<Published, 'base'>) => base.get(plan, hubNode)

test('what was there before the node is no change; an empty message is an empty feed', async () => {
  const shopped = await published()
  const answer = await shopped.select(1)
  expect([answer.status, answer.type]).toEqual([200, 'application/atom+xml;type=feed;charset=utf-8'])
  expect(idsIn(answer.text, shopped.root)).toEqual([])
  expect(nodeOf(shopped)).toMatchObject({ SentNo: 1, ReceivedNo: 0 })
})

test('ten edits are one entry with the current state, in Atom whatever the format asked for', async () => {
  const shopped = await published()
  for (let edit = 1; edit <= 10; edit += 1) shopped.base.write(goods, { Ref_Key: tea, Вес: edit })
  const answer = await shopped.call('SelectChanges', 1, { $format: 'json' })
  expect(idsIn(answer.text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
  expect(answer.text).toContain('<d:Вес>10</d:Вес>')
})

test('sets outside the plan are not registered, and writes over the wire are', async () => {
  const shopped = await published()
  shopped.base.write(unitsOfMeasure, { Ref_Key: box, Description: 'коробка' })
  await shopped.ask(`/${goods}(guid'${tea}')`, {}, { method: 'PATCH', body: {} })
  expect(idsIn((await shopped.select(1)).text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
})

test('a message read again holds its rows and everything registered since', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  await shopped.select(1)
  shopped.base.write(goods, { Ref_Key: coffee, Вес: 1 })
  const again = await shopped.select(1)
  expect(idsIn(again.text, shopped.root)).toEqual([`${goods}(guid'${tea}')`, `${goods}(guid'${coffee}')`])
})

test('an edit made while a message is processed survives its acknowledgement', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  shopped.base.write(goods, { Ref_Key: coffee, Вес: 1 })
  await shopped.select(1)
  shopped.base.write(goods, { Ref_Key: tea, Вес: 2 })
  const acknowledged = await shopped.notify(1)
  expect([acknowledged.status, acknowledged.text]).toEqual([200, ''])
  expect(nodeOf(shopped)).toMatchObject({ SentNo: 1, ReceivedNo: 1 })
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
})

test('posting registers the document and its movements, unposting sends an empty record set', async () => {
  const shopped = await published()
  const { base, root } = shopped
  base.write(sales, { Ref_Key: guid(21), Товар_Key: tea, Сумма: 5 })
  base.post(sales, guid(21))
  const recordSet = `${revenue}(Recorder='${guid(21)}', Recorder_Type='StandardODATA.${sales}')`
  const first = await shopped.select(1)
  expect(idsIn(first.text, root)).toEqual([`${sales}(guid'${guid(21)}')`, recordSet])
  expect(first.text).toContain('<d:RecordType>Receipt</d:RecordType>')
  await shopped.notify(1)
  base.unpost(sales, guid(21))
  const second = await shopped.select(2)
  expect(idsIn(second.text, root)).toContain(recordSet)
  expect(second.text).toMatch(new RegExp(`<d:RecordSet m:type="[^"]*${revenue}_RowType\\)"/>`))
})

test('a deleted object is a tombstone, or nothing at all where the server sends none', async () => {
  const shopped = await published()
  const { base, root } = shopped
  base.write(prices, { Period: '2026-05-05T00:00:00', Товар_Key: tea, Вид: 'опт', Цена: 3 })
  base.erase(goods, coffee)
  base.erase(prices, keyOf(base.entitySet(prices), base.list(prices)[0] ?? {}))
  const key = `Period=datetime'2026-05-05T00:00:00', Товар_Key=guid'${tea}', Вид='опт'`
  const told = await shopped.select(1)
  expect(idsIn(told.text, root)).toEqual([`- ${goods}(guid'${coffee}')`, `- ${prices}(${key})`])
  expect(told.text).toMatch(/<at:deleted-entry ref="[^"]+" when="2026-11-24T12:30:00"\/>/)
  base.faults.tombstones = false
  expect(idsIn((await shopped.select(1)).text, root)).toEqual([])
})

test('a character XML cannot carry blocks the whole package with 400, and nothing is numbered', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Артикул: 'x\u0002' })
  expect((await shopped.select(1)).status).toBe(400)
  expect(nodeOf(shopped)).toMatchObject({ SentNo: 0 })
  shopped.base.write(goods, { Ref_Key: tea, Артикул: 'x' })
  expect(idsIn((await shopped.select(1)).text, shopped.root)).toHaveLength(1)
})

test.each([
  [{ MessageNo: '1' }, 400, '12'],
  [{ DataExchangePoint: 'point' }, 400, '12'],
  [{ DataExchangePoint: 'point', MessageNo: 'один' }, 400, '4'],
  [{ DataExchangePoint: `http://h/odata/standard.odata/${plan}(guid'${hubNode}')`, MessageNo: '1' }, 400, '6'],
  [{ DataExchangePoint: `'${plan}(guid'${hubNode}')'`, MessageNo: '1' }, 400, '6'],
  [{ DataExchangePoint: `'http://h/b/odata/standard.odata/${plan}(guid'${guid(7)}')'`, MessageNo: '1' }, 404, '9'],
])('%o answers %i, code %s', async (query, status, code) => {
  const { ask, point } = await published()
  const given = Object.entries(query).map(([name, value]) => [name, value === 'point' ? point : value])
  const answer = await ask('/SelectChanges', { $format: 'json', ...Object.fromEntries(given) }, { method: 'POST' })
  expect(errorOf(answer)).toMatchObject({ status, code })
})

test('reading changes by GET is not allowed', async () => {
  const { ask, point } = await published()
  const query = { $format: 'json', DataExchangePoint: point, MessageNo: '1' }
  expect(errorOf(await ask('/SelectChanges', query))).toMatchObject({ status: 405, code: '19' })
})

test('two readers of one node lose what only the other one has seen', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  const first = await shopped.select(1)
  shopped.base.write(goods, { Ref_Key: coffee, Вес: 1 })
  const second = await shopped.select(1)
  expect([idsIn(first.text, shopped.root).length, idsIn(second.text, shopped.root).length]).toEqual([1, 2])
  // The first reader acknowledges a message it never saw the whole of.
  await shopped.notify(1)
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toEqual([])
})

test('a message of a lower number holds what is new and leaves the rows of the higher one where they are', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  await shopped.select(5)
  shopped.base.write(goods, { Ref_Key: coffee, Вес: 1 })
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toEqual([`${goods}(guid'${coffee}')`])
  await shopped.notify(2)
  expect(nodeOf(shopped)).toMatchObject({ SentNo: 2, ReceivedNo: 2 })
  expect(idsIn((await shopped.select(5)).text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
})

test('a message never sent acknowledges nothing that has no number', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  await shopped.notify(9)
  expect(idsIn((await shopped.select(10)).text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
})

test('a message read again may hold its own rows only, where the server is of that kind', async () => {
  const shopped = await published()
  shopped.base.faults.cumulativeRereading = false
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  await shopped.select(1)
  shopped.base.write(goods, { Ref_Key: coffee, Вес: 1 })
  expect(idsIn((await shopped.select(1)).text, shopped.root)).toEqual([`${goods}(guid'${tea}')`])
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toHaveLength(2)
})

test('a write without changes is registered, or not', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea })
  expect(idsIn((await shopped.select(1)).text, shopped.root)).toHaveLength(1)
  await shopped.notify(1)
  shopped.base.faults.registerUnchanged = false
  shopped.base.write(goods, { Ref_Key: tea })
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toEqual([])
  shopped.base.write(goods, { Ref_Key: tea, Вес: 77 })
  expect(idsIn((await shopped.select(2)).text, shopped.root)).toHaveLength(1)
})

test('a package too large for memory fails and numbers nothing; a job of the server hands it out in portions', async () => {
  const shopped = await published()
  for (const key of [1, 2, 3, 4, 5]) shopped.base.write(goods, { Ref_Key: guid(100 + key), Description: 'x' })
  shopped.base.faults.packageLimit = 4
  expect((await shopped.select(1)).status).toBe(500)
  expect(nodeOf(shopped)).toMatchObject({ SentNo: 0 })
  shopped.base.faults.packagePortion = 2
  const sizes = []
  for (const messageNo of [1, 2, 3, 4]) {
    const again = await shopped.select(messageNo)
    expect(idsIn((await shopped.select(messageNo)).text, shopped.root)).toEqual(idsIn(again.text, shopped.root))
    sizes.push(idsIn(again.text, shopped.root).length)
    await shopped.notify(messageNo)
  }
  expect(sizes).toEqual([2, 2, 1, 0])
})

test('a failing SelectChanges is an internal error and loses nothing', async () => {
  const shopped = await published()
  shopped.base.write(goods, { Ref_Key: tea, Вес: 1 })
  shopped.base.faults.failChanges = 1
  const failed = await shopped.call('SelectChanges', 1, { $format: 'json' })
  expect(errorOf(failed)).toMatchObject({ status: 500, code: '-1' })
  expect(idsIn((await shopped.select(1)).text, shopped.root)).toHaveLength(1)
})

/** The registration table as the facts describe it: a number, or none, for each changed object. */
type Model = Map<string, number | null>

type Step =
  | { kind: 'edit'; key: string }
  | { kind: 'erase'; key: string }
  | { kind: 'select'; messageNo: number }
  | { kind: 'notify'; messageNo: number }

const keys = [1, 2, 3].map((number) => guid(100 + number))
const messageNo = fc.integer({ min: 0, max: 4 })
const key = fc.constantFrom(...keys)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), key }),
  fc.record({ kind: fc.constant('erase' as const), key }),
  fc.record({ kind: fc.constant('select' as const), messageNo }),
  fc.record({ kind: fc.constant('notify' as const), messageNo }),
)

test('whatever the order of edits, readings and acknowledgements, registration is the set the facts describe', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const base = openInfobase({
        name: 'test',
        configuration: shop,
        file: null,
        seed: seedShop,
        users: [],
        timezone: 'UTC',
      })
      const model: Model = new Map()
      for (const action of steps) {
        if (action.kind === 'edit') {
          base.write(goods, { Ref_Key: action.key, Description: 'x' })
          model.set(action.key, null)
        } else if (action.kind === 'erase') {
          if (!base.get(goods, action.key)) continue
          base.erase(goods, action.key)
          model.set(action.key, null)
        } else if (action.kind === 'select') {
          const selected = selectChanges(base, plan, hubNode, action.messageNo).map(({ identity }) =>
            String(identity.Ref_Key),
          )
          for (const [key, number] of model) if (number === null) model.set(key, action.messageNo)
          const expected = [...model]
            .filter(([, number]) => number !== null && number <= action.messageNo)
            .map(([key]) => key)
          expect(new Set(selected)).toEqual(new Set(expected))
          expect(base.get(plan, hubNode)?.SentNo).toBe(action.messageNo)
        } else {
          notifyChangesReceived(base, plan, hubNode, action.messageNo)
          for (const [key, number] of model) if (number !== null && number <= action.messageNo) model.delete(key)
          expect(base.get(plan, hubNode)?.ReceivedNo).toBe(action.messageNo)
        }
      }
      const left = selectChanges(base, plan, hubNode, 99).map(({ identity }) => String(identity.Ref_Key))
      expect(new Set(left)).toEqual(new Set(model.keys()))
    }),
    { numRuns: 150 },
  )
})
