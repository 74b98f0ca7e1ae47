import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { selectChanges } from '../../../src/twin/infobase/exchange-plan.ts'
import { type Infobase, openInfobase } from '../../../src/twin/infobase/infobase.ts'
import { errorOf, guid, publish } from './published.ts'
import { coffee, goods, hubNode, plan, revenue, sales, seedShop, shop, tea } from './shop.ts'

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'infobase-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'base.sqlite')
}

function open(file: string, seed: (base: Infobase) => void = seedShop): Infobase {
  return openInfobase({ name: 'test', configuration: shop, file, seed, users: [], timezone: 'Europe/Moscow' })
}

const contents = (base: Infobase) => [...base.schema.sets.keys()].map((set) => [set, base.list(set)])

test('a reopened base holds the same records in the same order, and is not seeded again', () => {
  const file = newFile()
  const first = open(file)
  first.write(goods, { Ref_Key: tea, Description: 'Чай чёрный' })
  first.write(sales, { Ref_Key: guid(21), Товар_Key: tea, Сумма: 10 })
  first.post(sales, guid(21))
  first.erase(goods, coffee)
  const before = contents(first)
  first.close()
  const second = open(file, () => {
    throw new Error('A base with data is not seeded.')
  })
  expect(contents(second)).toEqual(before)
  second.close()
})

test('codes go on after a restart, and registered changes are still to be told', () => {
  const file = newFile()
  const first = open(file)
  first.write(goods, { Ref_Key: guid(50), Description: 'Сахар' })
  selectChanges(first, plan, hubNode, 1)
  first.write(goods, { Ref_Key: guid(51), Description: 'Соль' })
  first.close()
  const second = open(file)
  expect(second.write(goods, { Description: 'Перец' }).Code).toBe('00006')
  const changes = selectChanges(second, plan, hubNode, 1)
  expect(changes.map(({ record }) => record?.Description)).toEqual(['Сахар', 'Соль', 'Перец'])
  second.close()
})

test('what was answered is in the file already; what was refused is not', async () => {
  const file = newFile()
  const { ask, base } = await publish({ configuration: shop, seed: seedShop, file })
  const reader = new Database(file, { readonly: true })
  onTestFinished(() => void reader.close())
  const stored = (set: string) => reader.prepare('select count(*) as n from record where set_name = ?').get(set)
  const before = stored(goods)
  expect((await ask(`/${goods}`, {}, { method: 'POST', body: { Description: 'Сахар' } })).status).toBe(201)
  expect(stored(goods)).toEqual({ n: (before as { n: number }).n + 1 })
  base.write(sales, { Ref_Key: guid(21), DeletionMark: true })
  const refused = await ask(`/${sales}(guid'${guid(21)}')/Post`, { $format: 'json' }, { method: 'POST' })
  expect(errorOf(refused).status).toBe(500)
  expect(stored(revenue)).toEqual({ n: 0 })
})

test('a failed seed leaves an empty file, seeded the next time', () => {
  const file = newFile()
  expect(() =>
    open(file, (base) => {
      seedShop(base)
      throw new Error('seed broken')
    }),
  ).toThrow('seed broken')
  const second = open(file)
  expect(second.list(goods)).toHaveLength(3)
  second.close()
})
