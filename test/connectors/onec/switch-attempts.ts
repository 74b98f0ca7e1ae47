import { expect } from 'vitest'
import type { Onec } from '../../../src/connectors/onec/client.ts'
import { acknowledge, readChanges } from '../../../src/connectors/onec/exchange.ts'
import { render } from '../../../src/connectors/onec/literals.ts'
import { type PutRequest, putObject } from '../../../src/connectors/onec/sink.ts'
import { fateOf, HubError } from '../../../src/errors.ts'
import { defaultFaults, type Faults } from '../../../src/twin/infobase/faults.ts'
import { coffee, goods, plan, tea } from '../../twin/infobase/shop.ts'
import { failureOf } from './server.ts'
import type { Shop } from './shop.ts'

/** What is tried with a switch thrown. */
export type Row = [faults: Partial<Faults>, expectation: string, attempt: (shop: Shop, onec: Onec) => Promise<void>]

export const wish = (article: string, body: PutRequest['body'] = {}): PutRequest => ({
  set: goods,
  find: render('Артикул eq {key}', { key: article }),
  body: { Артикул: article, Description: 'Сахар', ...body },
  createOnly: [],
})

export const writesOf = (shop: Shop) => shop.asked().filter((line) => !line.startsWith('GET'))

export async function fails(promise: Promise<unknown>, reason: string, fate: 'retry' | 'park' | 'ask'): Promise<void> {
  const error = await failureOf(promise)
  expect(error).toBeInstanceOf(HubError)
  expect({ reason: (error as HubError).facts.reason, fate: fateOf(error) }).toEqual({ reason, fate })
}

/** A read fails so; a write fails so; with the switch back both work, and nothing was written twice. */
export const breaks =
  (reason: string, write: 'retry' | 'ask' | 'park', read: 'retry' | 'park' = 'retry') =>
  async (shop: Shop, onec: Onec) => {
    await fails(onec.list(goods, { top: 1 }), reason, read)
    await fails(onec.create(goods, wish('N').body), reason, write)
    Object.assign(shop.base.faults, defaultFaults)
    expect(await putObject(onec, wish('N'))).toMatchObject({ did: 'created', conflicts: [] })
    expect(await onec.count(goods, wish('N').find)).toBe(1)
  }

export const works = async (_: Shop, onec: Onec) => {
  expect(await onec.list(goods, { filter: "Description eq 'Чай' and Вес gt 1", orderby: 'Code' })).toHaveLength(1)
  expect(await onec.count(goods)).toBe(3)
  const created = await putObject(onec, wish('N', { Цена: 10.5, Свойства: [{ Имя: 'a' }, { Имя: 'b' }] }))
  expect(created).toMatchObject({ did: 'created', conflicts: [] })
  expect(await putObject(onec, { ...wish('N', created.written), ref: created.ref })).toMatchObject({ did: 'nothing' })
}

export const nobody = '00000000-0000-4000-8000-0000000000ff'

export async function changes(onec: Onec) {
  const reading = readChanges(onec, { set: plan, code: 'HUB' })
  const seen = []
  for (;;) {
    const next = await reading.next()
    if (next.done) return { seen, received: next.value }
    seen.push(next.value)
  }
}

export const refs = ({ seen }: Awaited<ReturnType<typeof changes>>) =>
  seen.flatMap((change) =>
    change.kind === 'upsert' ? [change.raw.Ref_Key] : change.kind === 'deleted' ? [change.ref] : [],
  )

/** Registers two goods for the hub. */
export function touch(shop: Shop): void {
  for (const ref of [tea, coffee]) shop.base.write(goods, { Ref_Key: ref, Вес: 7 })
}

/** All that is registered, taken and forgotten. */
export async function caughtUp(onec: Onec): Promise<void> {
  await acknowledge(onec, (await changes(onec)).received)
}
