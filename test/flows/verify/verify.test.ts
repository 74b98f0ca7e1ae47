import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import { mirroredEntities } from '../../../src/store/mirror.ts'
import { hook, odata, startWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

const db = () => world.hub.hub.db
const check = async (heal = false) => {
  const certificate = await verify(world.hub.hub, { cause: 'cli', heal, alone: false })
  if (!certificate) throw new Error('another comparison was under way')
  return certificate
}
const namesOf = (certificate: Awaited<ReturnType<typeof check>>) =>
  certificate.gaps.map(({ entity, kind, ref }) => ({ entity, kind, ref }))
const clean = { verdict: 'clean', gaps: [] }

/** A call that is recorded in 1C, with a client the hub has made. */
async function recordedCall(calluuid: string, ani: string) {
  await hook(world.hub, '/hooks/genesys/engage', { calluuid, ani, dnis: '+74950000101', state: 'Ringing' })
  return until('the call is recorded', async () => {
    const call = await db().selectFrom('call').selectAll().where('callKey', '=', calluuid).executeTakeFirst()
    return call?.onecState === 'written' && call
  })
}

test('a base that was read completely is clean, entity by entity', async () => {
  await recordedCall('CLEAN1', '+79997780001')
  const certificate = await check()
  expect(certificate).toMatchObject(clean)
  for (const figure of certificate.figures.filter(({ onec }) => onec !== null))
    expect(figure).toMatchObject({ onec: figure.here, gaps: 0, complete: true })
  expect(certificate.figures.find(({ entity }) => entity === 'unit')?.here).toBeGreaterThan(100)
})

describe('one row deleted in the store', () => {
  test.each(mirroredEntities)('of %s is named and read again', async (name) => {
    const row = await db().selectFrom(name).select('ref').where('deleted', '=', 0).executeTakeFirstOrThrow()
    await db().deleteFrom(name).where('ref', '=', row.ref).execute()
    expect(namesOf(await check())).toEqual([{ entity: name, kind: 'missing_here', ref: row.ref }])
    const mended = await check(true)
    expect(mended).toMatchObject({ verdict: 'healed', gaps: [{ ref: row.ref, state: 'healed' }] })
    expect(await check()).toMatchObject(clean)
  })

  test.each([
    ['client_phone', 'client_ref', 'n', 'client'],
    ['deal_client', 'deal_ref', 'n', 'deal'],
    ['schedule_line', 'deal_ref', 'line', 'deal'],
  ])('of %s is named as its record and read again', async (table, owner, n, entity) => {
    const { rows } = await sql<{ ref: string; n: number }>`
      select ${sql.ref(owner)} as ref, ${sql.ref(n)} as n from ${sql.table(table)}
      where ${sql.ref(owner)} in (select ref from ${sql.table(entity)} where deleted = 0) limit 1`.execute(db())
    const [row] = rows
    await sql`delete from ${sql.table(table)} where ${sql.ref(owner)} = ${row?.ref} and ${sql.ref(n)} = ${row?.n}`.execute(
      db(),
    )
    expect(namesOf(await check())).toEqual([{ entity, kind: 'incomplete_here', ref: row?.ref }])
    expect((await check(true)).verdict).toBe('healed')
    expect(await check()).toMatchObject(clean)
  })

  test('of calls is named, and put together again from its reports', async () => {
    const call = await recordedCall('ROW1', '+79997780002')
    await db().deleteFrom('call').where('id', '=', call.id).execute()
    expect(namesOf(await check())).toEqual([{ entity: 'call', kind: 'missing_here', ref: 'key:engage:ROW1' }])
    expect((await check(true)).verdict).toBe('healed')
    const again = await db().selectFrom('call').selectAll().where('callKey', '=', 'ROW1').executeTakeFirstOrThrow()
    expect(again).toMatchObject({ onecState: 'written', onecRef: call.onecRef, phone: call.phone })
    expect(await odata(world.twin).list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:ROW1'")).toHaveLength(1)
    expect(await check()).toMatchObject(clean)
  })

  test.each([
    ['callReport', 'report of a call', (key: string) => db().deleteFrom('callReport').where('callKey', '=', key)],
    ['callAlias', 'name of a call', (key: string) => db().deleteFrom('callAlias').where('callKey', '=', key)],
  ] as const)('of %s is named as its call', async (table, _what, remove) => {
    const key = `PART-${table}`
    const call = await recordedCall(key, '+79997780003')
    const kept = await db().selectFrom(table).selectAll().where('callKey', '=', key).execute()
    await remove(key).execute()
    expect(namesOf(await check())).toEqual([{ entity: 'call', kind: 'incomplete_here', ref: call.id }])
    await db()
      .insertInto(table)
      .values(kept as never)
      .execute()
    expect(await check()).toMatchObject(clean)
  })

  test('of what came in is named as its report', async () => {
    await recordedCall('FACT1', '+79997780004')
    const report = await db()
      .selectFrom('callReport')
      .selectAll()
      .where('callKey', '=', 'FACT1')
      .executeTakeFirstOrThrow()
    const fact = await db()
      .selectFrom('inboxFact')
      .selectAll()
      .where('id', '=', report.factId)
      .executeTakeFirstOrThrow()
    await db().deleteFrom('inboxFact').where('id', '=', fact.id).execute()
    expect(namesOf(await check())).toEqual([{ entity: 'report', kind: 'incomplete_here', ref: report.eventKey }])
    await db().insertInto('inboxFact').values(fact).execute()
  })

  test('of effects and of their attempts is named', async () => {
    const call = await recordedCall('SENT1', '+79997780005')
    const effect = await db()
      .selectFrom('outbox')
      .selectAll()
      .where('key', '=', 'interaction:SENT1')
      .executeTakeFirstOrThrow()
    const attempts = await db().selectFrom('outboxAttempt').selectAll().where('messageId', '=', effect.id).execute()
    await db().deleteFrom('outboxAttempt').where('messageId', '=', effect.id).execute()
    expect(namesOf(await check())).toEqual([{ entity: 'effect', kind: 'incomplete_here', ref: String(effect.id) }])
    await db().deleteFrom('outbox').where('id', '=', effect.id).execute()
    expect(namesOf(await check())).toEqual([{ entity: 'call', kind: 'incomplete_here', ref: call.id }])
    await db().insertInto('outbox').values(effect).execute()
    await db().insertInto('outboxAttempt').values(attempts).execute()
    expect(await check()).toMatchObject(clean)
  })
})

describe('one object gone or doubled in 1C behind the back of the hub', () => {
  test('a unit deleted without a tombstone is named, and marked as deleted', async () => {
    world.twin.infobase.faults.tombstones = false
    const [unit] = await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'НеВПродаже'")
    const ref = String(unit?.Ref_Key)
    await odata(world.twin).remove('Catalog_Квартиры', ref)
    expect(namesOf(await check())).toEqual([{ entity: 'unit', kind: 'extra_here', ref }])
    expect((await check(true)).verdict).toBe('healed')
    const row = await db().selectFrom('unit').select('deleted').where('ref', '=', ref).executeTakeFirst()
    expect(row?.deleted).toBe(1)
    expect(await check()).toMatchObject(clean)
  })

  test('an interaction is named, and recorded again exactly once', async () => {
    const call = await recordedCall('GONE1', '+79997780006')
    await odata(world.twin).remove('Document_ТелефонныйЗвонок', String(call.onecRef))
    expect(namesOf(await check())).toEqual([{ entity: 'call', kind: 'missing_in_1c', ref: call.id }])
    expect((await check(true)).verdict).toBe('healed')
    expect(await odata(world.twin).list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:GONE1'")).toHaveLength(1)
    expect(await check()).toMatchObject(clean)
  })

  test('a doubled client and a doubled interaction are named with all that bear the key', async () => {
    const call = await recordedCall('TWICE1', '+79997780007')
    const onec = odata(world.twin)
    const client = await onec.create('Catalog_Контрагенты', { Description: 'Двойник', ВнешнийКод: 'hub:+79997780007' })
    const interaction = await onec.create('Document_ТелефонныйЗвонок', {
      Date: '2026-11-24T09:00:00',
      ВнешнийКод: 'engage:TWICE1',
    })
    const refs = [String(call.clientRef), String(client.Ref_Key)].toSorted().join(' ')
    expect(namesOf(await check(true))).toEqual([
      { entity: 'call', kind: 'twice_in_1c', ref: call.id },
      { entity: 'client', kind: 'twice_in_1c', ref: refs },
    ])
    await onec.patch('Catalog_Контрагенты', String(client.Ref_Key), { ВнешнийКод: '' })
    await onec.patch('Document_ТелефонныйЗвонок', String(interaction.Ref_Key), { ВнешнийКод: '' })
    expect(await check()).toMatchObject(clean)
  })

  test('the mass-loss brake leaves many disappeared records alone and says so', async () => {
    const all = world.twin.infobase.list('Catalog_РекламныеКампании').map((each) => String(each.Ref_Key))
    const lost = all.slice(0, Math.ceil(all.length / 2))
    for (const ref of lost) world.twin.infobase.erase('Catalog_РекламныеКампании', ref)
    const certificate = await check(true)
    expect(certificate.verdict).toBe('gaps')
    expect(certificate.gaps).toHaveLength(lost.length)
    for (const gap of certificate.gaps)
      expect(gap).toMatchObject({ kind: 'extra_here', state: 'open', healable: false })
    await db().updateTable('campaign').set({ deleted: 1 }).where('ref', 'in', lost).execute()
  })
})

test('a change the exchange has lost is named as another version and read again', async () => {
  const unit = await db().selectFrom('unit').select('ref').where('deleted', '=', 0).executeTakeFirstOrThrow()
  await db().updateTable('unit').set({ dataVersion: 'AAAAAAAAAAE=', price: 1 }).where('ref', '=', unit.ref).execute()
  expect(namesOf(await check())).toEqual([{ entity: 'unit', kind: 'other_version', ref: unit.ref }])
  expect((await check(true)).verdict).toBe('healed')
  const mended = await db().selectFrom('unit').select('price').where('ref', '=', unit.ref).executeTakeFirstOrThrow()
  expect(mended.price).not.toBe(1)
})

test('edits that arrive while 1C and the store are compared are no gaps', async () => {
  const onec = world.twin.infobase
  const units = onec.list('Catalog_Квартиры').map((unit) => String(unit.Ref_Key))
  let edits = 0
  const timer = setInterval(() => {
    const ref = units[(edits * 37) % units.length]
    onec.write('Catalog_Квартиры', { Ref_Key: ref, Цена: String(5_000_000 + edits) })
    if (edits % 5 === 0) onec.write('Catalog_Контрагенты', { Description: `Новый ${edits}` })
    edits += 1
  }, 3)
  try {
    for (let round = 0; round < 3; round++) {
      const certificate = await check()
      expect(certificate.gaps).toEqual([])
    }
  } finally {
    clearInterval(timer)
  }
  expect(edits).toBeGreaterThan(50)
  expect(await check()).toMatchObject(clean)
})

test('a record no mapping can read is named with its reason', async () => {
  const [unit] = await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'Продана'")
  const ref = String(unit?.Ref_Key)
  await odata(world.twin).patch('Catalog_Квартиры', ref, { ВидПомещения: '' })
  const certificate = await check(true)
  expect(certificate.gaps).toMatchObject([{ entity: 'unit', kind: 'unmapped', ref, state: 'open' }])
  expect(certificate.gaps[0]?.text).toContain('unit.kind')
  await odata(world.twin).patch('Catalog_Квартиры', ref, { ВидПомещения: String(unit?.ВидПомещения) })
  expect(await check()).toMatchObject(clean)
})

test('a message nobody understood and a call 1C refuses are named until they are settled', async () => {
  await hook(world.hub, '/hooks/genesys/engage', { hello: 'world' })
  world.twin.infobase.faults.handlerVeto = 1
  await hook(world.hub, '/hooks/genesys/engage', {
    calluuid: 'VETO2',
    ani: '+79997780008',
    dnis: '+74950000101',
    state: 'Ringing',
  })
  const call = await until('1C has refused the call', async () => {
    const row = await db().selectFrom('call').selectAll().where('callKey', '=', 'VETO2').executeTakeFirst()
    return row?.onecState === 'failed' && row
  })
  const [fact] = await world.hub.hub.inbox.list({ state: 'parked' })
  expect(namesOf(await check())).toEqual([
    { entity: 'call', kind: 'missing_in_1c', ref: call.id },
    { entity: 'fact', kind: 'unsettled', ref: fact?.id },
  ])
  const mended = await check(true)
  expect(mended.gaps.find(({ ref }) => ref === call.id)).toMatchObject({ state: 'healed' })
})

describe('when 1C cannot be asked', () => {
  test('the certificate says so instead of finding gaps', async () => {
    world.twin.infobase.faults.down = true
    const certificate = await check()
    world.twin.infobase.faults.down = false
    expect(certificate).toMatchObject({ verdict: 'failed', gaps: [] })
    expect(certificate.reason).toMatch(/1С/)
    await until('the link is back', () => {
      world.hub.hub.poke()
      return world.hub.hub.link.state === 'online'
    })
  }, 40_000)

  test('only one comparison runs at a time', async () => {
    const [one, two] = await Promise.all([
      verify(world.hub.hub, { cause: 'cli', heal: false, alone: false }),
      verify(world.hub.hub, { cause: 'cli', heal: false, alone: false }),
    ])
    expect([one, two].filter((each) => each === null)).toHaveLength(1)
  })
})
