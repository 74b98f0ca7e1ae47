import { expect } from 'vitest'
import { acknowledge } from '../../../src/connectors/onec/exchange.ts'
import { putObject } from '../../../src/connectors/onec/sink.ts'
import { fateOf, HubError } from '../../../src/errors.ts'
import { coffee, goods, notes, revenue, sales, tea } from '../../twin/infobase/shop.ts'
import { until } from '../../world.ts'
import { failureOf } from './server.ts'
import { breaks, caughtUp, changes, fails, type Row, refs, touch, wish, works, writesOf } from './switch-attempts.ts'

/** Every switch of the twin (1c-odata §19), and what the client makes of it. */
export const switchRows: Row[] = [
  [{ down: true }, 'is told as a broken connection', breaks('disconnected', 'ask')],
  [{ maintenance: true }, 'is waited for', breaks('maintenance', 'retry')],
  [{ maintenance: true, platformXml: true }, 'is understood in XML too', breaks('maintenance', 'retry')],
  [
    { maintenance: true, maintenanceText: 'До 18:00 обновляемся.' },
    'is told in the words of the administrator',
    async (_, onec) =>
      expect(await failureOf(onec.list(goods))).toMatchObject({ facts: { text: expect.stringContaining('До 18:00') } }),
  ],
  [{ html500: true }, 'leaves a write in doubt', breaks('crashed', 'ask')],
  [{ latencyMs: 300 }, 'runs into the deadline', breaks('timeout', 'ask')],
  [
    { writeMs: 300 },
    'leaves a slow write in doubt, which is then found and not made again',
    async (shop, onec) => {
      await fails(putObject(onec, wish('N')), 'timeout', 'ask')
      shop.base.faults.writeMs = 0
      await expect.poll(() => onec.count(goods, wish('N').find)).toBe(1)
      expect(await putObject(onec, wish('N'))).toMatchObject({ did: 'nothing' })
      expect(writesOf(shop)).toHaveLength(1)
    },
  ],
  [
    { metadataMs: 300 },
    'delays nothing but $metadata',
    async (shop, onec) => {
      await fails(onec.metadata(), 'timeout', 'retry')
      await works(shop, shop.open())
    },
  ],
  [
    { failAfterRequests: 1 },
    'is met in the middle of work',
    async (_, onec) => {
      await onec.list(goods, { top: 1 })
      await fails(onec.list(goods, { top: 1 }), 'disconnected', 'retry')
    },
  ],
  [
    { loseAnswers: 1 },
    'is resolved by asking',
    async (shop, onec) => {
      await fails(putObject(onec, wish('N')), 'disconnected', 'ask')
      expect(await putObject(onec, wish('N'))).toMatchObject({ did: 'nothing' })
      expect(writesOf(shop)).toEqual([`POST /${goods} 0`])
    },
  ],
  [
    { loseRequests: 1 },
    'is resolved by asking',
    async (shop, onec) => {
      await fails(putObject(onec, wish('N')), 'disconnected', 'ask')
      expect(await putObject(onec, wish('N'))).toMatchObject({ did: 'created' })
      expect(writesOf(shop)).toEqual([`POST /${goods} 0`, `POST /${goods} 201`])
    },
  ],
  [
    { replyLimitKb: 1 },
    'refuses a page and takes a smaller one',
    async (_, onec) => {
      await fails(onec.list(goods), 'crashed', 'retry')
      expect(await onec.list(goods, { select: ['Ref_Key'], top: 1 })).toHaveLength(1)
    },
  ],

  [{ sessionPool: true }, 'is waited for', breaks('sessions', 'retry')],
  [
    { poolSize: 1, poolTimeoutMs: 0, sessionCookies: false, latencyMs: 5 },
    'is never overrun by a hub of one session',
    async (shop) => {
      const onec = shop.open({ sessions: 1 })
      await Promise.all([1, 2, 3, 4].map(() => onec.list(goods, { top: 1 })))
      expect(shop.asked().map((line) => line.slice(-3))).toEqual(['200', '200', '200', '200'])
    },
  ],
  [
    { sessionMaxAgeMs: 1 },
    'is healed by a new session',
    async (shop, onec) => {
      await until('a session has expired between two requests', async () => {
        expect(await onec.list(goods, { top: 1 })).toHaveLength(1)
        return shop.asked().some((line) => line.endsWith('404'))
      })
    },
  ],
  [{ reuseSessions: 'dontuse' }, 'changes nothing', works],
  [{ sessionCookies: false }, 'changes nothing', works],
  [{ loseSessions: 2, lostSessionStatus: 500 }, 'changes nothing', works],
  [
    { firstRequestMs: 300 },
    'is slower than the next request',
    async (_, onec) => {
      await onec.list(goods, { top: 1 })
      const first = onec.health().latency.last ?? 0
      expect(first).toBeGreaterThanOrEqual(295)
      await onec.list(goods, { top: 1 })
      expect(onec.health().latency.last).toBeLessThan(first)
    },
  ],
  [{ licence: true }, 'is waited for', breaks('licence', 'retry')],
  ...([402, 403, 500, 503] as const).flatMap((licenceStatus): Row[] =>
    (['free', 'key'] as const).map((licenceText) => [
      { licence: true, licenceStatus, licenceText },
      'is known by its text',
      breaks('licence', 'retry'),
    ]),
  ),
  [
    { licences: 1 },
    'serves a hub of one session',
    async (shop) => {
      const onec = shop.open({ sessions: 1 })
      await Promise.all([1, 2, 3].map(() => onec.list(goods, { top: 1 })))
      expect(onec.health().lastError).toBeNull()
    },
  ],

  [{ unpublished: [goods] }, 'is for a person', breaks('not_published', 'park', 'park')],
  [{ denied: [goods] }, 'is for a person', async (_, onec) => fails(onec.list(goods), 'forbidden', 'park')],
  [
    { readOnly: true },
    'is for a person',
    async (_, onec) => {
      expect(await onec.list(goods, { top: 1 })).toHaveLength(1)
      await fails(onec.create(goods, wish('N').body), 'forbidden', 'park')
    },
  ],
  [
    { loginPage: true },
    'is taken for no data',
    async (shop) => {
      const stranger = shop.open({ password: 'другой' })
      await fails(stranger.list(goods), 'not_1c', 'park')
    },
  ],

  [{ bom: true }, 'changes nothing', works],
  [
    { jsonByDefault: true },
    'changes nothing, also for changes',
    async (shop, onec) => {
      await works(shop, onec)
      touch(shop)
      expect(refs(await changes(onec))).toContain(tea)
    },
  ],
  [{ strictSpaces: false }, 'changes nothing', works],
  [
    { countSupported: false },
    'is told',
    async (_, onec) => {
      expect(fateOf(await failureOf(onec.count(goods)))).toBe('park')
    },
  ],
  ...([true, false] as const).map(
    (inlinecountOverridesPaging): Row => [
      { inlinecountOverridesPaging },
      'does not matter: counting and paging are never mixed',
      async (shop, onec) => {
        expect(await onec.list(goods, { top: 1, skip: 1 })).toHaveLength(1)
        expect(shop.base.requests.list().some(({ url }) => url.includes('$inlinecount'))).toBe(false)
      },
    ],
  ),
  [{ int64AsText: false }, 'changes nothing', works],
  [
    { linksOfEmpty: true },
    'leaves no link in a record',
    async (_, onec) => {
      for (const row of await onec.list(goods))
        expect(Object.keys(row).filter((name) => name.includes('@'))).toEqual([])
    },
  ],
  [{ padStrings: false }, 'changes nothing', works],
  [
    { nullForEmpty: true },
    'is the same as empty',
    async (_, onec) => {
      const empty = { ДатаВвода: '0001-01-01T00:00:00', ОсновнаяЕдиница_Key: '00000000-0000-0000-0000-000000000000' }
      const created = await putObject(onec, wish('N', empty))
      expect(created.conflicts).toEqual([])
      expect(await putObject(onec, wish('N', empty))).toMatchObject({ did: 'nothing' })
    },
  ],
  [{ orderByPresentation: false }, 'changes nothing', works],
  [{ ignoreRecordSetOrder: false }, 'changes nothing', works],
  [
    { recordSetRowLimit: 0 },
    'refuses a register and nothing else',
    async (shop, onec) => {
      const { Ref_Key: ref } = shop.base.write(sales, { Товар_Key: coffee, Сумма: 5 })
      shop.base.post(sales, String(ref))
      expect(await failureOf(onec.list(revenue, { top: 1 }))).toBeInstanceOf(HubError)
      await works(shop, onec)
    },
  ],
  [
    {},
    'control characters in an object refuse what shows it, and never come from us',
    async (shop, onec) => {
      shop.base.write(notes, { Текст: 'а\u0002б' })
      await fails(onec.list(notes), 'refused', 'park')
      await onec.create(goods, wish('N', { Description: 'а\u0002б' }).body)
      expect(await onec.list(goods, { filter: wish('N').find })).toMatchObject([{ Description: 'аб' }])
    },
  ],
  [
    { refuseControlCharacters: false },
    'lets a list through',
    async (shop, onec) => {
      shop.base.write(notes, { Текст: 'а\u0002б' })
      expect(await onec.list(notes)).toHaveLength(1)
    },
  ],
  [
    { pathLimit: true },
    'does not concern long conditions',
    async (_, onec) => {
      const filter = Array.from({ length: 30 }, (__, n) => `Description eq 'Чай ${n}'`).join(' or ')
      expect(await onec.list(goods, { filter })).toEqual([])
    },
  ],

  [
    { handlerVeto: 1 },
    'is a refusal, and nothing was written',
    async (_, onec) => {
      await fails(putObject(onec, wish('N')), 'refused', 'park')
      expect(await onec.count(goods, wish('N').find)).toBe(0)
    },
  ],
  [
    { handlerChanges: 1 },
    'becomes a conflict',
    async (_, onec) => {
      const { conflicts } = await putObject(onec, wish('N'))
      expect(conflicts.map(({ property }) => property)).toContain('Description')
    },
  ],
  [
    { lockConflicts: 1 },
    'passes: the write never ran',
    async (_, onec) => {
      await fails(putObject(onec, wish('N')), 'lock', 'retry')
      expect(await putObject(onec, wish('N'))).toMatchObject({ did: 'created' })
    },
  ],
  [
    { lockedObjects: [tea] },
    'passes for that object, and the others are written',
    async (_, onec) => {
      const put = (ref: string) => putObject(onec, { ...wish('N'), ref })
      await fails(put(tea), 'lock', 'retry')
      expect(await put(coffee)).toMatchObject({ did: 'changed' })
    },
  ],
  [{ ifMatch: true }, 'changes nothing', works],
  [{ honourRefKey: true }, 'changes nothing', works],
  [
    {},
    'an unknown property is ignored, which is a conflict',
    async (_, onec) => {
      expect((await putObject(onec, wish('N', { Нет: 1 }))).conflicts).toEqual([
        { property: 'Нет', wanted: 1, got: null },
      ])
    },
  ],
  [
    { refuseUnknownProperties: true },
    'is for a person',
    async (_, onec) => {
      expect(fateOf(await failureOf(putObject(onec, wish('N', { Нет: 1 }))))).toBe('park')
    },
  ],
  [
    {},
    'a string too long is cut, which is a conflict, written once',
    async (shop, onec) => {
      const long = wish('N', { Description: 'Сахар-песок свекловичный' })
      const first = await putObject(onec, long)
      expect(first.conflicts).toMatchObject([{ property: 'Description', got: 'Сахар-песок свеклови' }])
      expect(await putObject(onec, { ...long, last: first })).toMatchObject({
        did: 'nothing',
        conflicts: first.conflicts,
      })
      expect(writesOf(shop)).toHaveLength(1)
    },
  ],
  [
    { refuseLongStrings: true },
    'is for a person',
    async (_, onec) => {
      const long = wish('N', { Description: 'Сахар-песок свекловичный' })
      expect(fateOf(await failureOf(putObject(onec, long)))).toBe('park')
    },
  ],
  [{ strictLineNumbers: false }, 'changes nothing', works],
  [{ forgiveZones: false }, 'changes nothing', works],
  [{ forgiveZones: false }, 'changes nothing', works],

  ...([true, false] as const).map(
    (tombstones): Row => [
      { tombstones },
      tombstones ? 'tell what was deleted' : 'are not missed by the reader',
      async (shop, onec) => {
        await caughtUp(onec)
        shop.base.erase(goods, coffee)
        expect(refs(await changes(onec))).toEqual(tombstones ? [coffee] : [])
      },
    ],
  ),
  ...([true, false] as const).map(
    (cumulativeRereading): Row => [
      { cumulativeRereading },
      'loses nothing registered between two readings',
      async (shop, onec) => {
        await caughtUp(onec)
        shop.base.write(goods, { Ref_Key: tea, Вес: 1 })
        await changes(onec)
        shop.base.write(goods, { Ref_Key: coffee, Вес: 1 })
        const second = await changes(onec)
        await acknowledge(onec, second.received)
        const third = await changes(onec)
        expect([...refs(second), ...refs(third)]).toEqual(expect.arrayContaining([tea, coffee]))
      },
    ],
  ),
  [
    { registerUnchanged: false },
    'is heard of only when something changed',
    async (shop, onec) => {
      await caughtUp(onec)
      shop.base.write(goods, { Ref_Key: tea, Вес: 100 })
      expect(refs(await changes(onec))).toEqual([])
    },
  ],
  [
    { unpublished: [sales], skipUnpublished: true },
    'changes of what is not published are missing, the rest arrives',
    async (shop, onec) => {
      shop.base.write(sales, { Товар_Key: tea, Сумма: 5 })
      touch(shop)
      const { seen } = await changes(onec)
      expect(new Set(seen.map(({ set }) => set))).toEqual(new Set([goods]))
    },
  ],
  [
    { unpublished: [sales], skipUnpublished: false },
    'the reading fails as a whole',
    async (shop, onec) => {
      shop.base.write(sales, { Товар_Key: tea, Сумма: 5 })
      expect(await failureOf(changes(onec))).toBeInstanceOf(HubError)
    },
  ],
  [
    { failChanges: 1 },
    'is not asked again by itself, and the next reading has it all',
    async (shop, onec) => {
      touch(shop)
      expect(await failureOf(changes(onec))).toBeInstanceOf(HubError)
      expect(writesOf(shop)).toHaveLength(1)
      expect(refs(await changes(onec))).toContain(tea)
    },
  ],
  [
    { packageLimit: 1 },
    'fails the reading as a whole',
    async (shop, onec) => {
      touch(shop)
      expect(await failureOf(changes(onec))).toBeInstanceOf(HubError)
    },
  ],
  [
    { packagePortion: 2 },
    'brings everything in portions',
    async (shop, onec) => {
      touch(shop)
      const all = new Set<unknown>()
      for (let n = 0; n < 10; n++) {
        const portion = await changes(onec)
        for (const ref of refs(portion)) all.add(ref)
        await acknowledge(onec, portion.received)
      }
      expect(all.has(tea) && all.has(coffee)).toBe(true)
    },
  ],
]
