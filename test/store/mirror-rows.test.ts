import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Client } from '../../src/model/client.ts'
import { layOut, only } from '../../src/store/mirror-rows.ts'

const ref = (n: number) => `${String(n).padStart(8, '0')}-aaaa-4000-8000-5404a6b4b8ed`

const client = (n: number, phones: number, deleted: boolean): Client => ({
  ref: ref(n),
  code: String(n),
  name: `Клиент ${n}`,
  kind: 'person',
  lastName: null,
  firstName: null,
  middleName: null,
  phones: Array.from({ length: phones }, (_, at) => ({ e164: `+7999000000${at}`, ext: null, raw: String(at) })),
  emails: phones > 1 ? [`client${n}@mail.invalid`] : [],
  lifecycle: 'prospect',
  managerRef: null,
  externalKey: null,
  deleted,
})

const pages = fc.array(fc.record({ n: fc.nat(6), phones: fc.nat(3), deleted: fc.boolean() }))

test('leaving records out of a page is the same as never having had them', () => {
  fc.assert(
    fc.property(pages, fc.func(fc.boolean()), (list, keeps) => {
      const page = list.map(({ n, phones, deleted }) => ({
        entity: client(n, phones, deleted),
        dataVersion: String(n),
      }))
      const keep = (one: string) => keeps(one)
      const kept = page.filter(({ entity }) => keep(entity.ref))
      expect(only('client', layOut('client', page, 1, 'now'), keep)).toEqual(layOut('client', kept, 1, 'now'))
    }),
  )
})

test('the last record wins where a page names one twice', () => {
  const page = [1, 2].map((phones) => ({ entity: client(1, phones, false), dataVersion: String(phones) }))
  expect(layOut('client', page, 1, 'now')).toMatchObject({ refs: [ref(1)], versions: ['2'] })
})
