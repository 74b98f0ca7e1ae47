import { expect, test } from 'vitest'
import type { Change } from '../../../src/connectors/onec/atom.ts'
import { acknowledge, type Package, readChanges } from '../../../src/connectors/onec/exchange.ts'
import { RejectedError } from '../../../src/errors.ts'
import type { RawRecord } from '../../../src/model/raw.ts'
import { answer, failureOf, json, serve } from './server.ts'

const ref = '68c21aea-cd73-11e6-aede-5404a6b4b8ed'
const plan = { set: 'ExchangePlan_ОбменСХабом', code: 'ХАБ' }
const node: RawRecord = { Ref_Key: ref, Code: 'ХАБ', SentNo: '4', ReceivedNo: '4', ThisNode: false }

const entry = `<entry><category term="StandardODATA.Catalog_Дома"/><content><m:properties><d:Code>1</d:Code></m:properties></content></entry>`
const feedOf = (entries: string) => `<feed xmlns="http://www.w3.org/2005/Atom"
  xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
  xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">${entries}</feed>`

function servePlan(nodes: RawRecord[], entries = entry) {
  return serve(({ path, method }, response) => {
    if (method === 'GET') return json(response, { value: nodes })
    if (path.endsWith('SelectChanges')) return answer(response, 200, 'application/atom+xml;type=feed', feedOf(entries))
    answer(response, 200, 'text/plain', '')
  })
}

async function drain(reading: AsyncGenerator<Change, Package>) {
  const changes: Change[] = []
  for (;;) {
    const next = await reading.next()
    if (next.done) return { changes, read: next.value }
    changes.push(next.value)
  }
}

test('the next package is read by the number the node gives and acknowledged on demand', async () => {
  await using fake = await servePlan([node])
  const onec = fake.open()
  const { changes, read } = await drain(readChanges(onec, plan))
  expect(changes).toEqual([{ kind: 'upsert', set: 'Catalog_Дома', raw: { Code: '1' } }])
  expect(read).toEqual({ node: { set: plan.set, ref }, messageNo: 5, count: 1 })
  expect(fake.received.map(({ path }) => path.split('/').at(-1))).toEqual([plan.set, 'SelectChanges'])
  expect(fake.received[0]?.query.get('$filter')).toBe("Code eq 'ХАБ'")

  await acknowledge(onec, read)
  expect(fake.received.at(-1)?.path).toContain('NotifyChangesReceived')
  expect(fake.received.at(-1)?.query.get('MessageNo')).toBe('5')
})

test('an empty package is never acknowledged', async () => {
  await using fake = await servePlan([node], '')
  const onec = fake.open()
  const { changes, read } = await drain(readChanges(onec, plan))
  expect(changes).toEqual([])
  await acknowledge(onec, read)
  expect(fake.received.filter(({ path }) => path.endsWith('NotifyChangesReceived'))).toEqual([])
})

test.for<[string, RawRecord[], string]>([
  ['no such node', [], 'нет узла с кодом «ХАБ». Создайте в 1С узел хаба'],
  ['the node of the infobase itself', [{ ...node, ThisNode: true }], 'носит сама база'],
  ['a set that is no exchange plan', [{ Ref_Key: ref, Code: 'ХАБ' }], 'Проверьте, что это план обмена'],
])('%s is explained to the administrator', async ([, nodes, words]) => {
  await using fake = await servePlan(nodes)
  const error = await failureOf(drain(readChanges(fake.open(), plan)))
  expect(error).toBeInstanceOf(RejectedError)
  expect((error as Error).message).toContain(words)
  expect(fake.received).toHaveLength(1)
})
