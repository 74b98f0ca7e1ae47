import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { openOnec } from '../../../../src/connectors/onec/client.ts'
import { publishedSets } from '../../../../src/connectors/onec/published-sets.ts'
import { openReading } from '../../../../src/connectors/onec/reading/reading.ts'
import { sourceOf } from '../../../../src/mapping/source.ts'
import { MappingSpec } from '../../../../src/mapping/spec.ts'
import {
  anna,
  annasContract,
  books,
  boris,
  goods,
  ledger,
  partners,
  seedBooks,
  settlements,
} from '../../../twin/infobase/books.ts'
import { publish } from '../../../twin/infobase/published.ts'

async function opened() {
  const { site } = await publish({ configuration: books, seed: seedBooks })
  const onec = openOnec({ url: site, user: 'exchange', password: 'exchange', pauseMs: 1, pauses: [0] })
  onTestFinished(() => onec.close())
  return { onec, reading: openReading(onec, 1) }
}

/** What a mapping file says after `from:`, read as the exchange reads it. */
function sourceIn(from: string) {
  const source = sourceOf(MappingSpec.parse(parse(`from: ${from}\nto: payment\nfields: { ref: Recorder }`)))
  if (source.kind !== 'table') throw new Error('no virtual table')
  return source
}

test.each([
  [
    `{ set: ${ledger}, table: Balance, parameters: { Period: 2026-03-01, AccountCondition: "Account_Key eq guid'${settlements}'" } }`,
    [
      { Account_Key: settlements, ExtDimension1: anna, ExtDimension2: annasContract, СуммаBalance: 300.1 },
      { Account_Key: settlements, ExtDimension1: boris, ExtDimension2: null, СуммаBalance: 200 },
    ],
  ],
  [
    `{ set: ${ledger}, table: Turnovers, parameters: { StartPeriod: 2026-02-01, ExtraDimensions: ${partners}, Condition: "ExtDimension1 eq cast(guid'${boris}', 'Catalog_Контрагенты')" } }`,
    [{ ExtDimension1: boris, BalancedAccount_Key: goods, СуммаTurnoverDr: 200, КоличествоBalancedTurnoverDr: 2 }],
  ],
  [
    `{ set: ${ledger}, table: DrCrTurnovers, parameters: { BalancedAccountCondition: "AccountCr/Code eq '62'" } }`,
    [{ AccountDr_Key: goods, AccountCr_Key: settlements, ExtDimensionCr1: anna, СуммаTurnover: 500 }],
  ],
  [
    `{ set: ${ledger}, table: ExtDimensions, filter: "RecordType eq 'Credit'" }`,
    [
      { Type_Key: partners, Value: anna },
      { Value: annasContract, Value_Type: 'StandardODATA.Catalog_Договоры' },
    ],
  ],
  [
    `{ set: ${ledger}, table: RecordsWithExtDimensions, parameters: { Top: 1, Order: Сумма desc } }`,
    [{ Сумма: 1000, ExtDimensionDr1: null }],
  ],
])('a mapping reads %s', async (from, expected) => {
  const { onec, reading } = await opened()
  const source = sourceIn(from)
  const rows = await reading.rows(source)
  expect(rows).toHaveLength(expected.length)
  expect(rows).toMatchObject(expected)
  // What is read is what `$metadata` promised, so that lint and completion know it.
  const schema = publishedSets(await onec.metadata())
  const columns = schema.table(source.set, source.table)
  expect([...schema.properties(columns ?? '')]).toEqual(expect.arrayContaining(Object.keys(rows[0] ?? {})))
})
